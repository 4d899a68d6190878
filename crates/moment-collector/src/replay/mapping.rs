//! Mapping: what an event of a log means to the core. The table of it is in the help of `replay` and in README.md.

mod words;

use std::borrow::Cow;

use moment_core::event::{Event, Outcome};
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::name::is_name;
use moment_core::playbook::Playbook as Rules;
use moment_core::time::{DAY_S, MINUTE_S};
use moment_core::trial::ENGAGED_AT_ONCE_MAX_S;

use crate::replay::log::Record;
use crate::replay::property::{Properties, rounded};
use words::{counters, has_keys_of};

/// More engaged time in one event of a log is not believed.
const ENGAGED_MAX_S: f64 = DAY_S as f64;

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
    /// What `record` means under `rules`. Errors: what about it is not as expected.
    pub fn of(record: &'a Record<'a>, rules: &Rules) -> Result<Self, String> {
        let what = what(record, rules)?;
        let engaged_s = match what {
            What::Snapshot(_) => 0,
            _ => record.number("v")?.map_or(0, seconds),
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
                for (key, count) in counters(properties) {
                    step(Event::Used { feature: &name_of(key), count: rounded(count).unwrap_or(u32::MAX) });
                }
            }
        }
        // The core believes only so much at once.
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
    let is_feature = rules.features.iter().any(|feature| feature.name == *name);
    let kind = FrictionKind::ALL.into_iter().find(|kind| name.eq_ignore_ascii_case(kind.name()));
    if let Some(kind) = kind.filter(|_| !is_feature) {
        return Ok(What::Friction(kind));
    }
    match &*name {
        word if is_feature && !has_keys_of(word, record) => used(name, record),
        "route" => words::route(record),
        "limit" => words::limit(record, rules),
        "outcome" => words::outcome(record),
        "snapshot" => words::snapshot(record),
        _ => used(name, record),
    }
}

fn used<'a>(name: Cow<'a, str>, record: &Record) -> Result<What<'a>, String> {
    Ok(What::Used(name, record.whole("c")?.unwrap_or(1)))
}

/// `minutes` of attention in whole seconds.
fn seconds(minutes: f64) -> u32 {
    rounded((minutes * f64::from(MINUTE_S)).min(ENGAGED_MAX_S)).unwrap_or(0)
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

#[cfg(test)]
mod tests {
    use moment_core::moment::{MomentRule, Stage};
    use moment_core::playbook::FeatureRule;

    use super::*;

    pub(super) fn rules(feature: &str) -> Rules {
        let moment = MomentRule { name: "paid".into(), stage: Stage::Value, activation: false, when: None };
        let feature = FeatureRule { name: feature.into(), routes: Vec::new(), role: None };
        Rules { features: vec![feature], moments: vec![moment], limits: vec!["seats".into()], ..Rules::default() }
    }

    /// What the core is told when the log says `event` with the properties `p`.
    fn told(event: &str, p: &str) -> Vec<String> {
        told_under(&rules("export"), event, p)
    }

    fn told_under(rules: &Rules, event: &str, p: &str) -> Vec<String> {
        heard(rules, event, p).unwrap()
    }

    pub(super) fn heard(rules: &Rules, event: &str, p: &str) -> Result<Vec<String>, String> {
        let line = format!(r#"{{"u":"a","t":1,"e":"{event}","p":{p}}}"#);
        let mut told = Vec::new();
        let record = Record::parse(&line).unwrap();
        Meaning::of(&record, rules)?.tell(|event| told.push(format!("{event:?}")));
        Ok(told)
    }

    fn used(feature: &str, count: u32) -> String {
        format!("{:?}", Event::Used { feature, count })
    }

    #[test]
    fn a_name_is_a_use_unless_the_playbook_knows_it_as_a_moment() {
        assert_eq!(told("export", "null"), [used("export", 1)]);
        assert_eq!(told("Add to Playlist", r#"{"c":3}"#), [used("Add_to_Playlist", 3)]);
        assert_eq!(told("näh", r#"{"c":null}"#), [used("n__h", 1)]);
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
    fn a_feature_that_is_called_like_a_word_of_the_log_is_used_unless_the_event_has_its_keys() {
        for word in ["route", "limit", "outcome", "snapshot"] {
            let rules = rules(word);
            assert_eq!(told_under(&rules, word, r#"{"c":2}"#), [used(word, 2)]);
            assert_eq!(told_under(&rules, word, r#"{"o":null}"#), [used(word, 1)]);
            assert!(heard(&rules, word, r#"{"o":"?"}"#).is_err(), "{word}");
        }
        assert_eq!(told_under(&rules("snapshot"), "snapshot", r#"{"songs":3}"#), [used("songs", 3)]);
    }

    #[test]
    fn a_number_that_is_none_is_a_fault() {
        let whole = "expected a whole number from 0 to 4294967295";
        let cases = [
            ("export", r#"{"c":-3}"#, format!("`c` is -3, {whole}")),
            ("export", r#"{"c":2.5}"#, format!("`c` is 2.5, {whole}")),
            ("export", r#"{"c":1e12}"#, format!("`c` is 1000000000000, {whole}")),
            ("export", r#"{"c":"2"}"#, format!("`c` is \"2\", {whole}")),
            ("export", r#"{"v":-2}"#, "`v` is -2, expected a number of 0 or more".into()),
            ("paid", r#"{"v":[1]}"#, "`v` is a list or an object, expected a number of 0 or more".into()),
            ("limit", r#"{"o":"seats","used":-1,"of":5}"#, format!("`used` is -1, {whole}")),
            ("limit", r#"{"o":"seats","used":1,"of":"5"}"#, format!("`of` is \"5\", {whole}")),
            ("limit", r#"{"o":"seats","used":1,"of":5,"hard":1}"#, "`hard` is 1, expected true or false".into()),
        ];
        for (event, p, fault) in cases {
            assert_eq!(heard(&rules("export"), event, p), Err(fault), "{event} {p}");
        }
        assert_eq!(told("export", r#"{"c":4294967295}"#), [used("export", u32::MAX)]);
        assert_eq!(told("export", r#"{"c":0}"#), [used("export", 0)]);
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
    }
}
