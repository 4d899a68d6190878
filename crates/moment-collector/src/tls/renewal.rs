//! A renewed certificate is taken up while the collector runs: once a minute it looks whether the files hold another one,
//! and at once when it is told to.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::sync::watch;
use tokio::time::interval;
use tokio_rustls::rustls::ServerConfig;

use super::{Files, Pair};
use crate::server::hangup::Hangups;

/// How often it looks. Certificates are renewed days before they end.
pub const LOOK_EVERY: Duration = Duration::from_mins(1);

/// What new connections shake hands with: of the newest certificate that could be used.
pub type Newest = watch::Receiver<Arc<ServerConfig>>;

/// Who looks after the certificate.
pub struct Renewal {
    files: Files,
    /// What the files held when it looked last, or why they could not be read.
    seen: Result<[u8; 32], String>,
    in_use: watch::Sender<Arc<ServerConfig>>,
}

/// What came of a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// The files hold what they held.
    Unchanged,
    /// New connections get what the files hold now.
    Taken,
    /// They get what they got before, for this reason.
    Refused(String),
}

impl Renewal {
    /// Begins with what the files hold. Errors: it cannot be used.
    pub fn begin(files: Files) -> Result<(Self, Newest)> {
        let pair = files.read()?;
        let (in_use, newest) = watch::channel(pair.config()?);
        Ok((Self { seen: Ok(pair.digest()), files, in_use }, newest))
    }

    /// Looks after every such time, and at once at each hangup, for ever.
    pub async fn keep(mut self, every: Duration, mut hangups: Hangups) -> Infallible {
        let mut looks = interval(every);
        loop {
            let is_asked = tokio::select! {
                _ = looks.tick() => false,
                () = hangups.next() => true,
            };
            let files = self.files.clone();
            let found = tokio::task::spawn_blocking(move || files.read()).await;
            match self.judge(&found.unwrap_or_else(|error| Err(error.into())), is_asked) {
                Look::Unchanged => {}
                Look::Taken => tracing::info!("the certificate was read anew"),
                Look::Refused(error) => {
                    tracing::warn!(error, "the certificate on the disk cannot be used; the one before stays in use");
                }
            }
        }
    }

    /// Takes up what the files hold if it is not what they held at the last look, or if somebody asks for it.
    pub fn judge(&mut self, found: &Result<Pair>, is_asked: bool) -> Look {
        let why = |error: &anyhow::Error| format!("{error:#}");
        let pair = found.as_ref().map_err(why);
        let now = pair.clone().map(Pair::digest);
        if self.seen == now && !is_asked {
            return Look::Unchanged;
        }
        self.seen = now;
        match pair.and_then(|pair| pair.config().map_err(|error| why(&error))) {
            Ok(config) => {
                self.in_use.send_replace(config);
                Look::Taken
            }
            Err(error) => Look::Refused(error),
        }
    }
}
