//! Readings by name.

use std::ops::Range;

use moment_core::reading::Reading;

use crate::playbook::fault::Fault;
use crate::playbook::names::{RESERVED, nearest};
use crate::playbook::rule_text::Scope;

/// The reading called `word`, over all time. Errors: nothing is called so; the nearest name is offered.
pub fn named(word: &str, span: Range<usize>, scope: Scope) -> Result<Reading, Fault> {
    let names = scope.names;
    let reading = match word {
        "active_days" => Reading::ActiveDays { within_days: 0 },
        "activity" => Reading::Activity { half_life_days: 0 },
        "breadth" => Reading::Breadth,
        "streak" => Reading::Streak,
        "sessions" => Reading::Sessions,
        "engaged_minutes" => Reading::EngagedMinutes,
        "recency_hours" => Reading::RecencyHours,
        "trial_day" => Reading::TrialDay,
        "trial_progress" => Reading::TrialProgress,
        "friction" => Reading::FrictionCount { within_days: 0 },
        "score" | "band" if !scope.may_read_readiness => {
            let help = "moments and weights make up readiness, so only prompts may ask for it";
            return Err(Fault::new(span, format!("`{word}` cannot be read here")).expected(help));
        }
        "score" => Reading::Score,
        "band" => Reading::Band,
        _ => {
            let limit = word.strip_prefix("limit.").map(|name| place(&names.limits, name));
            let hours_to = word.strip_prefix("hours_to.").map(|name| place(&names.moments, name));
            let found = match (limit, hours_to) {
                (Some(limit), _) => limit.map(|limit| Reading::LimitPercent { limit }),
                (_, Some(moment)) => moment.map(|moment| Reading::HoursTo { moment }),
                _ => place(&names.features, word)
                    .map(|feature| Reading::FeatureCount { feature, within_days: 0 })
                    .or_else(|| place(&names.moments, word).map(|moment| Reading::MomentReached { moment })),
            };
            return found.ok_or_else(|| unknown(word, span, scope));
        }
    };
    Ok(reading)
}

/// `reading` over the last `days`. Errors: it has no window.
pub fn with_window(reading: Reading, days: u8, span: Range<usize>) -> Result<Reading, Fault> {
    match reading {
        Reading::FeatureCount { feature, within_days: 0 } => Ok(Reading::FeatureCount { feature, within_days: days }),
        Reading::ActiveDays { within_days: 0 } => Ok(Reading::ActiveDays { within_days: days }),
        Reading::FrictionCount { within_days: 0 } => Ok(Reading::FrictionCount { within_days: days }),
        _ => Err(Fault::new(span, "`within` does not go with this reading")
            .expected("`within` goes once with a feature, `active_days` or `friction`")),
    }
}

/// `reading`, losing half its weight every `days`. Errors: it does not decay.
pub fn with_half_life(reading: Reading, days: u8, span: Range<usize>) -> Result<Reading, Fault> {
    match reading {
        Reading::FeatureCount { feature, within_days: 0 } => {
            Ok(Reading::FeatureActivity { feature, half_life_days: days })
        }
        Reading::Activity { .. } => Ok(Reading::Activity { half_life_days: days }),
        _ => Err(Fault::new(span, "`half_life` does not go with this reading")
            .expected("`half_life` goes with a feature or `activity`")),
    }
}

/// Errors: the reading lacks what it needs.
pub fn check_complete(reading: Reading, span: Range<usize>) -> Result<(), Fault> {
    match reading {
        Reading::Activity { half_life_days: 0 } => {
            Err(Fault::new(span, "`activity` needs a half-life").expected("expected `activity half_life 3d`"))
        }
        _ => Ok(()),
    }
}

/// Whether the reading alone says something: a feature was used, a moment was reached, there was friction.
pub fn is_truth(reading: Reading) -> bool {
    matches!(reading, Reading::FeatureCount { .. } | Reading::MomentReached { .. } | Reading::FrictionCount { .. })
}

/// Whether the reading is in percent.
pub fn is_percent(reading: Reading) -> bool {
    matches!(reading, Reading::LimitPercent { .. } | Reading::TrialProgress)
}

fn place(names: &[String], name: &str) -> Option<u8> {
    names.iter().position(|known| known == name).and_then(|place| u8::try_from(place).ok())
}

fn unknown(word: &str, span: Range<usize>, scope: Scope) -> Fault {
    let names = scope.names;
    let known = names.features.iter().chain(&names.moments).cloned();
    let limits = names.limits.iter().map(|name| format!("limit.{name}"));
    let hours = names.moments.iter().map(|name| format!("hours_to.{name}"));
    let all = known.chain(limits).chain(hours).chain(RESERVED.map(String::from));
    let fault = Fault::new(span, format!("nothing is called `{word}`"));
    match nearest(word, all) {
        Some(name) => fault.expected(format!("did you mean `{name}`?")),
        None => {
            fault.expected("expected the name of a feature, a moment, `limit.NAME` or a reading such as `sessions`")
        }
    }
}
