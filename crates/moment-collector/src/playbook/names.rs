//! The names of a playbook, in the order in which compiled rules refer to them.

use std::ops::Range;

use moment_core::exposure::PROMPTS_MAX;
use moment_core::feature::FEATURES_MAX;
use moment_core::limit::LIMITS_MAX;
use moment_core::moment::MOMENTS_MAX;
use moment_core::name::{NAME_BYTES_MAX, is_name};
use toml::Spanned;

use crate::playbook::fault::Fault;
use crate::playbook::rule_text::reading::OF;
use crate::playbook::source::Source;

/// Words of the rule language, which cannot be names of features or moments.
pub const RESERVED: [&str; 31] = [
    "and",
    "or",
    "not",
    "within",
    "half_life",
    "uses",
    "activity",
    "premium_touches",
    "gate_hits",
    "invitations",
    "pricing_views",
    "engaged_minutes",
    "friction",
    "friction_rate",
    "active_days",
    "breadth",
    "streak",
    "sessions",
    "recency_hours",
    "trial_day",
    "trial_progress",
    "moments",
    "limit_pressure",
    "reaction",
    "plan",
    "locale",
    "route",
    "score",
    "band",
    "true",
    "false",
];

/// What reports call the arms of a prompt that has no variants.
pub const ARMS: [&str; 3] = ["holdout", "control", "shown"];

/// All names that a rule may use.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Features, by place.
    pub features: Vec<String>,
    /// Moments, by place.
    pub moments: Vec<String>,
    /// Limits, by place.
    pub limits: Vec<String>,
}

impl Names {
    /// The names of `source`. Faults: improper names, names twice, too many.
    pub fn collect(source: &Source, faults: &mut Vec<Fault>) -> Self {
        let features: Vec<_> = source.features.iter().map(|feature| &feature.name).collect();
        let moments: Vec<_> = source.moments.iter().map(|moment| &moment.name).collect();
        let limits: Vec<_> = source.limits.iter().map(|limit| &limit.name).collect();
        let prompts: Vec<_> = source.prompts.iter().map(|prompt| &prompt.id).collect();
        check_count(&features, FEATURES_MAX, "features", faults);
        check_count(&moments, MOMENTS_MAX, "moments", faults);
        check_count(&limits, LIMITS_MAX, "limits", faults);
        check_count(&prompts, PROMPTS_MAX, "prompts", faults);
        // Features and moments share one language, so they share one set of names.
        check_names(features.iter().chain(&moments), true, faults);
        check_names(limits.iter(), false, faults);
        check_names(prompts.iter(), false, faults);
        check_experiments(&prompts, faults);
        let texts = |list: &[&Spanned<String>]| list.iter().map(|name| name.get_ref().clone()).collect();
        Self { features: texts(&features), moments: texts(&moments), limits: texts(&limits) }
    }
}

/// A prompt's id is the name of its experiment, and one experiment has a name already.
fn check_experiments(prompts: &[&Spanned<String>], faults: &mut Vec<Fault>) {
    for id in prompts.iter().filter(|id| id.get_ref() == "holdout") {
        let message = "`holdout` is the experiment that all prompts share";
        faults.push(Fault::new(id.span(), message).expected("expected another name"));
    }
}

fn check_count(list: &[&Spanned<String>], max: usize, what: &str, faults: &mut Vec<Fault>) {
    if let Some(first_over) = list.get(max) {
        let message = format!("{} {what} are too many", list.len());
        faults.push(Fault::new(first_over.span(), message).expected(format!("at most {max} {what} fit")));
    }
}

fn check_names<'a>(names: impl Iterator<Item = &'a &'a Spanned<String>>, in_rules: bool, faults: &mut Vec<Fault>) {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        let text = name.get_ref().as_str();
        if let Some(fault) = name_fault(text, name.span(), in_rules) {
            faults.push(fault);
        } else if seen.contains(&text) {
            faults.push(Fault::new(name.span(), format!("`{text}` is named twice")).expected("expected another name"));
        }
        seen.push(text);
    }
}

fn name_fault(text: &str, span: Range<usize>, in_rules: bool) -> Option<Fault> {
    if !is_name(text) {
        let help = format!("expected 1 to {NAME_BYTES_MAX} characters out of a-z A-Z 0-9 _ . : -");
        return Some(Fault::new(span, format!("`{text}` cannot be a name")).expected(help));
    }
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if in_rules && !starts_well {
        return Some(
            Fault::new(span, format!("`{text}` cannot be a name in rules")).expected("expected a letter first"),
        );
    }
    let is_taken = RESERVED.contains(&text) || OF.iter().any(|of| text.starts_with(of));
    (in_rules && is_taken)
        .then(|| Fault::new(span, format!("`{text}` is a word of the rule language")).expected("expected another name"))
}

/// The name most like `word`, if one is like it at all.
pub fn nearest(word: &str, names: impl Iterator<Item = String>) -> Option<String> {
    const LIKENESS_MIN: f64 = 0.7;
    names
        .map(|name| (strsim::normalized_damerau_levenshtein(word, &name), name))
        .filter(|(likeness, _)| *likeness >= LIKENESS_MIN)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
