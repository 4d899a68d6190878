//! What prompts say, as TOML has it: words by language, and what a variant says otherwise.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::playbook::source::filled;
use crate::playbook::source::frequency::unsaid;

/// A prompt's words in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The steps.
    pub steps: Spanned<Vec<Step>>,
    /// The label that takes the offer.
    pub accept: Spanned<String>,
    /// Where that leads; nowhere when left out.
    pub accept_url: Option<Spanned<String>>,
    /// The label that declines.
    pub decline: Spanned<String>,
}

/// One step of a prompt.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The heading.
    pub title: Spanned<String>,
    /// The text.
    pub body: Spanned<String>,
}

/// One way of telling a prompt.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its name.
    pub key: Spanned<String>,
    /// Its share of the trials, beside the weights of the others.
    pub weight: Spanned<u8>,
    /// What it says otherwise, by language.
    #[serde(default = "unsaid", deserialize_with = "filled::placed_by_language")]
    pub words: Spanned<BTreeMap<String, OtherWords>>,
}

/// What a variant says otherwise in one language; what is left out stays as it is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OtherWords {
    /// The steps.
    pub steps: Option<Spanned<Vec<Step>>>,
    /// The label that takes the offer.
    pub accept: Option<Spanned<String>>,
    /// Where that leads.
    pub accept_url: Option<Spanned<String>>,
    /// The label that declines.
    pub decline: Option<Spanned<String>>,
}

impl Words {
    /// These words, with what `other` says otherwise.
    #[must_use]
    pub fn with(&self, other: &OtherWords) -> Self {
        Self {
            steps: other.steps.as_ref().unwrap_or(&self.steps).clone(),
            accept: other.accept.as_ref().unwrap_or(&self.accept).clone(),
            accept_url: other.accept_url.as_ref().or(self.accept_url.as_ref()).cloned(),
            decline: other.decline.as_ref().unwrap_or(&self.decline).clone(),
        }
    }
}
