//! A prompt's tables become the rule that the core evaluates.

use moment_core::device::Device;
use moment_core::name::{NAME_BYTES_MAX, is_name};
use moment_core::prompt::{PromptKind, PromptRule, Status, Variant as VariantRule};
use moment_core::reading::Reading;
use moment_core::rule::{Comparison, Op, Rule};
use toml::Spanned;

use crate::playbook::compile::patterns::patterns;
use crate::playbook::compile::{frequency, or_fault, rule, schedule, words_in};
use crate::playbook::fault::Fault;
use crate::playbook::names::{ARMS, nearest};
use crate::playbook::rule_text::Scope;
use crate::playbook::source::Source;
use crate::playbook::source::prompt::Prompt;
use crate::playbook::source::words::Variant;

/// How many variants a prompt may have.
const VARIANTS_MAX: usize = 8;

/// The least reaction that is delight.
const DELIGHT_MIN: i32 = 4;

/// The rule of `prompt`, for a browser that asks for `locale`. What is wrong goes to the faults, part by part, and then
/// the rule is of no use.
pub(super) fn compile(
    prompt: &Prompt,
    scope: Scope,
    source: &Source,
    locale: &str,
    faults: &mut Vec<Fault>,
) -> PromptRule {
    let kind = PromptKind::ALL[prompt.kind as usize];
    let unless = prompt.unless.as_ref().map(|unless| rule(unless, scope)).transpose();
    PromptRule {
        id: prompt.id.get_ref().clone(),
        kind,
        status: Status::ALL[prompt.status as usize],
        commercial: or_fault(commercial(prompt, kind), faults),
        priority: prompt.priority,
        when: when(or_fault(rule(&prompt.when, scope), faults), kind),
        unless: or_fault(unless, faults),
        score_min: or_fault(score_min(prompt), faults),
        routes: patterns(&prompt.routes),
        devices: prompt.devices.iter().fold(0, |all, device| all | Device::ALL[*device as usize].bit()),
        frequency: frequency::of_prompt(prompt, faults),
        control_percent: prompt.control_percent.as_ref().map_or(0, |percent| *percent.get_ref()),
        variants: variants(prompt, faults),
        schedule: schedule::schedule(prompt, faults),
        about: or_fault(about(prompt, kind, scope), faults),
        has_words: words_in(prompt.words.get_ref(), source, locale).is_some(),
    }
}

/// Nobody is asked to recommend what did not delight them: that the newest reaction was good is part of the rule.
fn when(mut rule: Rule, kind: PromptKind) -> Rule {
    if kind == PromptKind::Advocacy {
        let delight = [Op::Read(Reading::LastReaction), Op::Number(DELIGHT_MIN), Op::Compare(Comparison::AtLeast)];
        rule.ops.extend(delight.into_iter().chain([Op::And]));
    }
    rule
}

fn score_min(prompt: &Prompt) -> Result<u8, Fault> {
    match &prompt.score_min {
        Some(score) if *score.get_ref() > 100 => {
            Err(Fault::new(score.span(), "no score is so high").expected("expected 0 to 100"))
        }
        score => Ok(score.as_ref().map_or(0, |score| *score.get_ref())),
    }
}

fn commercial(prompt: &Prompt, kind: PromptKind) -> Result<bool, Fault> {
    match &prompt.commercial {
        Some(says) if *says.get_ref() && !kind.can_sell() => {
            let fault = Fault::new(says.span(), format!("a {} never sells", kind.name()));
            Err(fault.expected("leave `commercial` out, or choose a card, modal, spotlight, banner, meter or advocacy"))
        }
        Some(says) => Ok(*says.get_ref()),
        None => Ok(kind.can_sell()),
    }
}

fn about(prompt: &Prompt, kind: PromptKind, scope: Scope) -> Result<Option<u8>, Fault> {
    let Some(moment) = &prompt.about else { return Ok(None) };
    if kind != PromptKind::Reaction {
        let fault = Fault::new(moment.span(), format!("a {} asks nothing about a moment", kind.name()));
        return Err(fault.expected("`about` goes with the kind \"reaction\""));
    }
    let moments = &scope.names.moments;
    let place = moments.iter().position(|known| known == moment.get_ref());
    place.and_then(|place| u8::try_from(place).ok()).map(Some).ok_or_else(|| {
        let fault = Fault::new(moment.span(), format!("no moment is called `{}`", moment.get_ref()));
        match nearest(moment.get_ref(), moments.iter().cloned()) {
            Some(near) => fault.expected(format!("did you mean `{near}`?")),
            None => fault.expected("expected the name of a moment"),
        }
    })
}

fn variants(prompt: &Prompt, faults: &mut Vec<Fault>) -> Vec<VariantRule> {
    let variants = &prompt.variants;
    if let Some(first_over) = variants.get(VARIANTS_MAX) {
        let fault = Fault::new(first_over.key.span(), format!("{} variants are too many", variants.len()));
        faults.push(fault.expected(format!("at most {VARIANTS_MAX} variants fit")));
    }
    for (place, variant) in variants.iter().enumerate() {
        faults.extend(check_key(&variant.key, &variants[..place]).err());
    }
    if let Some(first) = variants.first().filter(|_| variants.iter().all(|variant| *variant.weight.get_ref() == 0)) {
        let fault = Fault::new(first.weight.span(), "no variant has any weight");
        faults.push(fault.expected("expected weights such as 50 and 50"));
    }
    let rule =
        |variant: &Variant| VariantRule { key: variant.key.get_ref().clone(), weight: *variant.weight.get_ref() };
    variants.iter().map(rule).collect()
}

/// Errors: the key of a variant is no name, is that of an arm, or is one of those `before`.
fn check_key(key: &Spanned<String>, before: &[Variant]) -> Result<(), Fault> {
    let text = key.get_ref().as_str();
    let fault = |message| Fault::new(key.span(), message);
    if !is_name(text) {
        let help = format!("expected 1 to {NAME_BYTES_MAX} characters out of a-z A-Z 0-9 _ . : -");
        Err(fault(format!("`{text}` cannot be a name")).expected(help))
    } else if ARMS.contains(&text) {
        let [holdout, control, shown] = ARMS;
        let help = format!("expected another name: reports call arms `{holdout}`, `{control}` and `{shown}`");
        Err(fault(format!("`{text}` cannot be a variant")).expected(help))
    } else if before.iter().any(|other| other.key.get_ref() == text) {
        Err(fault(format!("`{text}` is named twice")).expected("expected another name"))
    } else {
        Ok(())
    }
}
