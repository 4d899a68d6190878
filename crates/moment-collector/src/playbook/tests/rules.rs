//! Rules end to end: from their text to whether they hold on a trial.

use moment_core::friction::FrictionKind;
use moment_core::limit::LimitUse;
use moment_core::readiness::{Band, Readiness};
use moment_core::reading::View;
use moment_core::summary::Summary;
use moment_core::time::{DAY_S, HOUR_S};

use super::NAMES;
use crate::playbook::Playbook;

/// The trial that all rules are asked of, on its day 9: reports on days 0, 3 (twice) and 9, never exported; the prices
/// seen on day 3, a teammate invited on day 9; the moment after five hours, liked with 4 on day 1; four of five seats;
/// an error on day 2, a rage click on day 9; ten minutes on day 0, two on day 9; score 60, ready.
fn trial() -> Summary {
    let mut summary = Summary::default();
    for (day, count) in [(0, 1), (3, 2), (9, 1)] {
        summary.touch(day * DAY_S);
        summary.use_feature("report_created", day * DAY_S, count);
    }
    summary.use_feature("prices", 3 * DAY_S, 1);
    summary.use_feature("invited", 9 * DAY_S, 1);
    summary.reach("first_report", 5 * HOUR_S);
    summary.react("first_report", DAY_S, 4);
    summary.set_limit("seats", LimitUse { at_s: 0, used: 4, of: 5, hard: true });
    summary.add_friction(FrictionKind::Error, 2 * DAY_S);
    summary.add_friction(FrictionKind::RageClick, 9 * DAY_S);
    summary.engaged.add(0, 600);
    summary.engaged.add(9, 120);
    summary
}

/// Features that play a role.
const ROLES: &str = "
[[features]]
name = \"prices\"
role = \"pricing\"
[[features]]
name = \"invited\"
role = \"invitation\"
[[features]]
name = \"gate\"
role = \"gate\"
";

/// Asks each rule of the trial, as a prompt would.
fn check(cases: &[(&str, bool)]) {
    let readiness = Readiness { points: 10, probability: 0.5, score: 60, band: Band::Ready, contributions: Vec::new() };
    let summary = trial();
    for (rule, holds) in cases {
        let text = format!(
            "{NAMES}{ROLES}[[prompts]]\nid = \"case\"\nkind = \"card\"\nstatus = \"running\"\nwhen = '''{rule}'''\n\
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
        ("friction.error within 7d", false),
        ("friction.error within 8d", true),
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
        ("report_created = 16 half_life 3d", true),
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
        ("breadth = 3", true),
        ("sessions = 3", true),
        ("streak = 1", true),
        ("engaged_minutes = 12", true),
        ("recency_hours = 1", true),
        ("trial_day = 9", true),
        ("hours_to.first_report = 5", true),
        ("hours_to.first_report <= 4", false),
    ]);
}

#[test]
fn roles_and_all_uses_are_counted_over_the_same_times() {
    check(&[
        ("uses = 6", true),
        ("uses = 2 within 1d", true),
        ("activity half_life 3d = 28", true),
        ("uses half_life 3d = 28", true),
        ("pricing_views", true),
        ("pricing_views within 6d", false),
        ("pricing_views within 7d", true),
        ("pricing_views half_life 3d = 2", true),
        ("invitations = 1 within 1d", true),
        ("gate_hits", false),
        ("premium_touches", false),
        ("engaged_minutes = 2 within 7d", true),
        ("engaged_minutes half_life 9d = 70", true),
    ]);
}

#[test]
fn depth_and_time_since_are_read_of_one_feature() {
    // Four uses: the binary logarithm of five is 2 and something.
    check(&[
        ("depth.report_created = 2", true),
        ("depth.export = 0", true),
        ("hours_since.report_created = 1", true),
        ("hours_since.prices >= 144", true),
        ("hours_since.export = -1", true),
    ]);
}

#[test]
fn friction_goes_by_kind_and_by_rate() {
    check(&[
        ("friction = 2", true),
        ("friction = 1 within 7d", true),
        ("friction.rage_click", true),
        ("friction.dead_click", false),
        ("friction.rage_click half_life 3d = 10", true),
        ("friction_rate = 33%", true),
        ("limit_pressure = 80%", true),
    ]);
}

#[test]
fn moments_are_counted_and_have_windows_and_reactions() {
    check(&[
        ("moments = 1", true),
        ("first_report within 9d", false),
        ("first_report within 10d", true),
        ("reaction.first_report = 4", true),
        ("reaction >= 4", true),
    ]);
}

#[test]
fn plans_languages_and_routes_are_compared_with_texts() {
    check(&[
        (r#"plan = "team""#, true),
        ("plan = 'solo'", false),
        ("plan != 'solo' and plan = 'team'", true),
        ("locale = 'de'", true),
        ("locale = 'de-AT'", true),
        ("locale = 'de-CH'", false),
        ("locale != 'en'", true),
        ("route = '/invoices/*'", true),
        ("not route = '/invoices/*' or export", false),
        ("(route = '/settings/**' or plan = 'team') and report_created", true),
    ]);
}
