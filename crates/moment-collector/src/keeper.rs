//! The keeper: one thread that writes. It commits whatever queued while the last commit ran, then acknowledges.
//!
//! A beacon of which nothing is doubted is acknowledged when it stands in the inbox, which is a row at the end of a table.
//! To join it with its replica, judge its trial and write what follows costs many times as much, and is done when nobody
//! waits to be acknowledged, or when somebody wants to read: [`Keeper::settle`].

mod batch;
mod gazette;
pub mod health;
pub mod inbox;
mod known;
mod work;

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use self::health::Health;
use self::inbox::Inbox;
use self::work::Work;
use crate::ingest::Accepted;
use crate::ingest::plausible::Doubt;
use crate::judge::Whole;
use crate::playbook::Playbook;
use crate::store::desk::DeskChange;
use crate::store::people::Entry;
use crate::store::{Change, Comment, Ending, Replica, Store, StoreError, Stored};

/// Wishes that may wait. A full queue is answered with "later"; as states are cumulative, nothing is lost by it.
pub const QUEUE_MAX: usize = 1024;

/// How long a wish waits for its commit before whoever asked is told "later". It may be kept all the same, and comes again.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Trials that are judged anew at once when the playbook has changed.
const REJUDGED_AT_ONCE: usize = 500;

/// How long a keeper waits for what.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// For the commit of a wish: see [`PATIENCE`].
    pub patience: Duration,
    /// For what was acknowledged to be joined, by whoever reads. Then he sees what there is.
    pub readers_patience: Duration,
    /// After the last wish, until what waits in the inbox is joined: as long as a browser that was just answered takes to
    /// send again.
    pub quiet: Duration,
    /// While wishes keep coming, until what waits is joined all the same, a slice after each commit. Nobody who reads waits
    /// so long, so this is how late other services may be told.
    pub latest: Duration,
    /// How many bytes may wait in the inbox. With the usual number that are some 180,000 beacons, on the disk; of each there
    /// is a hundred bytes in memory.
    pub room: usize,
}

impl Pace {
    /// The pace of every collector.
    pub const USUAL: Self = Self {
        patience: PATIENCE,
        readers_patience: Duration::from_secs(2),
        quiet: Duration::from_millis(20),
        latest: Duration::from_secs(10),
        room: 128 << 20,
    };
}

/// One thing to keep.
#[derive(Debug)]
pub enum Wish {
    /// A beacon was taken in: see [`Wish::beacon`].
    Beacon {
        /// The trial.
        trial: String,
        /// What was told of the replica.
        told: Replica,
        /// Why it cannot be true, if it cannot.
        doubt: Option<Doubt>,
    },
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

impl Wish {
    /// A beacon that was taken in at this instant. What is to be kept is made of it here, where others do the same at once,
    /// and not on the one thread that writes.
    #[must_use]
    pub fn beacon(accepted: Accepted, received_ms: u64) -> Self {
        let Accepted { beacon, signed, skew_ms, doubt } = accepted;
        let told = Replica { replica: beacon.replica, beacon: beacon.encode(), received_ms, signed, skew_ms };
        Self::Beacon { trial: beacon.trial, told, doubt }
    }

    /// The trials that must be as they were told before this is kept. Of a beacon there are none if it goes into the inbox:
    /// in which order its kind is joined changes nothing.
    fn trials(&self, inbox_is_full: bool) -> &[String] {
        match self {
            Self::Beacon { doubt: None, .. } if !inbox_is_full => &[],
            Self::Beacon { trial, .. } | Self::Ending { trial, .. } | Self::Erase { trial, .. } => {
                std::slice::from_ref(trial)
            }
            Self::Comments(comments) => comments.first().map_or(&[], |comment| std::slice::from_ref(&comment.trial)),
            Self::Retire { trials, .. } => trials,
            Self::Audited(wish, _) => wish.trials(inbox_is_full),
            Self::Pause(_) | Self::Desk(_) | Self::Probe => &[],
        }
    }
}

/// What the thread is asked to do.
#[derive(Debug)]
enum Errand {
    Keep(Wish),
    /// Join what waits in the inbox: of this trial, or of all.
    Settle(Option<String>),
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
    /// The store failed.
    Failed(StoreError),
}

/// What becomes of a wish when its batch is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Erased,
}

