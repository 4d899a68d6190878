//! `second-moment serve`

use std::convert::Infallible;
use std::io::Write as _;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::builder::NonEmptyStringValueParser;
use clap::error::ErrorKind;
use tokio::net::TcpListener;

use crate::cli::first_admin;
use crate::keys::Key;
use crate::links::{Links, TRIAL_FIELD};
use crate::retention::Retention;
use crate::server::hangup::Hangups;
use crate::server::{Entrance, GRACE, Running, Setup, stop_signal};
use crate::tls::Files;
use crate::tls::renewal::{LOOK_EVERY, Renewal};

/// Options of `serve`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The playbook, a TOML file
    #[arg(long, env = "SM_PLAYBOOK")]
    playbook: PathBuf,
    /// The folder in which everything is kept
    #[arg(long, env = "SM_DATA")]
    data: PathBuf,
    /// Where to listen
    #[arg(long, env = "SM_LISTEN", default_value = "127.0.0.1:4181")]
    listen: SocketAddr,
    /// The public key of the tag, such as `pk_live_…`
    #[arg(long, env = "SM_KEY", value_parser = NonEmptyStringValueParser::new())]
    key: String,
    /// The secret key of your backend; better told by the environment than here
    #[arg(long, env = "SM_SECRET", hide_env_values = true, value_parser = NonEmptyStringValueParser::new())]
    secret: String,
    /// An origin whose pages may use the key, such as `https://app.example.com`; once for each; none means all
    #[arg(long = "origin", env = "SM_ORIGINS", value_delimiter = ',')]
    origins: Vec<String>,
    /// A signing secret of Stripe's webhook endpoint, `whsec_…`; several while it is rotated; better told by the environment
    #[arg(long = "stripe-secret", env = "SM_STRIPE_SECRETS", hide_env_values = true, value_delimiter = ',')]
    stripe_secrets: Vec<String>,
    /// The field of Stripe's metadata that names the trial
    #[arg(long, env = "SM_STRIPE_FIELD", default_value = TRIAL_FIELD)]
    stripe_field: String,
    /// Lets webhooks go to private, loopback and link-local addresses, and unencrypted
    #[arg(long, env = "SM_WEBHOOKS_TO_PRIVATE")]
    webhooks_to_private: bool,
    /// The folder of built files, if not those that the program carries
    #[arg(long, env = "SM_ASSETS")]
    assets: Option<PathBuf>,
    /// For how many days a trial is kept that nothing is heard of; without it for ever
    #[arg(long, env = "SM_RETENTION_DAYS")]
    retention_days: Option<NonZeroU32>,
    /// For how many days it is kept who changed what; what is older is dropped by whole days, and the audit log says so
    #[arg(long, env = "SM_AUDIT_DAYS", default_value_t = Retention::USUAL.audit_days)]
    audit_days: NonZeroU32,
    /// The same for webhooks' events and what became of them, delivered or not; at least 5, for an event is tried for up to 4
    #[arg(long, env = "SM_DELIVERIES_DAYS", default_value_t = Retention::USUAL.deliveries_days,
        value_parser = deliveries_days)]
    deliveries_days: NonZeroU32,
    /// The certificate and those that vouch for it, a PEM file, read anew when it changes; without it plain HTTP is spoken, for
    /// a proxy before it
    #[arg(long, env = "SM_TLS_CERTIFICATE")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key, a PEM file
    #[arg(long, env = "SM_TLS_KEY")]
    tls_key: Option<PathBuf>,
    #[command(flatten)]
    limit: super::limit::Options,
    #[command(flatten)]
    log: super::log::Options,
}

fn deliveries_days(text: &str) -> Result<NonZeroU32, String> {
    const MIN: u32 = Retention::DELIVERIES_DAYS_MIN;
    let days = text.parse().ok().filter(|days: &NonZeroU32| days.get() >= MIN);
    days.ok_or_else(|| format!("expected {MIN} days or more: an event is tried for up to four"))
}

/// Serves until it is told to stop, then keeps what was acknowledged and ends.
pub fn run(options: &Options) -> Result<()> {
    options.log.start();
    let runtime = tokio::runtime::Runtime::new()?;
    // Before anything that takes long: until then a hangup would end the program.
    let hangups = runtime.block_on(async { Hangups::listen() }).context("cannot listen for SIGHUP")?;
    let tls = options.certificate()?.map(Renewal::begin).transpose()?;
    let playbook = super::read_playbook(&options.playbook)?;
    if let Some(left) = super::lints_left(&options.playbook, &playbook) {
        tracing::warn!("{left}");
    }
    let setup = Setup {
        playbook,
        data: options.data.clone(),
        keys: vec![Key {
            public: options.key.clone(),
            secret: options.secret.clone(),
            origins: options.origins.iter().filter(|origin| !origin.is_empty()).cloned().collect(),
        }],
        assets: super::read_assets(options.assets.as_deref())?,
        links: Links {
            stripe_secrets: options.stripe_secrets.iter().filter(|secret| !secret.is_empty()).cloned().collect(),
            stripe_field: options.stripe_field.clone(),
            to_private: options.webhooks_to_private,
            ..Links::default()
        },
        clock: super::wall_clock(),
        grace: GRACE,
        limits: options.limit.limits(),
        retention: Retention {
            trials_days: options.retention_days,
            audit_days: options.audit_days,
            deliveries_days: options.deliveries_days,
        },
    };
    let running = Running::start(setup)?;
    runtime.block_on(async {
        let listener =
            TcpListener::bind(options.listen).await.with_context(|| format!("cannot listen on {}", options.listen))?;
        let address = listener.local_addr()?;
        tracing::info!(%address, "listening");
        // For whoever let the machine choose the port. That nobody reads it is no reason to end.
        let scheme = if tls.is_some() { "https" } else { "http" };
        let _ = writeln!(std::io::stdout(), "{scheme}://{address}");
        let parts = &running.parts;
        first_admin::invite(&*parts.store, &options.data, scheme, address, (parts.clock)())?;
        let (renewal, tls) = tls.unzip();
        let entrance = Entrance { tcp: listener, tls };
        tokio::select! {
            served = running.serve(entrance, stop_signal()) => served,
            never = keep_certificate(renewal, hangups) => match never {},
        }
    })
}

async fn keep_certificate(renewal: Option<Renewal>, hangups: Hangups) -> Infallible {
    match renewal {
        Some(renewal) => renewal.keep(LOOK_EVERY, hangups).await,
        None => hangups.ignore().await,
    }
}

impl Options {
    /// Where certificate and key are. Errors: only one is named, by a flag, the environment or the file: to speak without
    /// encryption then would be the last thing that anybody wants.
    fn certificate(&self) -> Result<Option<Files>> {
        let half = |told: &str, missing: &str| {
            let message = format!("{told} is told and {missing} is not: TLS needs both\n");
            Err(clap::Error::raw(ErrorKind::MissingRequiredArgument, message).into())
        };
        match (&self.tls_certificate, &self.tls_key) {
            (Some(certificate), Some(key)) => Ok(Some(Files { certificate: certificate.clone(), key: key.clone() })),
            (None, None) => Ok(None),
            (Some(_), None) => half("--tls-certificate", "--tls-key"),
            (None, Some(_)) => half("--tls-key", "--tls-certificate"),
        }
    }
}
