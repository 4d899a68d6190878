//! From the playbook's tables to what a browser is told; every fault is found on the way.

use std::collections::BTreeMap;

use moment_core::budget::{Cap, Frequency};
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook as Rules};
use moment_core::prompt::{PromptKind, PromptRule, Status};
use moment_core::readiness::{Scorecard, WEIGHTS_MAX, Weight as WeightRule};
use moment_core::route::Pattern;
use moment_core::rule::Rule;
use moment_core::schedule::{Edge, Schedule};
use moment_wire::playbook::PlaybookV2;
use moment_wire::words::{PromptWordsV1, StepV1, ThemeV1};
use toml::Spanned;

use crate::playbook::contrast::CONTRAST_MIN;
use crate::playbook::fault::Fault;
use crate::playbook::frame::{frame_words, in_language};
use crate::playbook::names::Names;
use crate::playbook::rule_text::{Scope, parse_reading, parse_rule};
use crate::playbook::source::{Feature, Moment, Prompt, Source, Step, Weight, Words};

/// The longest address that taking an offer may lead to.
const URL_BYTES_MAX: usize = 500;

/// The playbook in the language nearest to `locale`. Errors: all faults, in the order of the text.
pub fn compile(source: &Source, version: u32, locale: &str) -> Result<PlaybookV2, Vec<Fault>> {
    let mut faults = Vec::new();
    let names = Names::collect(source, &mut faults);
    check_shares(source, &mut faults);
    check_theme(source, &mut faults);
    check_bands(source, &mut faults);
    check_activation(source, &mut faults);
    check_points(source, &mut faults);
    let rules = compile_rules(source, names, locale, &mut faults);
    if !faults.is_empty() {
        faults.sort_by_key(|fault| fault.span.start);
        return Err(faults);
    }
    let reason = |weight: &Weight| words_in(&weight.reason, source, locale).map(|(_, reason)| reason.clone());
    let words = |prompt: &Prompt| {
        words_in(prompt.words.get_ref(), source, locale).map(|(tag, words)| to_wire(tag, words)).into_iter().collect()
    };
    Ok(PlaybookV2 {
        version,
        rules,
        selectors: source.features.iter().map(|feature| feature.selectors.clone()).collect(),
        reasons: source.readiness.weights.iter().map(|weight| reason(weight).unwrap_or_default()).collect(),
        words: source.prompts.iter().map(words).collect(),
        frame: frame_words(source, locale),
        theme: ThemeV1 {
            accent: source.theme.accent.get_ref().clone(),
            on_accent: source.theme.on_accent.get_ref().clone(),
        },
    })
}

fn compile_rules(source: &Source, names: Names, locale: &str, faults: &mut Vec<Fault>) -> Rules {
    let moments = keep(source.moments.iter().map(|moment| compile_moment(moment, &names)), faults);
    let weights = keep(source.readiness.weights.iter().map(|weight| compile_weight(weight, &names)), faults);
    let prompts = keep(source.prompts.iter().map(|prompt| compile_prompt(prompt, &names, source, locale)), faults);
    if weights.len() > WEIGHTS_MAX {
        let place = source.readiness.weights[WEIGHTS_MAX].reading.span();
        faults.push(Fault::new(place, format!("at most {WEIGHTS_MAX} weights fit")));
    }
    let bands = source.readiness.bands.get_ref();
    Rules {
        paused: false,
        stale_after_s: source.stale_after.seconds,
        settle_s: source.settle.seconds,
        recovery_s: source.recovery.seconds,
        snooze_s: source.snooze.seconds,
        features: source.features.iter().map(compile_feature).collect(),
        moments,
        limits: names.limits,
        texts: Vec::new(),
        holdout_percent: *source.holdout_percent.get_ref(),
        salt: source.salt.clone(),
        budget: Frequency {
            lifetime: 0,
            caps: vec![
                Cap { cap: source.budget.prompts_per_day_max, period_days: 1 },
                Cap { cap: source.budget.prompts_per_week_max, period_days: 7 },
            ],
            cooldown_s: source.budget.cooldown.seconds,
        },
        scorecard: Scorecard {
            base: source.readiness.base,
            weights,
            bands: [bands.warming, bands.ready, bands.urgent],
        },
        prompts,
    }
}

