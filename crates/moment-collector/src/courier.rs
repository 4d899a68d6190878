//! The courier: takes what waits in the outbox to where it is wanted, at least once, and in order within each trial.
//!
//! A thread looks for what is due; each webhook has at most one thread of its own at a time, so a slow receiver keeps only
//! itself waiting. What happened is kept before the next event of the same trial is sent.

pub mod address;
mod post;
pub mod retry;
mod slack;

use std::collections::BTreeSet;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::app::Clock;
use crate::courier::address::Guard;
use crate::courier::post::Post;
use crate::courier::retry::verdict;
use crate::links::Links;
use crate::store::desk::DeskChange;
use crate::store::hook::{Attempt, Due, Hook, HookChange, HookState, Verdict};
use crate::store::{Change, Store, Stored};

/// How many webhooks are told at once: threads that mostly wait.
const AT_ONCE: usize = 16;

/// How many events a webhook is told before the courier looks again what is due.
const ROUND: usize = 32;

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
    if !desk.has_hooks()? {
        return Ok(());
    }
    for (hook, waiting) in desk.hooks()? {
        let is_told = hook.state == HookState::Active && waiting > 0;
        if !is_told || busy.contains(&hook.id) || busy.len() >= AT_ONCE {
            continue;
        }
        let due = desk.due(&hook.id, (office.clock)(), ROUND)?;
        if due.is_empty() {
            continue;
        }
        let (id, office, back) = (hook.id.clone(), office.clone(), back.clone());
        let round = move || {
            if let Err(error) = go_round(&office, &hook, &due) {
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

/// Sends what is due, one after the other, and keeps what became of each.
fn go_round(office: &Office, hook: &Hook, due: &[Due]) -> Stored<()> {
    for due in due {
        // Others took their time: meanwhile somebody may have been erased, or the webhook paused, or its secret changed.
        let Some(hook) = office.store.desk().still(&hook.id, due.seq)? else { continue };
        let at_ms = (office.clock)();
        let answer = office.post.send(&hook, &due.telling, at_ms);
        let now_ms = (office.clock)();
        let verdict = verdict(answer.status, answer.retry_after_ms, due.attempts, now_ms, fastrand::f64());
        let attempt =
            Attempt { at_ms, took_ms: now_ms.saturating_sub(at_ms), status: answer.status, error: answer.error };
        let tried = HookChange::Tried { hook: hook.id.clone(), seq: due.seq, attempt, verdict };
        office.store.commit(&[Change::Desk(DeskChange::Hook(tried))])?;
        if verdict == Verdict::Gone {
            tracing::warn!(webhook = hook.id, "a webhook's receiver is gone; it is disabled");
            break;
        }
    }
    Ok(())
}
