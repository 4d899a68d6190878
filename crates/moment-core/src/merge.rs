//! Putting summaries together: two states of one replica, or the replicas of one trial.

use alloc::vec::Vec;

use crate::exposure::PromptRecord;
use crate::feature::FeatureUse;
use crate::limit::Limit;
use crate::moment::Reached;
use crate::summary::{Friction, Summary};

/// Two states of the **same** replica: the least state that holds both. Idempotent, commutative, associative.
#[must_use]
pub fn join(a: &Summary, b: &Summary) -> Summary {
    merge(a, b, u32::max)
}

/// The states of two **different** replicas of one trial: counts add up, sets unite, firsts take the earlier.
/// Commutative and associative; to combine a replica with itself would count it twice.
#[must_use]
pub fn combine(a: &Summary, b: &Summary) -> Summary {
    merge(a, b, u32::saturating_add)
}

/// What was counted here since `base` on top of `kept`, which another page of the same replica has kept since: no use is
/// lost and none is counted twice. `own` has grown out of `base`.
#[must_use]
pub fn rebase(base: &Summary, own: &Summary, kept: &Summary) -> Summary {
    let since = merge(own, base, u32::saturating_sub);
    merge(kept, &since, u32::saturating_add)
}

type Pick = fn(u32, u32) -> u32;

fn merge(a: &Summary, b: &Summary, pick: Pick) -> Summary {
    Summary {
        last_s: a.last_s.max(b.last_s),
        features: union(&a.features, &b.features, |item| &item.name, |a, b| merge_feature(a, b, pick)),
        moments: union(&a.moments, &b.moments, |item| &item.name, merge_moment),
        limits: union(&a.limits, &b.limits, |item| &item.name, merge_limit),
        friction: core::array::from_fn(|kind| merge_friction(&a.friction[kind], &b.friction[kind], pick)),
        active_days: a.active_days.union(&b.active_days),
        sessions: pick(a.sessions, b.sessions),
        engaged: a.engaged.merged(&b.engaged, pick),
        prompts: union(&a.prompts, &b.prompts, |item| &item.id, |a, b| merge_prompt(a, b, pick)),
        budget: a.budget.max(b.budget),
        reactions: union(&a.reactions, &b.reactions, |item| &item.name, |a, b| a.max(b).clone()),
        recovered_s: a.recovered_s.max(b.recovered_s),
        outcome: a.outcome.max(b.outcome),
        dropped: pick(a.dropped, b.dropped),
    }
}

/// The union of two lists that ascend by `key`; equal keys become one item by `both`.
fn union<T: Clone, K: Ord + ?Sized>(a: &[T], b: &[T], key: fn(&T) -> &K, both: impl Fn(&T, &T) -> T) -> Vec<T> {
    let mut all = a.to_vec();
    for item in b {
        match all.binary_search_by(|known| key(known).cmp(key(item))) {
            Ok(at) => all[at] = both(&all[at], item),
            Err(at) => all.insert(at, item.clone()),
        }
    }
    all
}

fn merge_feature(a: &FeatureUse, b: &FeatureUse, pick: Pick) -> FeatureUse {
    FeatureUse {
        name: a.name.clone(),
        counts: a.counts.merged(&b.counts, pick),
        first_s: a.first_s.min(b.first_s),
        last_s: a.last_s.max(b.last_s),
    }
}

fn merge_moment(a: &Reached, b: &Reached) -> Reached {
    Reached { name: a.name.clone(), at_s: a.at_s.min(b.at_s) }
}

fn merge_limit(a: &Limit, b: &Limit) -> Limit {
    Limit { name: a.name.clone(), standing: a.standing.max(b.standing) }
}

fn merge_friction(a: &Friction, b: &Friction, pick: Pick) -> Friction {
    Friction { counts: a.counts.merged(&b.counts, pick), last_s: a.last_s.max(b.last_s) }
}

fn merge_prompt(a: &PromptRecord, b: &PromptRecord, pick: Pick) -> PromptRecord {
    PromptRecord {
        id: a.id.clone(),
        shown: a.shown.merged(&b.shown, pick),
        last_shown_s: a.last_shown_s.max(b.last_shown_s),
        clicked: pick(a.clicked, b.clicked),
        completed: pick(a.completed, b.completed),
        dismissed: pick(a.dismissed, b.dismissed),
        snoozed: pick(a.snoozed, b.snoozed),
        snoozed_until_s: a.snoozed_until_s.max(b.snoozed_until_s),
        answered_s: a.answered_s.max(b.answered_s),
        due: a.due.into_iter().chain(b.due).min(),
        waits: union(&a.waits, &b.waits, |wait| &wait.0, |a, b| (a.0, pick(a.1, b.1))),
    }
}