/// A number made from the playbook's text: 32-bit FNV-1a.
#[must_use]
pub fn version_of(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What went well; what did not goes to the faults.
fn keep<T>(results: impl Iterator<Item = Result<T, Fault>>, faults: &mut Vec<Fault>) -> Vec<T> {
    results.filter_map(|result| result.map_err(|fault| faults.push(fault)).ok()).collect()
}

fn check_shares(source: &Source, faults: &mut Vec<Fault>) {
    let controls = source.prompts.iter().filter_map(|prompt| prompt.control_percent.as_ref());
    for percent in controls.chain([&source.holdout_percent]).filter(|percent| *percent.get_ref() > 100) {
        faults.push(Fault::new(percent.span(), "more than everybody").expected("expected 0 to 100"));
    }
}

fn check_theme(source: &Source, faults: &mut Vec<Fault>) {
    match source.theme.colours() {
        Ok((accent, on_accent)) => {
            let contrast = accent.contrast(on_accent);
            if contrast < CONTRAST_MIN {
                let message = format!("on_accent cannot be read on accent: their contrast is {contrast:.2}");
                let fault = Fault::new(source.theme.on_accent.span(), message);
                faults.push(fault.expected(format!("expected {CONTRAST_MIN} or more (WCAG 2.2, 1.4.3)")));
            }
        }
        Err(fault) => faults.push(fault),
    }
}

fn check_bands(source: &Source, faults: &mut Vec<Fault>) {
    let bands = source.readiness.bands.get_ref();
    if !(bands.warming < bands.ready && bands.ready < bands.urgent && bands.urgent <= 100) {
        let fault = Fault::new(source.readiness.bands.span(), "the bands are not in order");
        faults.push(fault.expected("expected warming < ready < urgent, none over 100"));
    }
}

/// Points that no sum of theirs can overflow.
const POINTS_MAX: i32 = 10_000;

fn check_points(source: &Source, faults: &mut Vec<Fault>) {
    for weight in &source.readiness.weights {
        let all = weight.points.get_ref().iter().chain(&weight.mean);
        if all.clone().any(|points| points.abs_diff(0) > POINTS_MAX.unsigned_abs()) {
            let fault = Fault::new(weight.points.span(), "these points are out of all proportion");
            faults.push(fault.expected(format!("expected -{POINTS_MAX} to {POINTS_MAX}; 20 points double the odds")));
        }
    }
}

fn check_activation(source: &Source, faults: &mut Vec<Fault>) {
    let marked = source.moments.iter().filter_map(|moment| moment.activation.as_ref()).filter(|mark| *mark.get_ref());
    for second in marked.skip(1) {
        let fault = Fault::new(second.span(), "a second activation");
        faults.push(fault.expected("time to value is measured to one moment: mark one"));
    }
}

fn compile_feature(feature: &Feature) -> FeatureRule {
    FeatureRule { name: feature.name.get_ref().clone(), routes: patterns(&feature.routes), role: None }
}

fn patterns(routes: &[String]) -> Vec<Pattern> {
    routes.iter().cloned().map(Pattern).collect()
}

fn rule(text: &Spanned<String>, names: &Names, may_read_readiness: bool) -> Result<Rule, Fault> {
    placed(text, |rule, offset| parse_rule(rule, offset, Scope { names, may_read_readiness }))
}

/// Parses `text` and tells the parser at which byte it begins. The span of a TOML string includes its quotes: one or
/// three, and perhaps a first line that is empty. Where escapes make places differ, a fault stands at the whole text.
fn placed<T>(text: &Spanned<String>, parse: impl FnOnce(&str, usize) -> Result<T, Fault>) -> Result<T, Fault> {
    let span = text.span();
    let before = match span.len().saturating_sub(text.get_ref().len()) {
        2 => Some(1),
        6 => Some(3),
        7 => Some(4),
        _ => None,
    };
    parse(text.get_ref(), span.start + before.unwrap_or(0))
        .map_err(|fault| if before.is_some() { fault } else { Fault { span, ..fault } })
}

fn compile_moment(moment: &Moment, names: &Names) -> Result<MomentRule, Fault> {
    Ok(MomentRule {
        name: moment.name.get_ref().clone(),
        stage: Stage::ALL[moment.stage as usize],
        activation: moment.activation.as_ref().is_some_and(|mark| *mark.get_ref()),
        when: moment.when.as_ref().map(|when| rule(when, names, false)).transpose()?,
    })
}

fn compile_weight(weight: &Weight, names: &Names) -> Result<WeightRule, Fault> {
    let scope = Scope { names, may_read_readiness: false };
    let reading = placed(&weight.reading, |reading, offset| parse_reading(reading, offset, scope))?;
    let (bins, points) = (weight.bins.get_ref(), weight.points.get_ref());
    if !bins.is_sorted_by(|a, b| a < b) {
        return Err(Fault::new(weight.bins.span(), "the bins do not ascend").expected("expected ascending numbers"));
    }
    if points.len() != bins.len() + 1 {
        let message = format!("{} points for {} bins", points.len(), bins.len() + 1);
        let help = "expected one number more than in `bins`: the first is for what lies below the first bin";
        return Err(Fault::new(weight.points.span(), message).expected(help));
    }
    let mean = weight.mean.unwrap_or(points[0]);
    Ok(WeightRule { reading, bins: bins.clone(), points: points.clone(), mean })
}

fn compile_prompt(prompt: &Prompt, names: &Names, source: &Source, locale: &str) -> Result<PromptRule, Fault> {
    for words in prompt.words.get_ref().values() {
        check_words(words)?;
    }
    if prompt.words.get_ref().is_empty() {
        let fault = Fault::new(prompt.words.span(), "the prompt has no words");
        return Err(fault.expected(format!("expected [prompts.words.{}]", source.locale)));
    }
    let score_min = prompt.score_min.as_ref().map_or(0, |score| *score.get_ref());
    if let Some(score) = prompt.score_min.as_ref().filter(|_| score_min > 100) {
        return Err(Fault::new(score.span(), "no score is so high").expected("expected 0 to 100"));
    }
    let instant = |at: &Option<toml::value::Datetime>| {
        at.as_ref().map(|at| unix_ms(at, prompt).map(|ms| Edge { ms, local: false })).transpose()
    };
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
        devices: 0,
        frequency: Frequency { lifetime: prompt.lifetime_max, ..Frequency::default() },
        variants: Vec::new(),
        about: None,
        control_percent: prompt.control_percent.as_ref().map_or(0, |percent| *percent.get_ref()),
        schedule: Schedule { from: instant(&prompt.from)?, until: instant(&prompt.until)?, ..Schedule::default() },
        has_words: words_in(prompt.words.get_ref(), source, locale).is_some(),
    })
}

