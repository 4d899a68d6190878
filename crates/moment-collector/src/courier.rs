//! The courier: takes what waits in the outbox to where it is wanted, at least once, and in order within each trial.
//!
//! A thread looks for what is due; each webhook has at most one round of its own at a time, so a slow receiver keeps only
//! itself waiting. In a round events of several trials are on their way at once. What happened is kept before the next event
//! of the same trial is sent, for all that came back meanwhile in one commit.

pub mod address;
mod post;
pub mod retry;
mod slack;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use crate::app::Clock;
use crate::courier::address::Guard;
use crate::courier::post::Post;
use crate::courier::retry::verdict;
use crate::links::Links;
use crate::store::desk::DeskChange;
use crate::store::hook::{Attempt, Due, HookChange, Verdict};
use crate::store::{Change, Store, StoreError, Stored};

/// How many webhooks are told at once: threads that mostly wait.
const AT_ONCE: usize = 16;

/// How many events a webhook is told before the courier looks again what is due.
const ROUND: usize = 32;

/// How many events are on their way to one webhook at once, each of another trial. A receiver that takes a tenth of a second
/// is told forty a second; more than a few connections a small one would not thank us for.
const LANES: usize = 4;

/// How long a webhook rests when what happened could not be kept: it would be told the same again at once.
const REST: Duration = Duration::from_secs(10);

/// Keeps the courier at work; it ends soon after the last of these is dropped.
#[derive(Debug, Clone)]
pub struct Courier {
    _work: Arc<()>,
}

/// What a round needs.
#[derive(Clone)]
struct Office {
    store: Arc<dyn Store>,
    clock: Clock,
    post: Post,
}

impl Courier {
    /// Starts the thread. Errors: the machine has none left.
    pub fn start(store: Arc<dyn Store>, clock: Clock, links: &Links) -> std::io::Result<Self> {
        let work = Arc::new(());
        let is_wanted = Arc::downgrade(&work);
        let office = Office { store, clock, post: Post::new(Guard { to_private: links.to_private }, links.patience) };
        let look_every = links.look_every;
        std::thread::Builder::new().name("courier".into()).spawn(move || run(&office, &is_wanted, look_every))?;
        Ok(Self { _work: work })
    }
}

fn run(office: &Office, is_wanted: &Weak<()>, look_every: Duration) {
    let mut busy = BTreeSet::new();
    let (back, returned) = channel();
    while is_wanted.strong_count() > 0 {
        if let Err(error) = send_out(office, &mut busy, &back) {
            tracing::error!(%error, "the courier cannot read what is due");
        }
        // Whoever comes back may have left something that was not due before.
        if let Ok(id) = returned.recv_timeout(look_every) {
            busy.remove(&id);
            for id in returned.try_iter() {
                busy.remove(&id);
            }
        }
    }
}

/// Begins a round for each webhook that has something due and none yet.
fn send_out(office: &Office, busy: &mut BTreeSet<String>, back: &Sender<String>) -> Stored<()> {
    let desk = office.store.desk();
    let now_ms = (office.clock)();
    for hook in desk.hooks_to_tell(now_ms)? {
        if busy.contains(&hook.id) || busy.len() >= AT_ONCE {
            continue;
        }
        let due = desk.due(&hook.id, now_ms, ROUND)?;
        if due.is_empty() {
            continue;
        }
        let (id, office, back) = (hook.id.clone(), office.clone(), back.clone());
        let round = move || {
            if let Err(error) = go_round(&office, &hook.id, due) {
                tracing::error!(%error, "what became of a webhook's event could not be kept; it will be sent again");
                std::thread::sleep(REST);
            }
            let _ = back.send(hook.id);
        };
        match std::thread::Builder::new().name("courier round".into()).spawn(round) {
            Ok(_) => _ = busy.insert(id),
            Err(error) => tracing::error!(%error, "a webhook has to wait: no thread is left"),
        }
    }
    Ok(())
}

/// Sends what is due, of several trials at once, and keeps what becomes of it. Of each trial one event is among it at most.
fn go_round(office: &Office, hook: &str, due: Vec<Due>) -> Stored<()> {
    let lanes = LANES.min(due.len());
    let (left, stop) = (Mutex::new(due.into_iter()), AtomicBool::new(false));
    let (told, results) = channel();
    std::thread::scope(|scope| {
        for lane in 0..lanes {
            let (left, stop, told) = (&left, &stop, told.clone());
            let walk = move || walk(office, hook, left, stop, &told);
            let begun = std::thread::Builder::new().name("courier lane".into()).spawn_scoped(scope, walk);
            // Those that have begun do the work of the others, too.
            if let Err(error) = begun
                && lane == 0
            {
                return Err(StoreError::other(format!("no thread is left: {error}")));
            }
        }
        drop(told);
        keep_results(office, hook, &results, &stop)
    })
}

/// Sends one after the other of what is left, until nothing is or there is no use.
fn walk(
    office: &Office,
    hook: &str,
    left: &Mutex<std::vec::IntoIter<Due>>,
    stop: &AtomicBool,
    told: &Sender<Stored<HookChange>>,
) {
    while !stop.load(Ordering::Relaxed) {
        let next = left.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some(due) = next else { return };
        if let Some(tried) = attempt(office, hook, &due).transpose()
            && told.send(tried).is_err()
        {
            return;
        }
    }
}

/// Sends an event and says what became of it; nothing if it is not to be sent any more.
fn attempt(office: &Office, hook: &str, due: &Due) -> Stored<Option<HookChange>> {
    // Others took their time: meanwhile somebody may have been erased, or the webhook paused, or its secret changed.
    let Some(hook) = office.store.desk().still(hook, due.seq)? else { return Ok(None) };
    let at_ms = (office.clock)();
    let answer = office.post.send(&hook, &due.telling, at_ms);
    let now_ms = (office.clock)();
    let verdict = verdict(answer.status, answer.retry_after_ms, due.attempts, now_ms, fastrand::f64());
    let attempt = Attempt { at_ms, took_ms: now_ms.saturating_sub(at_ms), status: answer.status, error: answer.error };
    Ok(Some(HookChange::Tried { hook: hook.id, seq: due.seq, attempt, verdict }))
}

/// Keeps what became of events, in one commit whatever has come in while the one before ran. Errors: something was not kept;
/// then nothing more is sent.
fn keep_results(office: &Office, hook: &str, results: &Receiver<Stored<HookChange>>, stop: &AtomicBool) -> Stored<()> {
    let mut kept = Ok(());
    while let Ok(first) = results.recv() {
        let mut changes = Vec::new();
        for tried in std::iter::once(first).chain(results.try_iter()) {
            match tried {
                Ok(tried) => changes.push(Change::Desk(DeskChange::Hook(tried))),
                Err(error) => kept = Err(error),
            }
        }
        if let Err(error) = office.store.commit(&changes) {
            kept = Err(error);
        }
        let is_gone = |change: &Change| {
            matches!(change, Change::Desk(DeskChange::Hook(HookChange::Tried { verdict: Verdict::Gone, .. })))
        };
        let is_gone = changes.iter().any(is_gone);
        if is_gone {
            tracing::warn!(webhook = hook, "a webhook's receiver is gone; it is disabled");
        }
        if is_gone || kept.is_err() {
            stop.store(true, Ordering::Relaxed);
        }
    }
    kept
}