type Kept = Stored<Fate>;

type Waiting = (Errand, oneshot::Sender<Kept>);

/// Hands wishes to the thread that writes.
#[derive(Debug, Clone)]
pub struct Keeper {
    queue: mpsc::Sender<Waiting>,
    health: Arc<Health>,
    inbox: Arc<Inbox>,
    patience: Duration,
    readers_patience: Duration,
}

impl Keeper {
    /// Starts the thread. It ends when the last `Keeper` is dropped, after everything queued is kept. Errors: the inbox cannot
    /// be read, or the machine has no thread left.
    pub fn start(store: Arc<dyn Store>, playbook: Arc<Playbook>) -> anyhow::Result<(Self, JoinHandle<()>)> {
        Self::start_at(Pace::USUAL, store, playbook)
    }

    /// The same, at another pace.
    pub fn start_at(
        pace: Pace,
        store: Arc<dyn Store>,
        playbook: Arc<Playbook>,
    ) -> anyhow::Result<(Self, JoinHandle<()>)> {
        let (queue, wishes) = mpsc::channel(QUEUE_MAX);
        let health = Arc::new(Health::default());
        let inbox = Arc::new(Inbox::of(&*store)?);
        let (seen, waiting) = (health.clone(), inbox.clone());
        // The thread waits for wishes or for some time to go by, whichever comes first.
        let clock = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let work = move || Work::new(&*store, &playbook, &waiting, &seen, pace).go_on(&clock, wishes);
        let thread = std::thread::Builder::new().name("keeper".into()).spawn(work)?;
        let Pace { patience, readers_patience, .. } = pace;
        Ok((Self { queue, health, inbox, patience, readers_patience }, thread))
    }

    /// Keeps a wish. When this returns without an error the wish is durable.
    pub async fn keep(&self, wish: Wish) -> Result<(), NotKept> {
        self.ask(Errand::Keep(wish), self.patience).await
    }

    /// Waits until what was acknowledged of a trial, or of all trials, is joined, so that whoever asks the store finds it.
    /// Errors: it could not be joined, or not in the time that a reader waits.
    pub async fn settle(&self, trial: Option<&str>) -> Result<(), NotKept> {
        if !self.inbox.holds(trial) {
            return Ok(());
        }
        self.ask(Errand::Settle(trial.map(str::to_owned)), self.readers_patience).await
    }

    async fn ask(&self, errand: Errand, patience: Duration) -> Result<(), NotKept> {
        if let Some(error) = self.health.incurable() {
            return Err(NotKept::Failed(error));
        }
        let (done, waiting) = oneshot::channel();
        let stopped = || NotKept::Failed(StoreError::other("the keeper has stopped"));
        self.queue.try_send((errand, done)).map_err(|error| match error {
            TrySendError::Full(_) => NotKept::Busy,
            TrySendError::Closed(_) => stopped(),
        })?;
        match tokio::time::timeout(patience, waiting).await {
            Ok(Ok(Ok(Fate::Kept))) => Ok(()),
            Ok(Ok(Ok(Fate::Erased))) => Err(NotKept::Erased),
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

    /// What is acknowledged and waits to be joined.
    #[must_use]
    pub fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    /// How many wishes wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        QUEUE_MAX - self.queue.capacity()
    }
}

/// Joins everything that waits in the inbox, as nobody else may do meanwhile, and says how many beacons that were. What cannot
/// be joined stays, and is told in the log. Errors: the store is in trouble.
pub fn settle_all(store: &dyn Store, playbook: &Playbook) -> Stored<usize> {
    let (inbox, health) = (Inbox::of(store)?, Health::default());
    Work::new(store, playbook, &inbox, &health, Pace::USUAL).settle_all()
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
