//! A prompt's tables become the rule that the core evaluates.

use moment_core::prompt::{PromptKind, PromptRule, Status};
use toml::Spanned;
use toml::value::Datetime;

use crate::playbook::compile::patterns::patterns;
use crate::playbook::compile::{rule, words_in};
use crate::playbook::fault::Fault;
use crate::playbook::names::Names;
use crate::playbook::source::Source;
use crate::playbook::source::prompt::Prompt;

/// The rule of `prompt`, for a browser that asks for `locale`. Errors: the first fault.
pub(super) fn compile(prompt: &Prompt, names: &Names, source: &Source, locale: &str) -> Result<PromptRule, Fault> {
    let score_min = prompt.score_min.as_ref().map_or(0, |score| *score.get_ref());
    if let Some(score) = prompt.score_min.as_ref().filter(|_| score_min > 100) {
        return Err(Fault::new(score.span(), "no score is so high").expected("expected 0 to 100"));
    }
    let from_ms = prompt.from.as_ref().map(unix_ms).transpose()?;
    let until_ms = prompt.until.as_ref().map(unix_ms).transpose()?;
    if let (Some(from), Some(until), Some(place)) = (from_ms, until_ms, &prompt.until)
        && until <= from
    {
        let fault = Fault::new(place.span(), "the prompt's time ends before it begins");
        return Err(fault.expected("expected an instant after `from`"));
    }
    Ok(PromptRule {
        id: prompt.id.get_ref().clone(),
        kind: PromptKind::ALL[prompt.kind as usize],
        status: Status::ALL[prompt.status as usize],
        commercial: prompt.commercial,
        priority: prompt.priority,
        when: rule(&prompt.when, names, true)?,
        unless: prompt.unless.as_ref().map(|unless| rule(unless, names, true)).transpose()?,
        score_min,
        routes: patterns(&prompt.routes),
        lifetime_max: *prompt.lifetime_max.get_ref(),
        control_percent: prompt.control_percent.as_ref().map_or(0, |percent| *percent.get_ref()),
        from_ms,
        until_ms,
        has_words: words_in(prompt.words.get_ref(), source, locale).is_some(),
    })
}

fn unix_ms(at: &Spanned<Datetime>) -> Result<u64, Fault> {
    let instant: Option<jiff::Timestamp> = at.get_ref().to_string().parse().ok();
    instant.and_then(|instant| u64::try_from(instant.as_millisecond()).ok()).ok_or_else(|| {
        Fault::new(at.span(), format!("`{}` is no instant", at.get_ref()))
            .expected("expected date, time and offset, such as 2026-11-10T09:00:00Z")
    })
}
