//! The keeper: one thread that writes. It commits whatever queued while the last commit ran, then acknowledges.

mod batch;
mod gazette;
pub mod health;

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use moment_core::event::Outcome;
use moment_core::summary::Summary;
use moment_core::time::second_of;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use self::batch::Batch;
use self::health::Health;
use crate::ingest::Accepted;
use crate::ingest::plausible::Doubt;
use crate::judge::Whole;
use crate::playbook::Playbook;
use crate::store::desk::DeskChange;
use crate::store::people::Entry;
use crate::store::trouble::Trouble;
use crate::store::{Change, Comment, Ending, Replica, Store, StoreError, Stored};

/// Wishes that may wait. A full queue is answered with "later"; as states are cumulative, nothing is lost by it.
pub const QUEUE_MAX: usize = 1024;

/// Wishes that are committed at once.
const BATCH_MAX: usize = 256;

/// How long a wish waits for its commit before whoever asked is told "later". It may be kept all the same, and comes again.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Trials that are judged anew at once when the playbook has changed.
const REJUDGED_AT_ONCE: usize = 500;

/// One thing to keep.
#[derive(Debug)]
pub enum Wish {
    /// A beacon was taken in at this instant.
    Beacon(Box<Accepted>, u64),
    /// A trial ended.
    Ending {
        /// The trial.
        trial: String,
        /// How.
        ending: Ending,
        /// When this was told.
        told_ms: u64,
    },
    /// Customers wrote something.
    Comments(Vec<Comment>),
    /// Somebody is to be forgotten.
    Erase {
        /// The trial.
        trial: String,
        /// This replica of it, whether it was heard of or not.
        replica: Option<u64>,
        /// And all others, and how it ended.
        whole: bool,
        /// When this was asked.
        at_ms: u64,
    },
    /// Pause everything, or go on.
    Pause(bool),
    /// Something of the growth team's work changes.
    Desk(Vec<DeskChange>),
    /// A wish that somebody answers for: it is kept with this line of the audit log, or neither is.
    Audited(Box<Wish>, Entry),
    /// These trials are forgotten if nothing was heard of them since this instant; with none, what belongs to none.
    Retire {
        /// The trials.
        trials: Vec<String>,
        /// Milliseconds since the Unix epoch.
        before_ms: u64,
    },
    /// See whether anything can be kept.
    Probe,
}

/// Why a wish was not kept.
#[derive(Debug)]
pub enum NotKept {
    /// Too many are waiting.
    Busy,
    /// The commit takes too long.
    Slow,
    /// It is the beacon of a replica that was erased.
    Erased,
    /// It cannot be true, and as much is kept apart as may be.
    Implausible(Doubt),
    /// The store failed.
    Failed(StoreError),
}

/// What becomes of a wish when its batch is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Erased,
    Implausible(Doubt),
}

type Kept = Stored<Fate>;

type Waiting = (Wish, oneshot::Sender<Kept>);

/// Hands wishes to the thread that writes.
#[derive(Debug, Clone)]
pub struct Keeper {
    queue: mpsc::Sender<Waiting>,
    health: Arc<Health>,
    patience: Duration,
}

impl Keeper {
    /// Starts the thread. It ends when the last `Keeper` is dropped, after everything queued is kept.
    pub fn start(store: Arc<dyn Store>, playbook: Arc<Playbook>) -> std::io::Result<(Self, JoinHandle<()>)> {
        Self::start_patient(store, playbook, PATIENCE)
    }

    /// The same, with another patience than [`PATIENCE`].
    pub fn start_patient(
        store: Arc<dyn Store>,
        playbook: Arc<Playbook>,
        patience: Duration,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (queue, wishes) = mpsc::channel(QUEUE_MAX);
        let health = Arc::new(Health::default());
        let seen = health.clone();
        let thread =
            std::thread::Builder::new().name("keeper".into()).spawn(move || run(&*store, &playbook, wishes, &seen))?;
        Ok((Self { queue, health, patience }, thread))
    }

    /// Keeps a wish. When this returns without an error the wish is durable.
    pub async fn keep(&self, wish: Wish) -> Result<(), NotKept> {
        if let Some(error) = self.health.incurable() {
            return Err(NotKept::Failed(error));
        }
        let (done, waiting) = oneshot::channel();
        let stopped = || NotKept::Failed(StoreError::other("the keeper has stopped"));
        self.queue.try_send((wish, done)).map_err(|error| match error {
            TrySendError::Full(_) => NotKept::Busy,
            TrySendError::Closed(_) => stopped(),
        })?;
        match tokio::time::timeout(self.patience, waiting).await {
            Ok(Ok(Ok(Fate::Kept))) => Ok(()),
            Ok(Ok(Ok(Fate::Erased))) => Err(NotKept::Erased),
            Ok(Ok(Ok(Fate::Implausible(doubt)))) => Err(NotKept::Implausible(doubt)),
            Ok(Ok(Err(error))) => Err(NotKept::Failed(error)),
            Ok(Err(_)) => Err(stopped()),
            Err(_) => Err(NotKept::Slow),
        }
    }

