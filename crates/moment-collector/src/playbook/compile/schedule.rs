//! When: instants, weekdays, hours and rounds.

use moment_core::schedule::{DAY_MINUTES, Edge, Schedule as ScheduleRule};
use moment_core::time::{HOUR_S, UnixMs};
use toml::Spanned;
use toml::value::Datetime;

use crate::playbook::compile::frequency::whole_days;
use crate::playbook::compile::or_fault;
use crate::playbook::fault::Fault;
use crate::playbook::source::prompt::Prompt;

/// The clock that is furthest ahead of UTC, and the one that is furthest behind.
const AHEAD_MS: UnixMs = 14 * HOUR_S as UnixMs * 1000;
const BEHIND_MS: UnixMs = 12 * HOUR_S as UnixMs * 1000;

/// The schedule of `prompt`.
pub(super) fn schedule(prompt: &Prompt, faults: &mut Vec<Fault>) -> ScheduleRule {
    let from = or_fault(prompt.from.as_ref().map(edge).transpose(), faults);
    let until = or_fault(prompt.until.as_ref().map(edge).transpose(), faults);
    if let (Some(from), Some(until), Some(place)) = (from, until, &prompt.until)
        && is_never(from, until)
    {
        let fault = Fault::new(place.span(), "the prompt's time ends before it begins");
        faults.push(fault.expected("expected an instant after `from`"));
    }
    let hours = or_fault(prompt.schedule.hours.as_ref().map(hours).transpose(), faults);
    let (from_minute, until_minute) = hours.unwrap_or_default();
    let every = or_fault(prompt.schedule.every.as_ref().map(whole_days).transpose(), faults);
    ScheduleRule {
        from,
        until,
        weekdays: prompt.schedule.weekdays.iter().fold(0, |days, day| days | 1 << *day as u8),
        from_minute,
        until_minute,
        every_days: every.unwrap_or(0),
    }
}

/// Whether no clock in the world lies between the two.
fn is_never(from: Edge, until: Edge) -> bool {
    if from.local == until.local { until.ms <= from.ms } else { latest_ms(until) <= earliest_ms(from) }
}

fn earliest_ms(edge: Edge) -> UnixMs {
    if edge.local { edge.ms.saturating_sub(AHEAD_MS) } else { edge.ms }
}

/// The instant at which it has come on every clock in the world.
pub(in crate::playbook) fn latest_ms(edge: Edge) -> UnixMs {
    if edge.local { edge.ms.saturating_add(BEHIND_MS) } else { edge.ms }
}

fn edge(at: &Spanned<Datetime>) -> Result<Edge, Fault> {
    let local = at.get_ref().offset.is_none();
    let text = format!("{}{}", at.get_ref(), if local { "Z" } else { "" });
    let instant: Option<jiff::Timestamp> = text.parse().ok();
    let ms = instant.and_then(|instant| u64::try_from(instant.as_millisecond()).ok());
    ms.map(|ms| Edge { ms, local }).ok_or_else(|| {
        let help =
            "expected date and time, such as 2026-11-10T09:00:00Z, or 2026-11-10T09:00:00 on the customer's clock";
        Fault::new(at.span(), format!("`{}` is no instant", at.get_ref())).expected(help)
    })
}

/// The minutes of the day at which the hours begin and end.
fn hours(text: &Spanned<String>) -> Result<(u16, u16), Fault> {
    let both = text.get_ref().split_once('-').and_then(|(from, until)| Some((minute(from)?, minute(until)?)));
    let fault = |message| Fault::new(text.span(), message).expected("expected hours such as \"09:00-17:00\"");
    match both {
        Some((from, until)) if from == until => Err(fault(format!("no time is in the hours `{}`", text.get_ref()))),
        Some((from, until)) if from < DAY_MINUTES => Ok((from, until)),
        _ => Err(fault(format!("`{}` are no hours", text.get_ref()))),
    }
}

/// `09:30` is the minute 570 of the day; `24:00` is its end.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |digits: &str| {
        let is_right = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u16>().ok().filter(|_| is_right)
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let sum = hour * 60 + minute;
    (minute < 60 && sum <= DAY_MINUTES).then_some(sum)
}
