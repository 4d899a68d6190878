//! The budget: how much of a customer's attention prompts may take.

use crate::playbook::Playbook;
use crate::summary::{BudgetChoice, Summary};
use crate::time::{HOUR_S, Second, day_of};

/// After this many dismissals the cooldown doubles no further: 64 times is a quarter of a year for a day.
const DOUBLINGS_MAX: u32 = 6;

/// The playbook's bounds on prompts that sell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Exposures a day.
    pub prompts_per_day_max: u8,
    /// Exposures in seven days.
    pub prompts_per_week_max: u8,
    /// The pause after an exposure; it doubles with each dismissal.
    pub cooldown_s: Second,
}

impl Default for Budget {
    fn default() -> Self {
        Self { prompts_per_day_max: 1, prompts_per_week_max: 3, cooldown_s: 4 * HOUR_S }
    }
}

impl Budget {
    /// Whether the pause after the last commercial exposure is still on.
    #[must_use]
    pub fn is_cooling(&self, playbook: &Playbook, summary: &Summary, now_s: Second) -> bool {
        let sold = || commercial(playbook, summary);
        let Some(last) = sold().filter_map(|record| record.last_shown_s).max() else { return false };
        let dismissals = sold().fold(0, |sum: u32, record| sum.saturating_add(record.dismissed));
        let pause = self.cooldown_s.saturating_mul(1 << dismissals.min(DOUBLINGS_MAX));
        now_s < last.saturating_add(pause)
    }

    /// Whether the day or the week has had its prompts.
    #[must_use]
    pub fn is_spent(&self, playbook: &Playbook, summary: &Summary, now_s: Second) -> bool {
        let shown = |days| {
            commercial(playbook, summary)
                .fold(0, |sum: u32, record| sum.saturating_add(record.shown.within(day_of(now_s), days)))
        };
        let week = match summary.budget.choice {
            BudgetChoice::Normal => self.prompts_per_week_max,
            BudgetChoice::Fewer => self.prompts_per_week_max.min(1),
            BudgetChoice::None => 0,
        };
        shown(1) >= u32::from(self.prompts_per_day_max) || shown(7) >= u32::from(week)
    }
}

fn commercial<'a>(
    playbook: &'a Playbook,
    summary: &'a Summary,
) -> impl Iterator<Item = &'a crate::exposure::PromptRecord> {
    playbook.prompts.iter().filter(|rule| rule.commercial).filter_map(|rule| summary.prompt(&rule.id))
}
