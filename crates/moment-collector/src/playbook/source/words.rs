//! What prompts say, as TOML has it: words by language, and what a variant says otherwise.

use std::collections::BTreeMap;

use moment_wire::words::language;
use serde::Deserialize;
use toml::Spanned;

use crate::playbook::source::filled;
use crate::playbook::source::frequency::unsaid;

/// A prompt's words in one language. What is left out is said as in the playbook's own language; in that one the prompt's
/// kind tells what is needed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// The steps.
    pub steps: Option<Spanned<Vec<Step>>>,
    /// The label that takes the offer.
    pub accept: Option<Spanned<String>>,
    /// Where that leads.
    pub accept_url: Option<Spanned<String>>,
    /// The label that declines.
    pub decline: Option<Spanned<String>>,
    /// Plans beside each other, under the last step.
    pub plans: Option<Spanned<Vec<Plan>>>,
    /// What is said once a limit is reached, or everything on a checklist.
    pub full: Option<Spanned<Step>>,
    /// What each moment on a checklist is called.
    pub items: Option<Spanned<BTreeMap<String, Spanned<String>>>>,
    /// What each answer of a reaction is called, from bad to good.
    pub scale: Option<Spanned<Vec<Spanned<String>>>>,
    /// What is asked in words.
    pub ask: Option<Spanned<String>>,
    /// What sends them.
    pub send: Option<Spanned<String>>,
    /// What is said when they were sent.
    pub thanks: Option<Spanned<String>>,
    /// The label that asks to be called.
    pub call_me: Option<Spanned<String>>,
    /// Whether it helped.
    pub helped: Option<Spanned<Helped>>,
}

/// One step of a prompt.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The heading.
    pub title: Spanned<String>,
    /// The text.
    pub body: Spanned<String>,
    /// The label that does what the step is about, and goes on; that of the last step is `accept`.
    pub accept: Option<Spanned<String>>,
    /// What that does.
    pub action: Option<Spanned<Action>>,
}

/// One plan of several.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What it is called.
    pub name: Spanned<String>,
    /// What it costs.
    pub price: Spanned<String>,
    /// What it comes with.
    #[serde(default)]
    pub points: Vec<Spanned<String>>,
    /// The label that chooses it; none for the plan that the customer has.
    pub accept: Option<Spanned<String>>,
    /// Where that leads.
    pub accept_url: Option<Spanned<String>>,
}

/// The question whether help has helped.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helped {
    /// The question.
    pub title: Spanned<String>,
    /// It has.
    pub yes: Spanned<String>,
    /// It has not.
    pub no: Spanned<String>,
}

/// What a press on a button does; several keys are done one after the other, in this order.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Action {
    /// A feature whose use is counted.
    pub track: Option<Spanned<String>>,
    /// A function of the page's that is called.
    pub call: Option<Spanned<String>>,
    /// The selector of an element that gets the focus.
    pub focus: Option<Spanned<String>>,
    /// A prompt that is started.
    pub prompt: Option<Spanned<String>>,
    /// An address that is opened.
    pub url: Option<Spanned<String>>,
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
    pub words: Spanned<BTreeMap<String, Words>>,
}

impl Words {
    /// These words, with what `other` says otherwise.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        fn or<T: Clone>(other: Option<&T>, this: Option<&T>) -> Option<T> {
            other.or(this).cloned()
        }
        Self {
            steps: or(other.steps.as_ref(), self.steps.as_ref()),
            accept: or(other.accept.as_ref(), self.accept.as_ref()),
            accept_url: or(other.accept_url.as_ref(), self.accept_url.as_ref()),
            decline: or(other.decline.as_ref(), self.decline.as_ref()),
            plans: or(other.plans.as_ref(), self.plans.as_ref()),
            full: or(other.full.as_ref(), self.full.as_ref()),
            items: self.items_with(other),
            scale: or(other.scale.as_ref(), self.scale.as_ref()),
            ask: or(other.ask.as_ref(), self.ask.as_ref()),
            send: or(other.send.as_ref(), self.send.as_ref()),
            thanks: or(other.thanks.as_ref(), self.thanks.as_ref()),
            call_me: or(other.call_me.as_ref(), self.call_me.as_ref()),
            helped: or(other.helped.as_ref(), self.helped.as_ref()),
        }
    }

    /// One by one: a language may lack some of them.
    fn items_with(&self, other: &Self) -> Option<Spanned<BTreeMap<String, Spanned<String>>>> {
        let (Some(these), Some(others)) = (&self.items, &other.items) else {
            return other.items.as_ref().or(self.items.as_ref()).cloned();
        };
        let mut all = these.get_ref().clone();
        all.extend(others.get_ref().clone());
        Some(Spanned::new(others.span(), all))
    }

    /// Marks every text that a customer reads as one in the language `locale`.
    pub fn mark(&mut self, locale: &str) {
        let mark = |text: &mut Spanned<String>| *text.get_mut() = language::mark(text.get_ref(), locale);
        for step in self.steps.iter_mut().flat_map(Spanned::get_mut).chain(self.full.as_mut().map(Spanned::get_mut)) {
            [&mut step.title, &mut step.body].into_iter().chain(&mut step.accept).for_each(mark);
        }
        for plan in self.plans.iter_mut().flat_map(Spanned::get_mut) {
            let named = [&mut plan.name, &mut plan.price].into_iter();
            named.chain(&mut plan.points).chain(&mut plan.accept).for_each(mark);
        }
        self.items.iter_mut().flat_map(|items| items.get_mut().values_mut()).for_each(mark);
        self.scale.iter_mut().flat_map(Spanned::get_mut).for_each(mark);
        if let Some(helped) = self.helped.as_mut().map(Spanned::get_mut) {
            [&mut helped.title, &mut helped.yes, &mut helped.no].into_iter().for_each(mark);
        }
        let alone =
            [&mut self.accept, &mut self.decline, &mut self.ask, &mut self.send, &mut self.thanks, &mut self.call_me];
        alone.into_iter().flatten().for_each(mark);
    }

    /// Every text that a customer reads, with what it is.
    #[must_use]
    pub fn texts(&self) -> Vec<(&'static str, &Spanned<String>)> {
        const LABEL: &str = "label";
        let mut texts = Vec::new();
        let steps = self.steps.iter().flat_map(Spanned::get_ref).chain(self.full.as_ref().map(Spanned::get_ref));
        for step in steps {
            texts.extend([("heading", &step.title), ("text", &step.body)]);
            texts.extend(step.accept.as_ref().map(|accept| (LABEL, accept)));
        }
        for plan in self.plans.iter().flat_map(Spanned::get_ref) {
            texts.extend([("name", &plan.name), ("price", &plan.price)]);
            texts.extend(plan.points.iter().chain(&plan.accept).map(|point| ("text", point)));
        }
        texts.extend(self.items.iter().flat_map(|items| items.get_ref().values()).map(|item| (LABEL, item)));
        texts.extend(self.scale.iter().flat_map(Spanned::get_ref).map(|answer| (LABEL, answer)));
        if let Some(helped) = self.helped.as_ref().map(Spanned::get_ref) {
            texts.extend([("question", &helped.title), (LABEL, &helped.yes), (LABEL, &helped.no)]);
        }
        let alone = [
            ("label that takes the offer", &self.accept),
            ("decline", &self.decline),
            ("question", &self.ask),
            (LABEL, &self.send),
            ("thanks", &self.thanks),
            (LABEL, &self.call_me),
        ];
        texts.extend(alone.into_iter().filter_map(|(what, text)| Some((what, text.as_ref()?))));
        texts
    }
}
