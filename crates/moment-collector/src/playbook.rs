//! The playbook as a vendor writes it: TOML text in, compiled rules and words out, or faults with their places.

pub mod compile;
pub mod contrast;
pub mod drawing;
pub mod duration;
pub mod fault;
pub mod frame;
pub mod lint;
pub mod names;
pub mod places;
pub mod rule_text;
pub mod source;
pub mod tag;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use moment_core::moment::MomentRule;
use moment_core::playbook::Playbook as Rules;
use moment_core::time::UnixMs;
use moment_wire::playbook::PlaybookV3;

use crate::playbook::fault::Fault;
use crate::playbook::frame::in_language;
use crate::playbook::lint::Lint;
use crate::playbook::source::Source;

/// A playbook that was read and found right.
#[derive(Debug, Clone)]
pub struct Playbook {
    /// Its text, which holds labels and the words of every language.
    pub source: Source,
    /// The rules, as the core evaluates them.
    pub rules: Rules,
    version: u32,
    /// Compiled for each language that has any words.
    languages: BTreeMap<String, PlaybookV3>,
}

impl Playbook {
    /// Reads a playbook. Errors: every fault found, in the order of the text.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let (source, shape) = source::parse(text)?;
        let version = compile::version_of(text);
        let mut languages = BTreeMap::new();
        for locale in source.locales() {
            match compile::compile(&source, version, locale) {
                Ok(compiled) => languages.insert(locale.to_owned(), compiled),
                Err(faults) => return Err(shape.with(faults)),
            };
        }
        if !shape.faults.is_empty() {
            return Err(shape.faults);
        }
        let rules = languages[&source.locale].rules.clone();
        Ok(Self { source, rules, version, languages })
    }

    /// A number made from the text: another text, another number.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// What its language allows and is still most likely a mistake or unfair, as of `now_ms`.
    #[must_use]
    pub fn lints(&self, now_ms: UnixMs) -> Vec<Lint> {
        lint::lint(&self.source, &self.rules, now_ms)
    }

    /// The moments in the order of the journey, each with its label.
    pub fn journey(&self) -> impl Iterator<Item = (&MomentRule, &str)> {
        let label = |rule: &'_ MomentRule| {
            let known = self.source.moments.iter().find(|moment| moment.name.get_ref() == &rule.name);
            known.and_then(|moment| moment.label.as_deref())
        };
        let mut moments: Vec<_> =
            self.rules.moments.iter().map(|rule| (rule, label(rule).unwrap_or(&rule.name))).collect();
        moments.sort_by_key(|(rule, _)| rule.stage);
        moments.into_iter()
    }

    /// What people call a prompt: its first heading in the playbook's own language, or its id.
    #[must_use]
    pub fn title_of(&self, prompt: &str) -> String {
        let known = self.source.prompts.iter().find(|known| known.id.get_ref() == prompt);
        let words = known.and_then(|known| {
            let words = known.words.get_ref();
            in_language(words, &self.source.locale).map(|(_, words)| words).or_else(|| words.values().next())
        });
        let step = words.and_then(|words| words.get_ref().steps.as_ref()?.get_ref().first());
        // A title with places to fill is no title before somebody fills them.
        let title = step.map(|step| step.title.get_ref()).filter(|title| !title.contains('{'));
        title.map_or_else(|| prompt.to_owned(), Clone::clone)
    }

    /// The playbook for a browser that asks for `locale`.
    #[must_use]
    pub fn for_locale(&self, locale: &str) -> &PlaybookV3 {
        in_language(&self.languages, locale).map_or_else(|| &self.languages[&self.source.locale], |(_, known)| known)
    }
}
