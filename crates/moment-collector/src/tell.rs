//! What there is to tell other services when something was kept. Pure: two states of a trial in, news out.

use jiff::Timestamp;
use moment_core::friction::FrictionKind;
use moment_core::moment::MomentRule;
use moment_core::readiness::Band;
use moment_core::time::Second;
use moment_wire::hex::hex;
use moment_wire::webhook::{
    COMMENT, CommentReceivedV1, IN_TROUBLE, MomentReachedV1, REACHED, READY, TrialInTroubleV1, TrialReadyV1,
    TrialUpgradedV1, UPGRADED,
};
use serde::Serialize;

use crate::judge::Whole;
use crate::playbook::Playbook;
use crate::store::{Comment, Ending, Standing};

/// One thing to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Its type.
    pub kind: &'static str,
    /// The trial.
    pub trial: String,
    /// Its data, as JSON.
    pub data: String,
}

impl News {
    fn new(kind: &'static str, trial: &str, data: &impl Serialize) -> Self {
        let data = serde_json::to_string(data).unwrap_or_default();
        Self { kind, trial: trial.to_owned(), data }
    }
}

/// What is new in a trial that was `old` and is `new`. Of simulated trials nothing is told.
#[must_use]
pub fn of_trial(playbook: &Playbook, old: Option<&Whole>, new: &Whole) -> Vec<News> {
    if new.head.simulated {
        return Vec::new();
    }
    let (was, is) = (old.map(|old| old.standing(playbook)), new.standing(playbook));
    let mut news = moments(playbook, old, new);
    news.extend(ready(was.as_ref(), is));
    news.extend(trouble(playbook, old, new));
    news
}

/// In the order in which they were reached.
fn moments(playbook: &Playbook, old: Option<&Whole>, new: &Whole) -> Vec<News> {
    let is_new = |name: &str| old.is_none_or(|old| old.summary.moment(name).is_none());
    let mut reached: Vec<(&MomentRule, Second)> =
        new.reached(playbook).filter(|(rule, _)| is_new(&rule.name)).collect();
    reached.sort_by_key(|(_, at_s)| *at_s);
    let tell = |(rule, at_s): (&MomentRule, Second)| {
        let label = playbook.journey().find(|(known, _)| known.name == rule.name).map(|(_, label)| label);
        let data = MomentReachedV1 {
            trial: new.head.trial.clone(),
            account: new.head.account.clone(),
            moment: rule.name.clone(),
            label: label.unwrap_or(&rule.name).to_owned(),
            activation: rule.activation,
            at: instant(new.unix_ms(at_s)),
        };
        News::new(REACHED, &new.head.trial, &data)
    };
    reached.into_iter().map(tell).collect()
}

fn ready(was: Option<&Standing>, is: Standing) -> Option<News> {
    let is_ready = |standing: &Standing| standing.band >= Band::Ready as u8;
    if !is_ready(&is) || was.is_some_and(is_ready) {
        return None;
    }
    let band = Band::ALL.get(usize::from(is.band)).map_or("ready", |band| band.name()).into();
    let data = TrialReadyV1 {
        trial: is.trial.clone(),
        account: is.account,
        plan: is.plan,
        band,
        score: is.score,
        probability: is.probability,
        top_reason: is.top_reason,
    };
    Some(News::new(READY, &is.trial, &data))
}

/// Trouble that is open now. What follows within the playbook's recovery time is the same trouble, and no news.
fn trouble(playbook: &Playbook, old: Option<&Whole>, new: &Whole) -> Option<News> {
    let recovery_s = playbook.rules.recovery_s;
    let now_s = new.summary.last_s;
    let last_s = new.summary.open_friction_s(now_s).filter(|last| now_s < last.saturating_add(recovery_s))?;
    let met = |whole: &Whole, kind: FrictionKind| whole.summary.friction[kind as usize].last_s;
    let of_trouble = || FrictionKind::ALL.into_iter().filter(|kind| kind.opens_trouble());
    let known_s = old.and_then(|old| of_trouble().filter_map(|kind| met(old, kind)).max());
    if known_s.is_some_and(|known| last_s < known.saturating_add(recovery_s)) {
        return None;
    }
    let is_new = |kind: &FrictionKind| met(new, *kind) > old.and_then(|old| met(old, *kind));
    let data = TrialInTroubleV1 {
        trial: new.head.trial.clone(),
        account: new.head.account.clone(),
        kinds: of_trouble().filter(is_new).map(|kind| kind.name().into()).collect(),
        at: instant(new.unix_ms(last_s)),
    };
    Some(News::new(IN_TROUBLE, &new.head.trial, &data))
}

/// What there is to tell of a comment that was not known.
#[must_use]
pub fn of_comment(comment: &Comment) -> News {
    let data = CommentReceivedV1 {
        trial: comment.trial.clone(),
        id: hex(&comment.id),
        words: comment.words.clone(),
        about: comment.about.clone(),
        at: instant(comment.at_ms),
        signed: comment.signed,
    };
    News::new(COMMENT, &comment.trial, &data)
}

/// What there is to tell of an ending, if it is news: nobody upgrades twice.
#[must_use]
pub fn of_ending(trial: &str, old: Option<&Ending>, new: &Ending) -> Option<News> {
    let is_upgrade = |ending: &Ending| ending.outcome == "upgraded";
    let is_news = old.is_none_or(|old| !is_upgrade(old) && new.counts_over(old));
    let data = TrialUpgradedV1 { trial: trial.to_owned(), at: instant(new.at_ms), value: new.value };
    (is_upgrade(new) && is_news).then(|| News::new(UPGRADED, trial, &data))
}

/// An instant as RFC 3339 has it, in UTC.
#[must_use]
pub fn instant(at_ms: u64) -> String {
    let at = i64::try_from(at_ms).ok().and_then(|at_ms| Timestamp::from_millisecond(at_ms).ok());
    at.unwrap_or(Timestamp::MAX).to_string()
}
