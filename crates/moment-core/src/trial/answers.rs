//! What the customer answers to the open prompt, and what the page says of painting it.

use alloc::vec::Vec;

use crate::decision::Reason;
use crate::effect::Effect;
use crate::event::{Answer, NotPainted};
use crate::exposure::PromptRecord;
use crate::playbook::Playbook;
use crate::prompt::PromptKind;
use crate::reaction::SCORE_MAX;
use crate::summary::BudgetChoice;
use crate::time::Second;
use crate::trial::Trial;

impl Trial {
    /// Takes the answer to the open prompt in.
    pub(super) fn answer(&mut self, playbook: &Playbook, at: Second, answer: Answer, effects: &mut Vec<Effect>) {
        if self.page.open.is_none() {
            return;
        }
        let kind = self.open_rule(playbook).map(|rule| rule.kind);
        // What shows how things stand comes without end, but not to whoever put it away.
        let is_standing = kind.is_some_and(PromptKind::is_standing);
        // Where there is no room for a record the answer is heard all the same.
        let mut nowhere = PromptRecord::default();
        let record = self.open_record(playbook).unwrap_or(&mut nowhere);
        match answer {
            Answer::Stepped(page) => {
                if page <= record.step {
                    return;
                }
                record.step = page;
                self.own.touch(at);
                effects.push(Effect::Save);
                return;
            }
            Answer::Reacted(score) => return self.react(playbook, at, score, effects),
            Answer::Clicked => record.clicked = record.clicked.saturating_add(1),
            Answer::Completed | Answer::Helped => record.completed = record.completed.saturating_add(1),
            Answer::Dismissed | Answer::Fewer => record.dismissed = record.dismissed.saturating_add(1),
            Answer::Snoozed => {
                record.snoozed = record.snoozed.saturating_add(1);
                record.snoozed_until_s = record.snoozed_until_s.max(at.saturating_add(playbook.snooze_s));
            }
            Answer::Closed => {}
        }
        let is_last = is_standing && !matches!(answer, Answer::Snoozed | Answer::Closed);
        if is_last || answer == Answer::Clicked {
            record.answered_s = record.answered_s.max(Some(at));
        }
        match answer {
            Answer::Fewer => self.choose_budget(BudgetChoice::Fewer, at),
            Answer::Helped => self.own.recovered_s = self.own.recovered_s.max(at),
            _ => {}
        }
        self.own.touch(at);
        // Help that was taken stays, to ask whether it helped.
        if answer != Answer::Clicked || kind != Some(PromptKind::Help) {
            self.hide(effects);
        }
        effects.extend([Effect::Save, Effect::Send]);
    }

    /// A one-tap answer is kept at once, for the customer may say no more.
    fn react(&mut self, playbook: &Playbook, at: Second, score: u8, effects: &mut Vec<Effect>) {
        let Some(rule) = self.open_rule(playbook) else { return };
        if let Some(record) = self.open_record(playbook).filter(|_| (1..=SCORE_MAX).contains(&score)) {
            record.answered_s = record.answered_s.max(Some(at));
        }
        let about = rule.about.and_then(|moment| playbook.moments.get(usize::from(moment)));
        self.own.react(about.map_or(&rule.id, |moment| &moment.name), at, score);
        self.own.touch(at);
        effects.extend([Effect::Save, Effect::Send]);
    }

    /// The open prompt could not be painted.
    pub(super) fn give_up(&mut self, playbook: &Playbook, why: NotPainted) {
        let reason = match why {
            NotPainted::AnchorNotFound => Reason::AnchorNotFound,
            NotPainted::AnchorNotVisible => Reason::AnchorNotVisible,
            NotPainted::Elsewhere => Reason::LostArbitration,
        };
        if let Some(record) = self.open_record(playbook) {
            record.add_waits(reason, 1);
        }
        self.page.give_up(reason);
    }
}
