//! Mapping: what an event of a log means to the core. The table of it is in the help of `replay` and in README.md.

use std::borrow::Cow;

use moment_core::event::{Event, Outcome};
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::name::is_name;
use moment_core::playbook::Playbook as Rules;
use moment_core::time::{DAY_S, MINUTE_S};

use crate::replay::log::{Properties, Property, Record};

/// The core believes no more engaged time at once than this: see `Event::Engaged`.
const ENGAGED_AT_ONCE_MAX_S: u16 = 300;

/// More engaged time in one event of a log is not believed.
const ENGAGED_MAX_S: f64 = DAY_S as f64;

/// The least number that a counter of a snapshot counts from.
const COUNTED_MIN: f64 = 0.5;

/// What one event of a log means.
#[derive(Debug, PartialEq)]
pub struct Meaning<'a> {
    what: What<'a>,
    engaged_s: u32,
}

#[derive(Debug, PartialEq)]
enum What<'a> {
    Reached(Cow<'a, str>),
    Friction(FrictionKind),
    Routed(&'a str),
    Limited(Cow<'a, str>, LimitUse),
    Ended(Outcome),
    Snapshot(&'a Properties<'a>),
    Used(Cow<'a, str>, u32),
}

impl<'a> Meaning<'a> {
    /// What `record` means under `rules`. Errors: an outcome that is none.
    pub fn of(record: &'a Record<'a>, rules: &Rules) -> Result<Self, String> {
        let what = what(record, rules)?;
        let engaged_s = match what {
            What::Snapshot(_) => 0,
            _ => number(record, "v").map_or(0, |minutes| whole((minutes * f64::from(MINUTE_S)).min(ENGAGED_MAX_S))),
        };
        Ok(Self { what, engaged_s })
    }

    /// Tells the core's events that it comes to, in their order.
    pub fn tell(&self, mut step: impl FnMut(Event)) {
        match &self.what {
            What::Reached(moment) => step(Event::Reached { moment }),
            What::Friction(kind) => step(Event::Friction(*kind)),
            What::Routed(path) => step(Event::Routed { path }),
            What::Limited(limit, standing) => step(Event::Limited { limit, standing: *standing }),
            What::Ended(outcome) => step(Event::Outcome(*outcome)),
            What::Used(feature, count) => step(Event::Used { feature, count: *count }),
            What::Snapshot(properties) => {
                for (key, value) in &properties.0 {
                    if let Some(count) = value.number().filter(|count| *count >= COUNTED_MIN) {
                        step(Event::Used { feature: &name_of(key), count: whole(count) });
                    }
                }
            }
        }
        let mut left_s = self.engaged_s;
        while left_s > 0 {
            let seconds = u16::try_from(left_s).unwrap_or(u16::MAX).min(ENGAGED_AT_ONCE_MAX_S);
            step(Event::Engaged { seconds });
            left_s -= u32::from(seconds);
        }
    }
}

fn what<'a>(record: &'a Record<'a>, rules: &Rules) -> Result<What<'a>, String> {
    let name = name_of(&record.event);
    if rules.moments.iter().any(|moment| moment.name == *name) {
        return Ok(What::Reached(name));
    }
    let kind = FrictionKind::ALL.into_iter().find(|kind| name.eq_ignore_ascii_case(kind.name()));
    if let Some(kind) = kind.filter(|_| rules.features.iter().all(|feature| feature.name != *name)) {
        return Ok(What::Friction(kind));
    }
    let special = match &*name {
        "route" => text(record, "o").or_else(|| text(record, "path")).map(What::Routed),
        "limit" => limit(record),
        "outcome" => text(record, "o").map(outcome).transpose()?,
        "snapshot" => record.properties.as_ref().map(What::Snapshot),
        _ => None,
    };
    Ok(special.unwrap_or_else(|| What::Used(name, number(record, "c").map_or(1, whole))))
}

fn limit<'a>(record: &'a Record<'a>) -> Option<What<'a>> {
    let standing = LimitUse {
        at_s: 0,
        used: whole(number(record, "used")?),
        of: whole(number(record, "of")?),
        hard: record.property("hard") == Some(&Property::Flag(true)),
    };
    Some(What::Limited(name_of(text(record, "o")?), standing))
}

fn outcome(name: &str) -> Result<What<'static>, String> {
    let outcome = Outcome::named(name).map(What::Ended);
    outcome.ok_or_else(|| format!("the outcome `{name}` is none of upgraded, cancelled, expired"))
}

/// `text` with every byte that a name may not have replaced by `_`. One that is too long is left to the core, which
/// counts it as dropped.
fn name_of(text: &str) -> Cow<'_, str> {
    let is_allowed = |byte: u8| byte.is_ascii() && is_name(char::from(byte).encode_utf8(&mut [0; 4]));
    if text.bytes().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.bytes().map(|byte| if is_allowed(byte) { char::from(byte) } else { '_' }).collect())
}

