//! Putting summaries together: two states of one replica, or the replicas of one trial.

use alloc::vec::Vec;

use crate::exposure::PromptRecord;
use crate::summary::Summary;

/// Two states of the **same** replica: the least state that holds both. Idempotent, commutative, associative.
#[must_use]
pub fn join(a: &Summary, b: &Summary) -> Summary {
    merged(a, b, u32::max)
}

/// The states of two **different** replicas of one trial: counts add up, sets unite, firsts take the earlier.
/// Commutative and associative; to combine a replica with itself would count it twice.
#[must_use]
pub fn combine(a: &Summary, b: &Summary) -> Summary {
    merged(a, b, u32::saturating_add)
}

/// What was counted here since `base` on top of `kept`, which another page of the same replica has kept since: no use is
/// lost and none is counted twice. `own` has grown out of `base`.
#[must_use]
pub fn rebase(base: &Summary, own: &Summary, kept: &Summary) -> Summary {
    let since = merged(own, base, u32::saturating_sub);
    let all = merged(kept, &since, u32::saturating_add);
    // A visit is one, however many pages it has.
    Summary { sessions: own.sessions.max(kept.sessions), ..all }
}

/// How two counts become one.
type Pick = fn(u32, u32) -> u32;

fn merged(a: &Summary, b: &Summary, pick: Pick) -> Summary {
    let mut all = a.clone();
    merge(&mut all, b, pick);
    all
}

fn merge(all: &mut Summary, b: &Summary, pick: Pick) {
    all.last_s = all.last_s.max(b.last_s);
    unite(
        &mut all.features,
        &b.features,
        |item| &item.name,
        |known, item| {
            known.counts.merge(&item.counts, pick);
            known.first_s = known.first_s.min(item.first_s);
            known.last_s = known.last_s.max(item.last_s);
        },
    );
    unite(&mut all.moments, &b.moments, |item| &item.name, |known, item| known.at_s = known.at_s.min(item.at_s));
    unite(
        &mut all.limits,
        &b.limits,
        |item| &item.name,
        |known, item| {
            known.standing = known.standing.max(item.standing);
        },
    );
    for (known, friction) in all.friction.iter_mut().zip(&b.friction) {
        known.counts.merge(&friction.counts, pick);
        known.last_s = known.last_s.max(friction.last_s);
    }
    all.active_days.unite(&b.active_days);
    all.sessions = pick(all.sessions, b.sessions);
    all.engaged.merge(&b.engaged, pick);
    unite(&mut all.prompts, &b.prompts, |item| &item.id, |known, item| merge_prompt(known, item, pick));
    all.budget = all.budget.max(b.budget);
    unite(
        &mut all.reactions,
        &b.reactions,
        |item| &item.name,
        |known, item| {
            (known.at_s, known.score) = (known.at_s, known.score).max((item.at_s, item.score));
        },
    );
    all.recovered_s = all.recovered_s.max(b.recovered_s);
    all.outcome = all.outcome.max(b.outcome);
    all.dropped = pick(all.dropped, b.dropped);
}

/// Unites two lists that ascend by `key`; what both have becomes one by `both`.
fn unite<T: Clone, K: Ord + ?Sized>(all: &mut Vec<T>, b: &[T], key: fn(&T) -> &K, both: impl Fn(&mut T, &T)) {
    for item in b {
        match all.binary_search_by(|known| key(known).cmp(key(item))) {
            Ok(at) => both(&mut all[at], item),
            Err(at) => all.insert(at, item.clone()),
        }
    }
}

fn merge_prompt(known: &mut PromptRecord, item: &PromptRecord, pick: Pick) {
    known.shown.merge(&item.shown, pick);
    known.last_shown_s = known.last_shown_s.max(item.last_shown_s);
    known.clicked = pick(known.clicked, item.clicked);
    known.completed = pick(known.completed, item.completed);
    known.dismissed = pick(known.dismissed, item.dismissed);
    // Not a count: two browsers that came to the second page did not come to the fourth.
    known.step = known.step.max(item.step);
    known.snoozed = pick(known.snoozed, item.snoozed);
    known.snoozed_until_s = known.snoozed_until_s.max(item.snoozed_until_s);
    known.answered_s = known.answered_s.max(item.answered_s);
    // Of two the earlier; of none and one the one.
    if known.due.is_none() || item.due.is_some_and(|due| Some(due) < known.due) {
        known.due = item.due;
    }
    unite(&mut known.waits, &item.waits, |wait| &wait.0, |known, item| known.1 = pick(known.1, item.1));
}