/// The words for `locale`, else those of the playbook's fallback language.
fn words_in<'a, T>(table: &'a BTreeMap<String, T>, source: &Source, locale: &str) -> Option<(&'a String, &'a T)> {
    in_language(table, locale).or_else(|| in_language(table, &source.locale))
}

fn to_wire(locale: &str, words: &Words) -> PromptWordsV1 {
    let step = |step: &Step| StepV1 { title: step.title.clone(), body: step.body.clone() };
    PromptWordsV1 {
        locale: locale.to_owned(),
        steps: words.steps.get_ref().iter().map(step).collect(),
        accept: words.accept.clone(),
        accept_url: words.accept_url.as_ref().map(|url| url.get_ref().clone()).unwrap_or_default(),
        decline: words.decline.get_ref().clone(),
    }
}

fn check_words(words: &Words) -> Result<(), Fault> {
    if words.steps.get_ref().is_empty() {
        return Err(Fault::new(words.steps.span(), "no steps").expected("expected at least one { title, body }"));
    }
    if words.decline.get_ref().trim().is_empty() {
        let fault = Fault::new(words.decline.span(), "the prompt cannot be declined");
        return Err(fault.expected("expected the label of a plain decline, such as \"Not now\""));
    }
    match &words.accept_url {
        Some(url) if !is_url(url.get_ref()) => Err(Fault::new(url.span(), "taking the offer cannot lead there")
            .expected("expected an address within your site, such as \"/upgrade\", or one that begins with https://")),
        _ => Ok(()),
    }
}

/// An address within the site or a secure one; never `javascript:` and the like, nor another site by `//`.
fn is_url(url: &str) -> bool {
    let is_local = url.starts_with(['/', '#', '?']) && !url.starts_with("//") && !url.starts_with("/\\");
    url.len() <= URL_BYTES_MAX && (is_local || url.starts_with("https://")) && !url.contains(char::is_control)
}

fn unix_ms(at: &toml::value::Datetime, prompt: &Prompt) -> Result<u64, Fault> {
    let instant: Option<jiff::Timestamp> = at.to_string().parse().ok();
    instant.and_then(|instant| u64::try_from(instant.as_millisecond()).ok()).ok_or_else(|| {
        Fault::new(prompt.id.span(), format!("`{at}` in this prompt is no instant"))
            .expected("expected date, time and offset, such as 2026-11-10T09:00:00Z")
    })
}
