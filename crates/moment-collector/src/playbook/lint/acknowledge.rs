//! Acknowledgements: `acknowledge = ["nagging"]` says that a lint was looked at and is meant so.

use toml::Spanned;

use crate::playbook::fault::FaultRule;
use crate::playbook::lint::catalogue::LintRule;
use crate::playbook::lint::{Lint, Subject};
use crate::playbook::names::nearest;
use crate::playbook::source::Source;

/// How to mend an acknowledgement that does nothing.
const TAKE_OUT: &str = "take the acknowledgement out";

/// All acknowledgements of a playbook, each with what it stands at.
#[derive(Debug)]
pub struct Acknowledgements<'a>(Vec<(Subject, &'a Spanned<String>)>);

impl<'a> Acknowledgements<'a> {
    /// Those of `source`.
    #[must_use]
    pub fn of(source: &'a Source) -> Self {
        let at = |subject, list: &'a [Spanned<String>]| list.iter().map(move |name| (subject, name));
        let moments = source.moments.iter().enumerate();
        let prompts = source.prompts.iter().enumerate();
        let all = at(Subject::Playbook, &source.acknowledge)
            .chain(moments.flat_map(|(place, moment)| at(Subject::Moment(place), &moment.acknowledge)))
            .chain(prompts.flat_map(|(place, prompt)| at(Subject::Prompt(place), &prompt.acknowledge)));
        Self(all.collect())
    }

    /// Whether one of them covers what `rule` finds at `subject`.
    #[must_use]
    pub fn cover(&self, rule: LintRule, subject: Subject) -> bool {
        self.0.iter().any(|(at, name)| covers(*at, subject) && name.get_ref() == rule.name())
    }
}

fn covers(at: Subject, subject: Subject) -> bool {
    at == Subject::Playbook || at == subject
}

/// Marks what is acknowledged, and adds a lint for each acknowledgement that does nothing.
pub fn acknowledge(acknowledgements: &Acknowledgements, lints: &mut Vec<Lint>) {
    let mut idle = Vec::new();
    for (at, name) in &acknowledgements.0 {
        if let Some(why) = why_not(name.get_ref()) {
            idle.push(impossible(*at, name, why));
            continue;
        }
        let Some(rule) = LintRule::named(name.get_ref()) else {
            idle.push(unknown(*at, name));
            continue;
        };
        let mut is_idle = true;
        for lint in lints.iter_mut().filter(|lint| lint.rule == rule && covers(*at, lint.subject)) {
            lint.acknowledged = true;
            is_idle = false;
        }
        if is_idle {
            idle.push(unused(*at, name));
        }
    }
    lints.extend(idle);
}

/// Why the rule called `name` cannot be acknowledged, if it is one of those.
fn why_not(name: &str) -> Option<&'static str> {
    if FaultRule::ALL.into_iter().any(|rule| rule.name() == name) {
        return Some("there is no prompt without a decline");
    }
    let is_lint = LintRule::named(name).is_some_and(|rule| !rule.may_be_acknowledged());
    is_lint.then_some("an acknowledgement that is wrong is mended")
}

fn impossible(at: Subject, name: &Spanned<String>, why: &str) -> Lint {
    let message = format!("`{}` cannot be acknowledged: {why}", name.get_ref());
    Lint::new(LintRule::UnusedAcknowledgement, at, name.span(), message, TAKE_OUT)
}

fn unknown(at: Subject, name: &Spanned<String>) -> Lint {
    let known = LintRule::ALL.into_iter().filter(|rule| rule.may_be_acknowledged()).map(|rule| rule.name().to_owned());
    let help = match nearest(name.get_ref(), known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`second-moment check --rules` lists the rules".to_owned(),
    };
    Lint::new(LintRule::UnknownRule, at, name.span(), format!("no rule is called `{}`", name.get_ref()), help)
}

fn unused(at: Subject, name: &Spanned<String>) -> Lint {
    let message = format!("nothing here breaks the rule `{}`", name.get_ref());
    Lint::new(LintRule::UnusedAcknowledgement, at, name.span(), message, TAKE_OUT)
}
