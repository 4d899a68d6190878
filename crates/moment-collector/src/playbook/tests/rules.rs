//! Rules end to end: from their text to whether they hold on a trial.

use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::readiness::{Band, Readiness};
use moment_core::reading::View;
use moment_core::summary::Summary;
use moment_core::time::{DAY_S, HOUR_S};

use super::NAMES;
use crate::playbook::Playbook;

/// The trial that all rules are asked of, on its day 9: reports on days 0, 3 (twice) and 9, never exported; the moment
/// after five hours; four of five seats; an error on day 2; score 60, ready.
fn trial() -> Summary {
    let mut summary = Summary::default();
    for (day, count) in [(0, 1), (3, 2), (9, 1)] {
        summary.touch(day * DAY_S);
        summary.use_feature("report_created", day * DAY_S, count);
    }
    summary.reach("first_report", 5 * HOUR_S);
    summary.set_limit("seats", LimitUse { at_s: 0, used: 4, of: 5, hard: true });
    summary.add_friction(FrictionKind::Error, 2 * DAY_S);
    summary.engaged.add(0, 600);
    summary
}

/// Asks each rule of the trial, as a prompt would.
fn check(cases: &[(&str, bool)]) {
    let readiness = Readiness { points: 10, probability: 0.5, score: 60, band: Band::Ready, contributions: Vec::new() };
    let summary = trial();
    for (rule, holds) in cases {
        let text = format!(
            "{NAMES}[[prompts]]\nid = \"case\"\nkind = \"card\"\nstatus = \"running\"\nwhen = \"{rule}\"\n\
             [prompts.words.en]\naccept = \"Yes\"\ndecline = \"No\"\nsteps = [{{ title = \"A\", body = \"B\" }}]\n"
        );
        let playbook = Playbook::read(&text).unwrap_or_else(|faults| panic!("{rule}: {faults:?}"));
        let view = View {
            plan: "team",
            locale: "de-AT",
            path: "/invoices/17",
            readiness: Some(&readiness),
            ..View::new(&playbook.rules, &summary, 9 * DAY_S + HOUR_S, 14)
        };
        assert_eq!(playbook.rules.prompts[0].when.holds(&view), *holds, "{rule}");
    }
}

#[test]
fn and_binds_more_than_or_and_not_binds_most() {
    check(&[
        ("report_created or export and export", true),
        ("(report_created or export) and export", false),
        ("export and export or report_created", true),
        ("not export and report_created", true),
        ("not (export and report_created)", true),
        ("not export or export", true),
        ("not report_created or export", false),
        ("not not report_created", true),
        ("not (export or report_created)", false),
    ]);
}

#[test]
fn a_name_alone_means_at_least_once() {
    check(&[
        ("report_created", true),
        ("export", false),
        ("first_report", true),
        ("friction", true),
        ("friction within 7d", false),
        ("friction within 8d", true),
    ]);
}

#[test]
fn every_comparison_compares() {
    check(&[
        ("report_created = 4", true),
        ("report_created == 4", true),
        ("report_created != 4", false),
        ("report_created < 4", false),
        ("report_created <= 4", true),
        ("report_created > 3", true),
        ("report_created >= 5", false),
        ("export > -1", true),
    ]);
}

#[test]
fn a_window_counts_today_as_its_first_day_wherever_it_stands() {
    check(&[
        ("report_created >= 3 within 7d", true),
        ("report_created within 7d >= 3", true),
        ("report_created >= 2 within 6d", false),
        ("report_created within 1d", true),
        ("report_created >= 4 within 9d", false),
        ("report_created >= 4 within 10d", true),
        ("active_days = 2 within 7d", true),
        ("active_days = 3", true),
    ]);
}

#[test]
fn a_use_loses_half_its_weight_with_every_half_life() {
    // Tenths: 1 today, 2 six days ago, 1 nine days ago, with a half-life of three days: 1 + 2/4 + 1/8.
    check(&[
        ("report_created half_life 3d = 16", true),
        ("activity half_life 3d = 16", true),
        ("export half_life 3d = 0", true),
    ]);
}

#[test]
fn limits_and_progress_are_in_percent() {
    check(&[
        ("limit.seats >= 80%", true),
        ("limit.seats > 80%", false),
        ("limit.seats = 80", true),
        ("trial_progress >= 64%", true),
        ("trial_progress >= 65%", false),
    ]);
}

#[test]
fn bands_go_by_name_and_in_order() {
    check(&[
        ("band = ready", true),
        ("band >= warming", true),
        ("band >= urgent", false),
        ("band != cold", true),
        ("score >= 60", true),
        ("score > 60", false),
    ]);
}

#[test]
fn readings_of_the_whole_trial_read_it() {
    check(&[
        ("breadth = 1", true),
        ("sessions = 3", true),
        ("streak = 1", true),
        ("engaged_minutes = 10", true),
        ("recency_hours = 1", true),
        ("trial_day = 9", true),
        ("hours_to.first_report = 5", true),
        ("hours_to.first_report <= 4", false),
    ]);
}
