//! What a prompt tells of itself on demand, in words: why it is there, how many there may be, and what is known.

use moment_core::exposure::PromptRecord;
use moment_core::reaction::SCORE_MAX;
use moment_core::time::MINUTE_S;
use moment_wire::words::FrameWord;

use crate::fill::Value;
use crate::scene::Scene;

impl Scene {
    /// The readings that speak for it, with their points, the strongest first; none where they play no part.
    pub(crate) fn reasons(&self) -> Vec<(&str, i32)> {
        let prompt = self.prompt();
        if prompt.words.why.is_empty() { prompt.reasons() } else { Vec::new() }
    }

    /// What stands above the reasons, or in their place.
    pub(crate) fn why(&self) -> String {
        let why = &self.prompt().words.why;
        match (why.is_empty(), self.reasons().is_empty()) {
            (false, _) => self.filled(why),
            (true, true) => self.frame(FrameWord::WhyNone),
            (true, false) => self.frame(FrameWord::WhyIntro),
        }
    }

    /// How many prompts there may be, a line for each bound.
    pub(crate) fn budget(&self) -> Vec<String> {
        let line = self.prompt().surround.frame.get(FrameWord::Budget);
        let caps = self.with_standing(|standing| standing.caps()).into_iter();
        let told = caps.map(|(cap, left)| {
            let place = |name: &str| {
                Some(Value::Number(match name {
                    "cap" => cap.cap.into(),
                    "days" => cap.period_days.into(),
                    _ => left.into(),
                }))
            };
            self.fill().fill(line, place)
        });
        told.collect()
    }

    /// All sorts of facts that are sent: what each is called, and how much there is of it.
    pub(crate) fn counted(&self) -> Vec<(String, String)> {
        let surround = &self.prompt().surround;
        let number = |number: u32| self.fill().number(number.into());
        let part = |used: u32, of: u32| {
            let place = |name: &str| Some(Value::Number(if name == "of" { of } else { used }.into()));
            self.fill().fill(surround.frame.get(FrameWord::Used), place)
        };
        self.with_standing(|standing| {
            let summary = &standing.facts.summary;
            let mut rows = Vec::new();
            let mut row = |name: &str, value: String| rows.push((surround.label(name).to_owned(), value));
            for used in &summary.features {
                row(&used.name, number(used.counts.total()));
            }
            for reached in &summary.moments {
                row(&reached.name, self.frame(FrameWord::Done));
            }
            for limit in summary.limits.iter().filter(|limit| !limit.name.is_empty()) {
                row(&limit.name, part(limit.standing.used, limit.standing.of));
            }
            for given in &summary.reactions {
                row(&given.name, part(given.score.into(), SCORE_MAX.into()));
            }
            let trouble = summary.friction.iter().map(|friction| friction.counts.total()).sum();
            let shown = summary.prompts.iter().map(|prompt| prompt.shown.total()).sum();
            let answers = |prompt: &PromptRecord| prompt.clicked + prompt.completed + prompt.dismissed + prompt.snoozed;
            let sums = [
                (FrameWord::Days, summary.active_days.len()),
                (FrameWord::Visits, summary.sessions),
                (FrameWord::Minutes, summary.engaged.total() / MINUTE_S),
                (FrameWord::Trouble, trouble),
                (FrameWord::Prompts, shown),
                (FrameWord::Answers, summary.prompts.iter().map(answers).sum()),
            ];
            for (word, sum) in sums {
                row(&self.frame(word), number(sum));
            }
            rows
        })
    }
}
