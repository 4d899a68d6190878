//! News: what the page's listeners do not know yet.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::decision::{Decision, Reason};
use moment_core::readiness::Readiness;
use moment_core::trial::Trial;
use wasm_bindgen::JsValue;

use crate::listeners::Facts;
use crate::widget::Widget;

/// What the page's listeners were told last.
#[derive(Default)]
pub(super) struct Told {
    pub(super) score: Option<u8>,
    pub(super) decision: Option<Decision>,
    pub(super) moments: Vec<String>,
}

impl Widget {
    /// What the page's listeners do not know yet.
    pub(crate) fn news(&mut self) -> Vec<(&'static str, Facts)> {
        let mut news = Vec::new();
        // In the order of the journey, for several may be reached with one tick.
        for rule in &self.rules.moments {
            if !self.told.moments.contains(&rule.name) && self.trial.own().moment(&rule.name).is_some() {
                news.push(("moment", [("moment", rule.name.as_str().into())].into()));
                self.told.moments.push(rule.name.clone());
            }
        }
        // Before the playbook is there nothing can be said of these.
        if self.playbook.is_none() {
            return news;
        }
        let decision = self.trial.decision(&self.rules);
        if self.told.decision != Some(decision) {
            self.told.decision = Some(decision);
            news.push(("decision", self.decision_facts(decision)));
        }
        let readiness = self.readiness();
        if self.told.score != Some(readiness.score) {
            self.told.score = Some(readiness.score);
            news.push(("readiness", readiness_facts(&readiness)));
        }
        news
    }

    fn decision_facts(&self, decision: Decision) -> Facts {
        match decision {
            Decision::Show(place) => {
                let id = self.rules.prompts.get(usize::from(place)).map_or("", |rule| &rule.id);
                [("prompt", id.into())].into()
            }
            Decision::Wait(reason) => [("reason", Reason::name(reason).into())].into(),
        }
    }
}

/// Readiness as the page's code sees it.
pub(crate) fn readiness_facts(readiness: &Readiness) -> Facts {
    [
        ("score", JsValue::from(readiness.score)),
        ("band", readiness.band.name().into()),
        ("probability", readiness.probability.into()),
        ("points", readiness.points.into()),
    ]
    .into()
}

/// The moments that this replica reached.
pub(super) fn names(trial: &Trial) -> Vec<String> {
    trial.own().moments.iter().map(|moment| moment.name.clone()).collect()
}
