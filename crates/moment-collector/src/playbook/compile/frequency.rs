//! How often: caps in whole days, pauses, and how often in all.

use moment_core::budget::{CAPS_MAX, Cap as CapRule, Frequency as FrequencyRule};
use moment_core::day_counts::WINDOW_DAYS;
use moment_core::time::DAY_S;
use toml::Spanned;

use crate::playbook::compile::keep;
use crate::playbook::duration::Duration;
use crate::playbook::fault::Fault;
use crate::playbook::source::frequency::{Budget, Cap};
use crate::playbook::source::prompt::{Kind, Prompt};

/// The bounds on all prompts that sell; what is left out is as usual.
pub(super) fn budget(budget: &Budget, faults: &mut Vec<Fault>) -> FrequencyRule {
    let frequency = budget.frequency.get_ref();
    FrequencyRule {
        lifetime: frequency.lifetime.as_ref().map_or(0, |lifetime| *lifetime.get_ref()),
        caps: match &frequency.custom {
            Some(custom) => caps(custom, faults),
            None => FrequencyRule::usual().caps,
        },
        cooldown_s: budget.cooldown_period.get_ref().seconds,
    }
}

/// The bounds on one prompt. Left out, it is seen once; where caps say how often, there is no end, nor for what shows how
/// things stand, nor for the vendor's answers, each of which is seen once.
pub(super) fn of_prompt(prompt: &Prompt, faults: &mut Vec<Fault>) -> FrequencyRule {
    let frequency = prompt.frequency.get_ref();
    let caps = caps(frequency.custom.as_deref().unwrap_or_default(), faults);
    let usual = u8::from(caps.is_empty() && !matches!(prompt.kind, Kind::Checklist | Kind::Meter | Kind::Reply));
    FrequencyRule {
        lifetime: frequency.lifetime.as_ref().map_or(usual, |lifetime| *lifetime.get_ref()),
        caps,
        cooldown_s: prompt.cooldown_period.as_ref().map_or(0, |period| period.get_ref().seconds),
    }
}

fn caps(custom: &[Cap], faults: &mut Vec<Fault>) -> Vec<CapRule> {
    if let Some(first_over) = custom.get(CAPS_MAX) {
        let fault = Fault::new(first_over.cap.span(), format!("{} caps are too many", custom.len()));
        faults.push(fault.expected(format!("at most {CAPS_MAX} caps fit")));
    }
    let cap = |cap: &Cap| Ok(CapRule { cap: *cap.cap.get_ref(), period_days: whole_days(&cap.period)? });
    keep(custom.iter().map(cap), faults)
}

/// So many days of the trial, as far back as days are kept. Errors: it is no whole number of days, or too many.
pub(super) fn whole_days(period: &Spanned<Duration>) -> Result<u8, Fault> {
    let seconds = period.get_ref().seconds;
    let days = u8::try_from(seconds / DAY_S).ok().filter(|days| (1..=WINDOW_DAYS).contains(&u16::from(*days)));
    days.filter(|_| seconds.is_multiple_of(DAY_S)).ok_or_else(|| {
        let fault = Fault::new(period.span(), "days of the trial are counted here");
        fault.expected(format!("expected whole days, 1d to {WINDOW_DAYS}d"))
    })
}
