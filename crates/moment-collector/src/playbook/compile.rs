//! From the playbook's tables to what a browser is told; every fault is found on the way.

mod action;
pub(in crate::playbook) mod check;
mod frequency;
mod pages;
mod parts;
pub(in crate::playbook) mod patterns;
mod prompt;
pub(in crate::playbook) mod schedule;
mod selector;
mod why;
mod words;

use std::collections::BTreeMap;

use moment_core::feature::Role;
use moment_core::moment::{MomentRule, Stage};
use moment_core::playbook::{FeatureRule, Playbook as Rules};
use moment_core::prompt::PromptRule;
use moment_core::readiness::{Scorecard, WEIGHTS_MAX, Weight as WeightRule};
use moment_core::rule::Rule;
use moment_wire::playbook::{MODEL_BYTES_MAX, PlaybookV3, model_bytes};
use moment_wire::words::{FrameWordsV2, PromptWordsV2, SurroundV2, ThemeV1, language};
use toml::Spanned;

use crate::playbook::compile::patterns::patterns;
use crate::playbook::fault::Fault;
use crate::playbook::frame::{frame_words, in_language, is_same_language, name_in, said};
use crate::playbook::names::Names;
use crate::playbook::rule_text::texts::Texts;
use crate::playbook::rule_text::{Asker, Scope, parse_reading, parse_rule};
use crate::playbook::source::prompt::Prompt;
use crate::playbook::source::words::{Variant, Words};
use crate::playbook::source::{Feature, Moment, Source, Weight};

/// The playbook in the language nearest to `locale`. Errors: all faults, in the order of the text.
pub fn compile(source: &Source, version: u32, locale: &str) -> Result<PlaybookV3, Vec<Fault>> {
    let mut faults = Vec::new();
    let names = Names::collect(source, &mut faults);
    check::check(source, &names, &mut faults);
    let rules = compile_rules(source, names, locale, &mut faults);
    if !faults.is_empty() {
        faults.sort_by_key(|fault| fault.span.start);
        return Err(faults);
    }
    Ok(PlaybookV3 {
        version,
        selectors: source.features.iter().map(selectors).collect(),
        words: source
            .prompts
            .iter()
            .zip(&rules.prompts)
            .map(|(prompt, rule)| words(prompt, rule, source, locale))
            .collect(),
        surround: surround(source, &rules, locale).pack(),
        rules,
    })
}

/// A text in it says its language where any prompt is in another one.
fn surround(source: &Source, rules: &Rules, locale: &str) -> SurroundV2 {
    let tags = source.prompts.iter().filter_map(|prompt| words_in(prompt.words.get_ref(), source, locale));
    let tags: Vec<&String> = tags.map(|(tag, _)| tag).collect();
    let told = |text: String| {
        let (own, text) = language::split(&text);
        let own = own.unwrap_or(locale);
        let goes_without = tags.iter().all(|tag| is_same_language(tag, own));
        if goes_without { text.to_owned() } else { language::mark(text, own) }
    };
    let reason =
        |weight: &Weight| words_in(&weight.reason, source, locale).map(|(tag, reason)| said(reason, tag, locale));
    let features = source.features.iter().map(|feature| (&feature.name, feature.label.as_ref()));
    let moments = source.moments.iter().map(|moment| (&moment.name, moment.label.as_ref()));
    let limits = source.limits.iter().map(|limit| (&limit.name, limit.label.as_ref()));
    let names = features.chain(moments).chain(limits).filter_map(|(name, label)| {
        let name = name.get_ref();
        Some((name.clone(), told(name_in(source, locale, name, label)?)))
    });
    SurroundV2 {
        frame: FrameWordsV2(frame_words(source, locale).0.into_iter().map(told).collect()),
        theme: ThemeV1 {
            accent: source.theme.accent.get_ref().clone(),
            on_accent: source.theme.on_accent.get_ref().clone(),
        },
        reasons: source.readiness.weights.iter().map(|weight| reason(weight).map(told).unwrap_or_default()).collect(),
        caps: rules.budget.caps.clone(),
        guides: rules.prompts.iter().filter(|rule| !rule.sells()).map(|rule| rule.id.clone()).collect(),
        names: names.collect(),
    }
}

fn compile_rules(source: &Source, names: Names, locale: &str, faults: &mut Vec<Fault>) -> Rules {
    let texts = Texts::default();
    let scope = |asker| Scope { names: &names, texts: &texts, asker };
    let moments = keep(source.moments.iter().map(|moment| compile_moment(moment, scope(Asker::Moment))), faults);
    let compile_weight = |weight| compile_weight(weight, scope(Asker::Weight), faults);
    let weights: Vec<_> = source.readiness.weights.iter().filter_map(compile_weight).collect();
    let compile_prompt = |prompt| prompt::compile(prompt, scope(Asker::Prompt), source, locale, faults);
    let prompts = source.prompts.iter().map(compile_prompt).collect();
    let budget = frequency::budget(&source.budget, faults);
    if weights.len() > WEIGHTS_MAX {
        let place = source.readiness.weights[WEIGHTS_MAX].reading.span();
        faults.push(Fault::new(place, format!("at most {WEIGHTS_MAX} weights fit")));
    }
    let bands = source.readiness.bands.get_ref();
    let scorecard =
        Scorecard { base: source.readiness.base, weights, bands: [bands.warming, bands.ready, bands.urgent] };
    check_model(source, &scorecard, faults);
    Rules {
        paused: false,
        stale_after_s: source.stale_after.get_ref().seconds,
        settle_s: source.settle.seconds,
        recovery_s: source.recovery.seconds,
        snooze_s: source.snooze.seconds,
        features: source.features.iter().map(compile_feature).collect(),
        moments,
        texts: texts.into_list(),
        limits: names.limits,
        holdout_percent: *source.holdout_percent.get_ref(),
        salt: source.salt.clone(),
        budget,
        scorecard,
        prompts,
    }
}

