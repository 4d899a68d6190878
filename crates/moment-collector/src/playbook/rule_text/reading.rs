//! Readings by name.

use std::ops::Range;

use moment_core::feature::Role;
use moment_core::friction::FrictionKind;
use moment_core::reading::{Counted, Over, Reading};

use crate::playbook::fault::Fault;
use crate::playbook::names::{Names, RESERVED, nearest};
use crate::playbook::rule_text::{Asker, Scope};

/// Words before a dot, each of which reads something of what is named after it.
pub const OF: [&str; 6] = ["limit.", "hours_to.", "depth.", "hours_since.", "reaction.", "friction."];

/// The reading called `word`, over all time. Errors: nothing is called so; the nearest name is offered.
pub fn named(word: &str, span: Range<usize>, scope: Scope) -> Result<Reading, Fault> {
    if matches!(word, "score" | "band") && !may_read(word, scope.asker) {
        let help = "moments and weights make up readiness, so only prompts may ask for it";
        return Err(Fault::new(span, format!("`{word}` cannot be read here")).expected(help));
    }
    let found = of_the_trial(word).or_else(|| of_a_part(word, scope.names)).or_else(|| by_name(word, scope.names));
    found.ok_or_else(|| unknown(word, span, scope))
}

/// Whether a rule of `asker` may read what is called `word`.
fn may_read(word: &str, asker: Asker) -> bool {
    match word {
        "score" | "band" => asker == Asker::Prompt,
        "route" => asker != Asker::Weight,
        _ => true,
    }
}

fn count(of: Counted) -> Reading {
    Reading::Count { of, over: Over::All }
}

fn of_the_trial(word: &str) -> Option<Reading> {
    Some(match word {
        "uses" | "activity" => count(Counted::Uses),
        "premium_touches" => count(Counted::Role(Role::Premium)),
        "gate_hits" => count(Counted::Role(Role::Gate)),
        "invitations" => count(Counted::Role(Role::Invitation)),
        "pricing_views" => count(Counted::Role(Role::Pricing)),
        "engaged_minutes" => count(Counted::EngagedMinutes),
        "friction" => count(Counted::Trouble),
        "friction_rate" => Reading::FrictionRate,
        "active_days" => Reading::ActiveDays { within_days: 0 },
        "breadth" => Reading::Breadth,
        "streak" => Reading::Streak,
        "sessions" => Reading::Sessions,
        "recency_hours" => Reading::RecencyHours,
        "trial_day" => Reading::TrialDay,
        "trial_progress" => Reading::TrialProgress,
        "moments" => Reading::Moments,
        "limit_pressure" => Reading::LimitPressure,
        "reaction" => Reading::LastReaction,
        "score" => Reading::Score,
        "band" => Reading::Band,
        _ => return None,
    })
}

fn of_a_part(word: &str, names: &Names) -> Option<Reading> {
    let (of, name) = word.split_once('.')?;
    Some(match of {
        "limit" => Reading::Limit { limit: place(&names.limits, name)? },
        "hours_to" => Reading::HoursTo { moment: place(&names.moments, name)? },
        "reaction" => Reading::Reaction { moment: place(&names.moments, name)? },
        "depth" => Reading::Depth { feature: place(&names.features, name)? },
        "hours_since" => Reading::HoursSince { feature: place(&names.features, name)? },
        "friction" => count(Counted::Friction(FrictionKind::ALL.into_iter().find(|kind| kind.name() == name)?)),
        _ => return None,
    })
}

fn by_name(word: &str, names: &Names) -> Option<Reading> {
    let feature = place(&names.features, word).map(|feature| count(Counted::Feature(feature)));
    feature.or_else(|| place(&names.moments, word).map(|moment| Reading::Moment { moment, within_days: 0 }))
}

/// `reading` over the last `days`. Errors: it has no window.
pub fn with_window(reading: Reading, days: u8, span: Range<usize>) -> Result<Reading, Fault> {
    match reading {
        Reading::Count { of, over: Over::All } => Ok(Reading::Count { of, over: Over::Days(days) }),
        Reading::ActiveDays { within_days: 0 } => Ok(Reading::ActiveDays { within_days: days }),
        Reading::Moment { moment, within_days: 0 } => Ok(Reading::Moment { moment, within_days: days }),
        _ => Err(Fault::new(span, "`within` does not go with this reading").expected(
            "`within` goes once with what is counted by day, such as a feature or `uses`, and with a moment",
        )),
    }
}

/// `reading`, losing half its weight every `days`. Errors: it does not decay.
pub fn with_half_life(reading: Reading, days: u8, span: Range<usize>) -> Result<Reading, Fault> {
    match reading {
        Reading::Count { of, over: Over::All } => Ok(Reading::Count { of, over: Over::HalfLife(days) }),
        _ => Err(Fault::new(span, "`half_life` does not go with this reading")
            .expected("`half_life` goes once with what is counted by day, such as a feature, `uses` or `friction`")),
    }
}

/// Errors: `activity` is nothing without a half-life.
pub fn check_activity(reading: Reading, span: Range<usize>) -> Result<(), Fault> {
    match reading {
        Reading::Count { over: Over::HalfLife(_), .. } => Ok(()),
        _ => {
            Err(Fault::new(span, "`activity` needs a half-life")
                .expected("expected `activity half_life 3d`, or `uses`"))
        }
    }
}

/// Whether the reading alone says something: a feature was used, a moment was reached, there was friction.
pub fn is_truth(reading: Reading) -> bool {
    match reading {
        Reading::Count { of, over } => of != Counted::EngagedMinutes && !matches!(over, Over::HalfLife(_)),
        Reading::Moment { .. } => true,
        _ => false,
    }
}

/// Whether the reading is in percent.
pub fn is_percent(reading: Reading) -> bool {
    matches!(reading, Reading::Limit { .. } | Reading::LimitPressure | Reading::TrialProgress | Reading::FrictionRate)
}

fn place(names: &[String], name: &str) -> Option<u8> {
    names.iter().position(|known| known == name).and_then(|place| u8::try_from(place).ok())
}

/// Words that join, compare or bound readings, and words of other languages: none of them is a reading.
const NO_READINGS: [&str; 7] = ["and", "or", "not", "within", "half_life", "true", "false"];

fn unknown(word: &str, span: Range<usize>, scope: Scope) -> Fault {
    if NO_READINGS.contains(&word.to_ascii_lowercase().as_str()) {
        let fault = Fault::new(span, format!("`{word}` is not expected here"));
        return fault.expected("expected the name of a feature, moment or reading");
    }
    let names = scope.names;
    let known = names.features.iter().chain(&names.moments).cloned();
    let readings = RESERVED.into_iter().filter(|word| !NO_READINGS.contains(word) && may_read(word, scope.asker));
    let all = known.chain(parts(names)).chain(readings.map(String::from));
    let fault = Fault::new(span, format!("nothing is called `{word}`"));
    match nearest(word, all) {
        Some(name) => fault.expected(format!("did you mean `{name}`?")),
        None => {
            fault.expected("expected the name of a feature, a moment, `limit.NAME` or a reading such as `sessions`")
        }
    }
}

/// All names with a dot.
fn parts(names: &Names) -> Vec<String> {
    let kinds: Vec<String> = FrictionKind::ALL.map(|kind| kind.name().to_owned()).into();
    let lists = [&names.limits, &names.moments, &names.features, &names.features, &names.moments, &kinds];
    OF.iter().zip(lists).flat_map(|(of, list)| list.iter().map(move |name| format!("{of}{name}"))).collect()
}