fn text<'a>(record: &'a Record<'a>, key: &str) -> Option<&'a str> {
    record.property(key)?.text()
}

/// A property that is a number and not below zero.
fn number(record: &Record, key: &str) -> Option<f64> {
    record.property(key)?.number().filter(|number| *number >= 0.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is out of range stays at its edge")]
fn whole(number: f64) -> u32 {
    number.round() as u32
}

#[cfg(test)]
mod tests {
    use moment_core::moment::{MomentRule, Stage};
    use moment_core::playbook::FeatureRule;

    use super::*;

    fn rules(feature: &str) -> Rules {
        let moment = MomentRule { name: "paid".into(), stage: Stage::Value, activation: false, when: None };
        let feature = FeatureRule { name: feature.into(), routes: Vec::new(), role: None };
        Rules { features: vec![feature], moments: vec![moment], ..Rules::default() }
    }

    /// What the core is told when the log says `event` with the properties `p`.
    fn told(event: &str, p: &str) -> Vec<String> {
        told_under(&rules("export"), event, p)
    }

    fn told_under(rules: &Rules, event: &str, p: &str) -> Vec<String> {
        let line = format!(r#"{{"u":"a","t":1,"e":"{event}","p":{p}}}"#);
        let mut told = Vec::new();
        let record = Record::parse(&line).unwrap();
        Meaning::of(&record, rules).unwrap().tell(|event| told.push(format!("{event:?}")));
        told
    }

    fn used(feature: &str, count: u32) -> String {
        format!("{:?}", Event::Used { feature, count })
    }

    #[test]
    fn a_name_is_a_use_unless_the_playbook_knows_it_as_a_moment() {
        assert_eq!(told("export", "null"), [used("export", 1)]);
        assert_eq!(told("Add to Playlist", r#"{"c":3}"#), [used("Add_to_Playlist", 3)]);
        assert_eq!(told("näh", r#"{"c":-3}"#), [used("n__h", 1)]);
        assert_eq!(told("paid", "{}"), [r#"Reached { moment: "paid" }"#]);
    }

    #[test]
    fn trouble_counts_whatever_its_case_unless_it_is_a_feature() {
        assert_eq!(told("Error", "{}"), ["Friction(Error)"]);
        assert_eq!(told("Rage Click", "{}"), ["Friction(RageClick)"]);
        assert_eq!(told_under(&rules("Error"), "Error", "{}"), [used("Error", 1)]);
    }

    #[test]
    fn words_of_the_log_say_routes_limits_and_outcomes() {
        assert_eq!(told("route", r#"{"o":"/a/1"}"#), [r#"Routed { path: "/a/1" }"#]);
        assert_eq!(told("route", r#"{"path":"/b"}"#), [r#"Routed { path: "/b" }"#]);
        assert_eq!(told("outcome", r#"{"o":"upgraded"}"#), ["Outcome(Upgraded)"]);
        let standing = "LimitUse { at_s: 0, used: 4, of: 5, hard: true }";
        let limited = format!(r#"Limited {{ limit: "seats", standing: {standing} }}"#);
        assert_eq!(told("limit", r#"{"o":"seats","used":4,"of":5,"hard":true}"#), [limited]);
    }

    #[test]
    fn without_their_properties_they_are_features_like_any_other() {
        for word in ["route", "limit", "outcome", "snapshot"] {
            assert_eq!(told(word, "null"), [used(word, 1)]);
        }
        assert_eq!(told("limit", r#"{"o":"seats","used":4}"#), [used("limit", 1)]);
    }

    #[test]
    fn an_outcome_that_is_none_is_a_fault() {
        let line = r#"{"u":"a","t":1,"e":"outcome","p":{"o":"bought"}}"#;
        let fault = Meaning::of(&Record::parse(line).unwrap(), &rules("export")).unwrap_err();
        assert_eq!(fault, "the outcome `bought` is none of upgraded, cancelled, expired");
    }

    #[test]
    fn a_snapshot_is_a_row_of_counters() {
        let p = r#"{"songs heard":53000,"posts":0,"half":0.5,"less":0.49,"delta":-1,"v":2.5,"plan":"free"}"#;
        assert_eq!(told("snapshot", p), [used("songs_heard", 53_000), used("half", 1), used("v", 3)]);
    }

    #[test]
    fn minutes_come_in_pieces_that_the_core_believes() {
        let engaged = |seconds: u16| format!("{:?}", Event::Engaged { seconds });
        assert_eq!(told("export", r#"{"v":10.5}"#), [used("export", 1), engaged(300), engaged(300), engaged(30)]);
        assert_eq!(told("export", r#"{"v":1e300}"#).len(), 1 + 24 * 12);
        assert_eq!(told("export", r#"{"v":-2}"#), [used("export", 1)]);
    }
}
