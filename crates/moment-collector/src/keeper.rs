//! The keeper: one thread that writes. It commits whatever queued while the last commit ran, then acknowledges.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::JoinHandle;

use moment_core::event::Outcome;
use moment_core::merge::join;
use moment_core::summary::Summary;
use moment_core::time::second_of;
use moment_wire::beacon::BeaconV2;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use crate::ingest::Accepted;
use crate::judge::Whole;
use crate::playbook::Playbook;
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
    },
    /// Customers wrote something.
    Comments(Vec<Comment>),
    /// Pause everything, or go on.
    Pause(bool),
}

/// Why a wish was not kept.
#[derive(Debug)]
pub enum NotKept {
    /// Too many are waiting.
    Busy,
    /// The store failed.
    Failed(StoreError),
}

type Waiting = (Wish, oneshot::Sender<Result<(), Arc<StoreError>>>);

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
            Ok(Ok(())) => Ok(()),
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
        let result = changes(store, playbook, wanted).and_then(|changes| store.commit(&changes));
        if let Err(error) = &result {
            tracing::error!(%error, wishes = acknowledgements.len(), "nothing was kept");
        }
        let result = result.map_err(Arc::new);
        for acknowledgement in acknowledgements {
            // Whoever asked may have gone; the wish is kept all the same.
            let _ = acknowledgement.send(result.clone());
        }
    }
}

/// What a batch of wishes comes to: each replica joined with its kept state, each touched trial judged anew.
fn changes(store: &dyn Store, playbook: &Playbook, batch: Vec<Wish>) -> Stored<Vec<Change>> {
    let mut changes = Vec::new();
    let mut touched: BTreeMap<String, Vec<Replica>> = BTreeMap::new();
    for wish in batch {
        match wish {
            Wish::Pause(paused) => changes.push(Change::Paused(paused)),
            Wish::Comments(comments) => changes.extend(comments.into_iter().map(Change::Comment)),
            Wish::Ending { trial, ending } => changes.push(Change::Ending { trial, ending }),
            Wish::Beacon(accepted, received_ms) => {
                let trial = accepted.beacon.trial.clone();
                let replicas = match touched.entry(trial.clone()) {
                    std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                    std::collections::btree_map::Entry::Vacant(new) => new.insert(store.replicas(&trial)?),
                };
                let replica = take_in(replicas, *accepted, received_ms);
                changes.push(Change::Replica { trial, replica });
            }
        }
    }
    let standings = touched.values().filter_map(|replicas| Whole::of(replicas));
    changes.extend(standings.map(|whole| Change::Standing(whole.standing(playbook))));
    Ok(changes)
}

/// Joins a beacon with what is kept of its replica, and returns the replica as it now is.
fn take_in(replicas: &mut Vec<Replica>, accepted: Accepted, received_ms: u64) -> Replica {
    let Accepted { beacon, signed } = accepted;
    let number = beacon.replica;
    let known = replicas.iter().position(|replica| replica.replica == number);
    let kept = known.map(|place| replicas.swap_remove(place));
    let new = match kept {
        Some(kept) => joined(&kept, beacon, signed, received_ms),
        None => Replica { replica: number, beacon: beacon.encode(), received_ms, signed },
    };
    replicas.push(new.clone());
    new
}

/// A kept replica and a beacon of it: the newer head, and the least state that holds both, so that a late, repeated or
/// reordered beacon changes nothing.
fn joined(kept: &Replica, beacon: BeaconV2, signed: bool, received_ms: u64) -> Replica {
    let joined = match BeaconV2::decode(&kept.beacon) {
        Ok(old) => {
            let summary = join(&old.summary, &beacon.summary);
            BeaconV2 { summary, ..newer(old, beacon) }
        }
        Err(_) => beacon,
    };
    Replica {
        replica: kept.replica,
        beacon: joined.encode(),
        received_ms: received_ms.max(kept.received_ms),
        // Signed means that everything in it was.
        signed: signed && kept.signed,
    }
}

fn newer(old: BeaconV2, new: BeaconV2) -> BeaconV2 {
    if new.sent_ms >= old.sent_ms { new } else { old }
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
