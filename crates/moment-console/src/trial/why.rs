//! Why the score is what it is: every part of it, above and below the average trial.

use leptos::prelude::*;
use moment_wire::report::{ContributionV1, ReadinessV1};

use crate::number::{count, signed};
use crate::plain::counted;

#[component]
pub(crate) fn Why(readiness: ReadinessV1, score: u8) -> impl IntoView {
    let sentence = sentence(&readiness, score);
    let (mut felt, without): (Vec<_>, Vec<_>) = readiness.contributions.into_iter().partition(|part| part.points != 0);
    felt.sort_by_key(|part| std::cmp::Reverse(part.points));
    let scale = Scale::of(&felt);
    let table = (!felt.is_empty()).then(|| {
        view! {
            <table class="plain-table why">
                <caption class="visually-hidden">"What moves the score, in points against the average trial"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Reading"</th>
                        <th scope="col">
                            <span class="visually-hidden">"Bar"</span>
                        </th>
                        <th scope="col" class="end">
                            "Points"
                        </th>
                    </tr>
                </thead>
                <tbody>{felt.into_iter().map(|part| row(part, scale)).collect_view()}</tbody>
            </table>
        }
    });
    let rest = (!without.is_empty()).then(|| {
        let items = without.iter().map(|part| view! { <li>{part.label.clone()} ": " {count(part.value)}</li> }).collect_view();
        view! {
            <details>
                <summary>{format!("{} without effect, as in the average trial", counted(without.len() as u64, &without.len().to_string(), "reading"))}</summary>
                <ul>{items}</ul>
            </details>
        }
    });
    view! {
        <section class="card" aria-labelledby="why-title">
            <h2 id="why-title">"Why this score"</h2>
            <p class="soft" data-testid="why-sum">
                {sentence}
            </p>
            {table}
            {rest}
        </section>
    }
}

fn row(part: ContributionV1, scale: Scale) -> impl IntoView {
    let (start, width) = scale.bar(part.points);
    let class = if part.points < 0 { "why-bar minus" } else { "why-bar" };
    view! {
            <tr data-testid="contribution" data-reading=part.reading.clone() data-points=part.points>
                <th scope="row" title=part.reading.clone()>
                    {part.label}
                    <span class="soft why-value">" · " {count(part.value)}</span>
                </th>
                <td class="why-cell">
                    <span class="why-track" aria-hidden="true">
                        <span class="why-zero" style:inset-inline-start=format!("{:.2}%", scale.zero())></span>
                        <span
                            class=class
                            style:inset-inline-start=format!("{start:.2}%")
                            style:inline-size=format!("{width:.2}%")
                        ></span>
                    </span>
                </td>
                <td class="end">
    <span dir="ltr">{signed(part.points)}</span></td>
            </tr>
        }
}

fn sentence(readiness: &ReadinessV1, score: u8) -> String {
    let sum = |sign: i32| -> i32 {
        readiness.contributions.iter().map(|part| part.points).filter(|points| points.signum() == sign).sum()
    };
    let points = |points: i32| if points == 1 { "1 point".to_owned() } else { format!("{} points", count(points)) };
    let change = match (sum(1), -sum(-1)) {
        (0, 0) => "This one differs in nothing".to_owned(),
        (plus, 0) => format!("What this customer did adds {}", count(plus)),
        (0, minus) => format!("What this customer did takes away {}", count(minus)),
        (plus, minus) => format!("What this customer did adds {} and takes away {}", count(plus), count(minus)),
    };
    let (expected, sum) = (points(readiness.expected), points(readiness.points));
    format!("The average trial has {expected}. {change}. That makes {sum}, a score of {score}.")
}

/// From the lowest to the highest part, with zero between.
#[derive(Debug, Clone, Copy)]
struct Scale {
    below: i32,
    above: i32,
}

impl Scale {
    fn of(parts: &[ContributionV1]) -> Self {
        let points = || parts.iter().map(|part| part.points);
        Self { below: -points().min().unwrap_or(0).min(0), above: points().max().unwrap_or(0).max(0) }
    }

    /// Where zero is, in percent of the track.
    fn zero(self) -> f64 {
        self.percent(self.below)
    }

    /// Where a bar begins and how wide it is, in percent of the track.
    fn bar(self, points: i32) -> (f64, f64) {
        let start = self.below.saturating_add(points.min(0));
        (self.percent(start), self.percent(points.saturating_abs()))
    }

    fn percent(self, points: i32) -> f64 {
        let range = f64::from(self.below) + f64::from(self.above);
        if range == 0.0 { 0.0 } else { f64::from(points) / range * 100.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn bars_meet_at_zero() {
        let scale = Scale { below: 5, above: 15 };
        assert_eq!(scale.bar(15), (25.0, 75.0));
        assert_eq!(scale.bar(-5), (0.0, 25.0));
        assert_eq!(scale.bar(-1), (20.0, 5.0));
        assert_eq!(Scale { below: 0, above: 0 }.bar(0), (0.0, 0.0));
    }
}
