//! The keeper: one thread that writes. It commits whatever queued while the last commit ran, then acknowledges.

mod batch;
mod gazette;

use std::sync::Arc;
use std::thread::JoinHandle;

use moment_core::event::Outcome;
use moment_core::summary::Summary;
use moment_core::time::second_of;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use self::batch::Batch;
use crate::ingest::Accepted;
use crate::judge::Whole;
use crate::playbook::Playbook;
use crate::store::desk::DeskChange;
use crate::store::people::Entry;
use crate::store::{Change, Comment, Ending, Replica, Store, StoreError, Stored};

/// Wishes that may wait. A full queue is answered with "later"; as states are cumulative, nothing is lost by it.
const QUEUE_MAX: usize = 1024;

/// Wishes that are committed at once.
const BATCH_MAX: usize = 256;

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
}

/// Why a wish was not kept.
#[derive(Debug)]
pub enum NotKept {
    /// Too many are waiting.
    Busy,
    /// It is the beacon of a replica that was erased.
    Erased,
    /// The store failed.
    Failed(StoreError),
}

/// What becomes of a wish when its batch is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Erased,
}

type Waiting = (Wish, oneshot::Sender<Result<Fate, Arc<StoreError>>>);

/// Hands wishes to the thread that writes.
#[derive(Debug, Clone)]
pub struct Keeper {
    queue: mpsc::Sender<Waiting>,
}

impl Keeper {
    /// Starts the thread. It ends when the last `Keeper` is dropped, after everything queued is kept.
    pub fn start(store: Arc<dyn Store>, playbook: Arc<Playbook>) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (queue, wishes) = mpsc::channel(QUEUE_MAX);
        let thread =
            std::thread::Builder::new().name("keeper".into()).spawn(move || run(&*store, &playbook, wishes))?;
        Ok((Self { queue }, thread))
    }

    /// Keeps a wish. When this returns without an error the wish is durable.
    pub async fn keep(&self, wish: Wish) -> Result<(), NotKept> {
        let (done, waiting) = oneshot::channel();
        let stopped = || NotKept::Failed(StoreError("the keeper has stopped".into()));
        self.queue.try_send((wish, done)).map_err(|error| match error {
            TrySendError::Full(_) => NotKept::Busy,
            TrySendError::Closed(_) => stopped(),
        })?;
        match waiting.await {
            Ok(Ok(Fate::Kept)) => Ok(()),
            Ok(Ok(Fate::Erased)) => Err(NotKept::Erased),
            Ok(Err(error)) => Err(NotKept::Failed(StoreError(error.to_string()))),
            Err(_) => Err(stopped()),
        }
    }

    /// Whether the thread still writes.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.queue.is_closed()
    }
}

fn run(store: &dyn Store, playbook: &Playbook, mut wishes: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::new();
    while wishes.blocking_recv_many(&mut batch, BATCH_MAX) > 0 {
        let (wanted, acknowledgements): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
        let fates = keep(store, playbook, wanted).map_err(Arc::new);
        if let Err(error) = &fates {
            tracing::error!(%error, wishes = acknowledgements.len(), "nothing was kept");
        }
        for (place, acknowledgement) in acknowledgements.into_iter().enumerate() {
            // Whoever asked may have gone; the wish is kept all the same.
            let _ = acknowledgement.send(fates.as_ref().map(|fates| fates[place]).map_err(Arc::clone));
        }
    }
}

/// Keeps a batch in one transaction and says what became of each wish.
fn keep(store: &dyn Store, playbook: &Playbook, wishes: Vec<Wish>) -> Stored<Vec<Fate>> {
    let mut batch = Batch::new(store, playbook)?;
    let fates = wishes.into_iter().map(|wish| batch.take(wish)).collect::<Stored<_>>()?;
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
            changes.extend(Whole::of(&store.replicas(id)?).map(|whole| Change::Standing(whole.standing(playbook))));
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
