//! A collector that runs: store, keeper and doors put together, and taken apart in the right order.

mod connections;
pub mod hangup;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::sync::oneshot;

pub use self::connections::Entrance;
use crate::app::{Clock, Parts, World, app};
use crate::assets::Assets;
use crate::bell::Bell;
use crate::claim::Claim;
use crate::courier::Courier;
use crate::keeper::{Keeper, rejudge, settle_all};
use crate::keys::Key;
use crate::limits::Limits;
use crate::links::Links;
use crate::password::Lock;
use crate::playbook::Playbook;
use crate::retention::{Retention, keep_forgetting};
use crate::store::Store;
use crate::store::sqlite::{FILE, SqliteStore, UNFINISHED};

/// What a collector is started with.
pub struct Setup {
    /// The vendor's rules.
    pub playbook: Playbook,
    /// The folder in which everything is kept.
    pub data: PathBuf,
    /// Who may send.
    pub keys: Vec<Key>,
    /// The built files.
    pub assets: Assets,
    /// Other services.
    pub links: Links,
    /// The time.
    pub clock: Clock,
    /// How long what has begun may take after the word to stop.
    pub grace: Duration,
    /// How much may come.
    pub limits: Limits,
    /// For how long what is kept.
    pub retention: Retention,
}

/// Long enough for every honest request, and shorter than what supervisors wait before they kill.
pub const GRACE: Duration = Duration::from_secs(5);

/// A collector that is ready to serve.
pub struct Running {
    /// What it is made of.
    pub parts: Parts,
    keeper_thread: JoinHandle<()>,
    courier: Courier,
    grace: Duration,
    retention: Retention,
    _folder: Claim,
}

impl Running {
    /// Opens the store and starts the keeper. Errors: another collector serves the folder, or the store cannot be opened.
    pub fn start(setup: Setup) -> Result<Self> {
        let folder = Claim::on(&setup.data)?;
        forget_unfinished(&setup.data)?;
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&setup.data).context("cannot open the store")?);
        let playbook = Arc::new(setup.playbook);
        let judged = rejudge(&*store, &playbook).context("cannot judge the trials by the new playbook")?;
        if judged > 0 {
            tracing::info!(trials = judged, "the playbook is new: every trial was judged again");
        }
        // After a crash: before anything is answered, all that was acknowledged shows.
        let joined = settle_all(&*store, &playbook).context("cannot join what waits in the inbox")?;
        if joined > 0 {
            tracing::info!(beacons = joined, "what was acknowledged last was joined");
        }
        let (keeper, keeper_thread) = Keeper::start(store.clone(), playbook.clone())?;
        let courier = Courier::start(store.clone(), setup.clock.clone(), &setup.links)?;
        let parts = Parts::from(World {
            store,
            keeper,
            playbook,
            keys: setup.keys.into(),
            assets: Arc::new(setup.assets),
            lock: Lock::default(),
            census: Arc::default(),
            bell: Bell::default(),
            links: Arc::new(setup.links),
            clock: setup.clock,
            limits: Arc::new(setup.limits),
            metrics: Arc::default(),
        });
        let (grace, retention) = (setup.grace, setup.retention);
        Ok(Self { parts, keeper_thread, courier, grace, retention, _folder: folder })
    }

    /// Answers at `entrance` until `stop`, finishes what has begun, and waits until the keeper has kept everything.
    /// Errors: the keeper broke, and nothing more could be kept.
    pub async fn serve(
        self,
        entrance: impl Into<Entrance>,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<()> {
        // What the courier has on its way when this ends is sent again.
        let Self { parts, keeper_thread, courier: _at_work, grace, retention, _folder } = self;
        let (stopping, is_stopping) = oneshot::channel();
        let bell = parts.bell.clone();
        let stop = async move {
            stop.await;
            bell.close();
            let _ = stopping.send(());
        };
        let keeper = parts.keeper.clone();
        let broken = async move { keeper.ended().await };
        let (store, tidying) = (parts.store.clone(), tokio::spawn(keep_tidy(parts.clone())).abort_handle());
        let forgetting = tokio::spawn(keep_forgetting(parts.clone(), retention)).abort_handle();
        let entrance = entrance.into();
        let serving = async move { connections::answer(entrance, app(parts.clone()), &parts, stop).await };
        let out_of_patience = async {
            let _ = is_stopping.await;
            tokio::time::sleep(grace).await;
        };
        tokio::select! {
            () = serving => {}
            () = out_of_patience => {
                // Whoever is left has not finished asking; all that was acknowledged is durable already.
                tracing::warn!("some connections did not end; they are cut");
                return Ok(());
            }
            // Whoever watches over this program starts it anew.
            () = broken => anyhow::bail!("the keeper broke"),
        }
        tidying.abort();
        forgetting.abort();
        // The router is gone and with it the last sender: the keeper ends by itself.
        let ended = tokio::task::spawn_blocking(move || {
            let ended = keeper_thread.join();
            // Nobody reads any more.
            let _ = store.tidy();
            ended
        });
        ended.await?.map_err(|_| anyhow::anyhow!("the keeper failed"))
    }
}

/// A restore that was broken off before it put anything in another's place has left a copy that nobody needs.
fn forget_unfinished(data: &Path) -> Result<()> {
    let left = data.join(UNFINISHED);
    if data.join(FILE).exists() && left.exists() {
        std::fs::remove_file(&left).with_context(|| format!("cannot delete {}", left.display()))?;
        tracing::info!("a restore was broken off; the store is the one that was there before");
    }
    Ok(())
}

/// Each second, for ever.
async fn keep_tidy(parts: Parts) {
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    loop {
        seconds.tick().await;
        // Into a damaged file nothing more is written; any other trouble is tried again in a second.
        if parts.keeper.health().trouble().is_none() {
            let _ = parts.ask(|store| store.tidy()).await;
        }
    }
}

/// Resolves when the program is told to stop: Ctrl-C, or SIGTERM.
pub async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