/// Every customer's browser is charged for the model.
fn check_model(source: &Source, scorecard: &Scorecard, faults: &mut Vec<Fault>) {
    let bytes = model_bytes(scorecard);
    if let (true, Some(first)) = (bytes > MODEL_BYTES_MAX, source.readiness.weights.first()) {
        let fault = Fault::new(first.reading.span(), format!("the weights take {bytes} bytes in every browser"));
        faults.push(fault.expected(format!("expected at most {MODEL_BYTES_MAX}: fewer weights, or fewer bins")));
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

/// What went well; else the fault goes to the faults, and something that is of no use stands in.
fn or_fault<T: Default>(result: Result<T, Fault>, faults: &mut Vec<Fault>) -> T {
    result.map_err(|fault| faults.push(fault)).unwrap_or_default()
}

fn compile_feature(feature: &Feature) -> FeatureRule {
    FeatureRule {
        name: feature.name.get_ref().clone(),
        routes: patterns(&feature.routes),
        role: feature.role.map(|role| Role::ALL[role as usize]),
    }
}

fn rule(text: &Spanned<String>, scope: Scope) -> Result<Rule, Fault> {
    placed(text, |rule, offset| parse_rule(rule, offset, scope))
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

fn selectors(feature: &Feature) -> Vec<String> {
    feature.selectors.iter().map(|selector| selector.get_ref().clone()).collect()
}

fn compile_moment(moment: &Moment, scope: Scope) -> Result<MomentRule, Fault> {
    Ok(MomentRule {
        name: moment.name.get_ref().clone(),
        stage: Stage::ALL[moment.stage as usize],
        activation: moment.activation.as_ref().is_some_and(|mark| *mark.get_ref()),
        when: moment.when.as_ref().map(|when| rule(when, scope)).transpose()?,
    })
}

fn compile_weight(weight: &Weight, scope: Scope, faults: &mut Vec<Fault>) -> Option<WeightRule> {
    let reading = placed(&weight.reading, |reading, offset| parse_reading(reading, offset, scope));
    let reading = reading.map_err(|fault| faults.push(fault));
    let (bins, points) = (weight.bins.get_ref(), weight.points.get_ref());
    if !bins.is_sorted_by(|a, b| a < b) {
        faults.push(Fault::new(weight.bins.span(), "the bins do not ascend").expected("expected ascending numbers"));
    }
    if points.len() != bins.len() + 1 {
        let message = format!("{} points for {} bins", points.len(), bins.len() + 1);
        let help = "expected one number more than in `bins`: the first is for what lies below the first bin";
        faults.push(Fault::new(weight.points.span(), message).expected(help));
    }
    let mean = weight.mean.or_else(|| points.first().copied())?;
    Some(WeightRule { reading: reading.ok()?, bins: bins.clone(), points: points.clone(), mean })
}

/// The words for `locale`, else those of the playbook's fallback language.
fn words_in<'a, T>(table: &'a BTreeMap<String, T>, source: &Source, locale: &str) -> Option<(&'a String, &'a T)> {
    in_language(table, locale).or_else(|| in_language(table, &source.locale))
}

/// All that `prompt` says in the language nearest to `locale`; what its words there leave out is said as in the
/// playbook's own language, and marked so.
fn whole_words(prompt: &Prompt, source: &Source, locale: &str) -> Option<Words> {
    let (tag, own) = words_in(prompt.words.get_ref(), source, locale)?;
    let Some((other, fallback)) = in_language(prompt.words.get_ref(), &source.locale) else {
        return Some(own.get_ref().clone());
    };
    let mut fallback = fallback.get_ref().clone();
    if !is_same_language(tag, other) {
        fallback.mark(other);
    }
    Some(fallback.with(own.get_ref()))
}

/// What a prompt says: the words of each of its variants, or its words once; none when there are none in the language.
fn words(prompt: &Prompt, rule: &PromptRule, source: &Source, locale: &str) -> Vec<Vec<u8>> {
    let Some((tag, _)) = words_in(prompt.words.get_ref(), source, locale) else { return Vec::new() };
    let words = whole_words(prompt, source, locale).unwrap_or_default();
    let why = why::compile(rule, source, tag);
    let pack = |words: &Words| PromptWordsV2 { why: why.clone(), ..pages::compile(prompt, source, tag, words) }.pack();
    if prompt.variants.is_empty() {
        return vec![pack(&words)];
    }
    let of = |variant: &Variant| match in_language(variant.words.get_ref(), tag) {
        Some((_, other)) => pack(&words.with(other)),
        None => pack(&words),
    };
    prompt.variants.iter().map(of).collect()
}
