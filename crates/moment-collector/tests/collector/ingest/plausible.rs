//! Which states can be true.

use moment_collector::ingest::plausible::{Doubt, doubt};
use moment_core::event::Outcome;
use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::summary::{BudgetChoice, Summary};
use moment_core::time::{DAY_S, HOUR_S};

use crate::scene::NOW_MS;
use crate::told::beacon;

/// The trial is ten days old: this is the last second that a clock which is a day ahead could tell of.
const LAST_S: u32 = 11 * DAY_S;

/// Puts something into a summary that happened at this second.
type Tell = fn(&mut Summary, u32);

fn check(what: &str, expected: Option<Doubt>, tell: impl FnOnce(&mut Summary)) {
    assert_eq!(doubt(&beacon("t_1", tell), NOW_MS), expected, "{what}");
}

#[test]
fn ten_busy_days_can_be_true() {
    check("a busy trial", None, |summary| {
        for day in 0..10 {
            for hour in 0..12 {
                let at = day * DAY_S + hour * HOUR_S;
                summary.touch(at);
                summary.use_feature("made", at, 500);
                summary.add_friction(FrictionKind::Error, at);
                summary.engaged.add(u16::try_from(day).unwrap(), 3_000);
            }
        }
        summary.reach("activated", 5 * DAY_S);
        let record = summary.prompt_mut("offer").unwrap();
        record.expose(3 * DAY_S);
        record.clicked = 1;
        // The end of a snooze lies ahead.
        record.snoozed_until_s = 40 * DAY_S;
    });
    check("nothing at all", None, |_| {});
}

#[test]
fn nothing_may_tell_of_what_is_yet_to_happen() {
    let told: [(&str, Tell); 9] = [
        ("a sign of life", |summary, at| summary.last_s = at),
        ("a use", |summary, at| summary.use_feature("made", at, 1)),
        ("a moment", |summary, at| _ = summary.reach("activated", at)),
        ("a limit", |summary, at_s| {
            summary.set_limit("seats", LimitUse { at_s, ..LimitUse::default() });
        }),
        ("friction", |summary, at| summary.friction[0].last_s = Some(at)),
        ("a reaction", |summary, at| summary.react("activated", at, 5)),
        ("a choice", |summary, at| summary.choose_budget(BudgetChoice::Fewer, at)),
        ("an end", |summary, at| _ = summary.end(Outcome::Upgraded, at)),
        ("an exposure", |summary, at| summary.prompt_mut("offer").unwrap().last_shown_s = Some(at)),
    ];
    for (what, tell) in told {
        check(what, None, |summary| tell(summary, LAST_S));
        check(what, Some(Doubt::YetToCome), |summary| tell(summary, LAST_S + 1));
    }
}

#[test]
fn a_state_has_no_more_days_than_the_trial() {
    check("a day ahead", None, |summary| _ = summary.active_days.insert(11));
    check("active days", Some(Doubt::MoreDaysThanTheTrial), |summary| _ = summary.active_days.insert(12));
    check("days far on", Some(Doubt::MoreDaysThanTheTrial), |summary| _ = summary.active_days.insert(700));
    check("engaged days", Some(Doubt::MoreDaysThanTheTrial), |summary| summary.engaged.add(12, 1));
    check("days of friction", Some(Doubt::MoreDaysThanTheTrial), |summary| summary.friction[2].counts.add(12, 1));
}

#[test]
fn nobody_is_engaged_for_longer_than_there_was() {
    check("two windows all day", None, |summary| summary.engaged.add(3, 2 * DAY_S));
    check("a longer day", Some(Doubt::MoreTimeThanThereWas), |summary| summary.engaged.add(3, 2 * DAY_S + 1));
    check("more than all days", Some(Doubt::MoreTimeThanThereWas), |summary| {
        summary.engaged = moment_core::day_counts::DayCounts::from_parts(2 * LAST_S + 1, []);
    });
}

#[test]
fn counts_fit_into_the_time() {
    check("a session each half hour", None, |summary| summary.sessions = 48 * 11 + 1);
    check("more sessions", Some(Doubt::MoreSessionsThanFit), |summary| summary.sessions = 48 * 11 + 2);
    check("many exposures", Some(Doubt::MoreExposuresThanFit), |summary| {
        summary.prompt_mut("offer").unwrap().shown.add(3, 17_281);
    });
    check("many answers", Some(Doubt::MoreAnswersThanPrompts), |summary| {
        let record = summary.prompt_mut("offer").unwrap();
        record.expose(DAY_S);
        (record.clicked, record.dismissed) = (20, 14);
    });
    check("as many answers as may be", None, |summary| {
        let record = summary.prompt_mut("offer").unwrap();
        record.expose(DAY_S);
        (record.clicked, record.dismissed) = (20, 13);
    });
}