    /// Whether wishes are being kept: if the last ones were not, or the thread has been at it for long, a probe tells.
    pub async fn probe(&self) -> Result<(), NotKept> {
        if self.queue.is_closed() {
            return Err(NotKept::Failed(StoreError::other("the keeper has stopped")));
        }
        if self.health.is_stuck(self.patience) {
            return Err(NotKept::Slow);
        }
        if self.health.trouble().is_some() { self.keep(Wish::Probe).await } else { Ok(()) }
    }

    /// Whether the thread still writes.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.queue.is_closed()
    }

    /// Resolves when the thread has ended, which it does while there is a `Keeper` only if it broke.
    pub async fn ended(&self) {
        self.queue.closed().await;
    }

    /// How it is doing.
    #[must_use]
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// How many wishes wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        QUEUE_MAX - self.queue.capacity()
    }
}

fn run(store: &dyn Store, playbook: &Playbook, mut wishes: mpsc::Receiver<Waiting>, health: &Health) {
    let mut batch = Vec::new();
    while wishes.blocking_recv_many(&mut batch, BATCH_MAX) > 0 {
        let (wanted, acknowledgements): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
        let began = Instant::now();
        health.begin(began);
        let fates = keep_all(store, playbook, &wanted, health);
        health.end(began.elapsed(), &fates);
        for (fate, acknowledgement) in fates.into_iter().zip(acknowledgements) {
            // Whoever asked may have gone; the wish is kept all the same.
            let _ = acknowledgement.send(fate);
        }
    }
}

/// Keeps all in one transaction. If that fails for something in them, each is tried alone, so that one that cannot be
/// kept takes no other with it.
fn keep_all(store: &dyn Store, playbook: &Playbook, wishes: &[Wish], health: &Health) -> Vec<Kept> {
    let count = wishes.len();
    if let Some(error) = health.incurable() {
        return vec![Err(error); count];
    }
    let error = match keep(store, playbook, wishes) {
        Ok(fates) => return fates.into_iter().map(Ok).collect(),
        Err(error) => error,
    };
    let is_known = |known: StoreError| known.trouble == error.trouble;
    if error.trouble != Trouble::Overtaken && !health.trouble().is_some_and(is_known) {
        // Once, and not for each batch of a trouble that lasts.
        tracing::error!(%error, trouble = error.trouble.name(), wishes = count, "nothing was kept");
    }
    if count == 1 || error.trouble.is_of_the_machine() {
        return vec![Err(error); count];
    }
    wishes
        .iter()
        .map(|wish| keep(store, playbook, std::slice::from_ref(wish)).map(|fates| fates[0]))
        .inspect(|kept| {
            if let Err(error) = kept
                && error.trouble != Trouble::Overtaken
            {
                tracing::error!(%error, trouble = error.trouble.name(), "one wish cannot be kept");
            }
        })
        .collect()
}

/// Keeps a batch in one transaction and says what became of each wish.
fn keep(store: &dyn Store, playbook: &Playbook, wishes: &[Wish]) -> Stored<Vec<Fate>> {
    let mut batch = Batch::new(store, playbook)?;
    let fates = wishes.iter().map(|wish| batch.take(wish)).collect::<Stored<_>>()?;
    store.commit(&batch.finish()?)?;
    Ok(fates)
}

/// Judges every trial anew if the playbook is another one than that of the last judgement.
pub fn rejudge(store: &dyn Store, playbook: &Playbook) -> Stored<usize> {
    if store.judged_by()? == Some(playbook.version()) {
        return Ok(0);
    }
    let mut count = 0;
    let mut after = String::new();
    loop {
        let ids = store.trial_ids(&after, REJUDGED_AT_ONCE)?;
        let Some(last) = ids.last() else { break };
        after.clone_from(last);
        count += ids.len();
        let mut changes = Vec::with_capacity(ids.len());
        for id in &ids {
            let replicas = store.replicas(id)?;
            match Whole::of(&replicas) {
                Some(whole) => changes.push(Change::Standing(whole.standing(playbook))),
                // What a restored backup lost to an erasure.
                None if replicas.is_empty() => changes.push(Change::Vanished { trial: id.clone() }),
                None => {}
            }
        }
        store.commit(&changes)?;
    }
    store.commit(&[Change::JudgedBy(playbook.version())])?;
    Ok(count)
}

/// The merged state of all replicas of a trial but one, and what the vendor's backend told of its end.
pub fn others(store: &dyn Store, trial: &str, replica: u64) -> Stored<Option<Summary>> {
    let replicas: Vec<Replica> = store.replicas(trial)?.into_iter().filter(|other| other.replica != replica).collect();
    let others = Whole::of(&replicas).map(|whole| whole.summary);
    let Some((standing, Some(ending))) = store.trial(trial)? else { return Ok(others) };
    let outcome =
        Outcome::named(&ending.outcome).map(|outcome| (second_of(standing.started_ms, ending.at_ms), outcome));
    Ok(Some(Summary { outcome, ..others.unwrap_or_default() }))
}
