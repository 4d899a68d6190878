//! SIGHUP: the word to read the certificate anew. It does not end the program.

use std::convert::Infallible;
use std::io;

/// The hangups that come from now on; elsewhere than on Unix there are none.
pub struct Hangups {
    #[cfg(unix)]
    signal: tokio::signal::unix::Signal,
}

impl Hangups {
    /// Listens, within a runtime. Errors: the system does not let us.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())?,
        })
    }

    /// Resolves when the next one has come.
    pub async fn next(&mut self) {
        #[cfg(unix)]
        if self.signal.recv().await.is_some() {
            return;
        }
        std::future::pending::<()>().await;
    }

    /// Where there is nothing to read anew, a hangup is logged and nothing more.
    pub async fn ignore(mut self) -> Infallible {
        loop {
            self.next().await;
            tracing::info!("told to read the certificate anew, and there is none: plain HTTP is spoken");
        }
    }
}
