//! When the customer was there.

use std::ops::Range;

use leptos::prelude::*;

use crate::number::count;
use crate::plain::counted;

/// A longer trial shows its last days.
const DAYS_MAX: u16 = 91;

#[component]
pub(crate) fn Activity(
    active_days: Vec<u16>,
    length: u16,
    today: u16,
    sessions: u32,
    engaged_minutes: u32,
    replicas: u32,
    dropped: u32,
) -> impl IntoView {
    let range = days_shown(length, today);
    let words = words(&active_days);
    let cells = range.map(|day| {
        let is_active = active_days.contains(&day);
        let title = format!("Day {}: {}", day + 1, if is_active { "active" } else { "not active" });
        view! {
            <span class="day" class:is-active=is_active class:is-today=day == today class:is-ahead=today < day title=title>
                {day + 1}
            </span>
        }
    });
    let of = |number: u32, singular: &str| counted(number.into(), &count(number), singular);
    let why = "Events that did not fit, names that cannot be, states that a browser could not read or keep";
    let lost = (dropped > 0).then(
        || view! { <li data-testid="dropped" title=why>{format!("{} lost or left out", of(dropped, "thing"))}</li> },
    );
    view! {
        <section class="card" aria-labelledby="activity-title">
            <h2 id="activity-title">"When they were there"</h2>
            <div class="days" role="img" aria-label=words data-testid="active-days" data-count=active_days.len()>
                {cells.collect_view()}
            </div>
            <ul class="presence" role="list">
                <li>{of(sessions, "visit")}</li>
                <li>{of(engaged_minutes, "engaged minute")}</li>
                <li data-testid="replicas">{format!("seen in {}", of(replicas, "browser"))}</li>
                {lost}
            </ul>
        </section>
    }
}

/// The whole trial, or as much of its end as fits.
fn days_shown(length: u16, today: u16) -> Range<u16> {
    let end = length.max(today.saturating_add(1));
    let end = if end > DAYS_MAX { today.saturating_add(1).max(DAYS_MAX) } else { end };
    end.saturating_sub(DAYS_MAX)..end
}

fn words(active_days: &[u16]) -> String {
    let days: Vec<String> = active_days.iter().map(|day| (day + 1).to_string()).collect();
    match days.as_slice() {
        [] => "Active on no day".to_owned(),
        [day] => format!("Active on day {day}"),
        [days @ .., last] => format!("Active on days {} and {last}", days.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_trial_shows_its_newest_days() {
        assert_eq!(days_shown(14, 3), 0..14);
        assert_eq!(days_shown(14, 20), 0..21);
        assert_eq!(days_shown(365, 3), 0..91);
        assert_eq!(days_shown(365, 200), 110..201);
    }

    #[test]
    fn days_are_counted_from_one() {
        assert_eq!(words(&[0, 1, 4]), "Active on days 1, 2 and 5");
        assert_eq!(words(&[0]), "Active on day 1");
    }
}
