//! Sums over what only beacons know: how far trials come, what becomes of prompts, and why they wait. Trials go through
//! it one by one, so its size depends on the playbook, not on their number.

use std::collections::BTreeMap;

use moment_core::decision::Reason;
use moment_core::time::Second;
use moment_wire::sums::{ArmLineV1, JourneyLineV1, JourneyV1, LedgerLineV1, LedgerV1, PromptLineV1, PromptsV1};

use crate::judge::{Whole, arm_name};
use crate::playbook::Playbook;

/// More prompts than any playbook has had: what strangers' beacons name beyond them is left out.
const PROMPTS_MAX: usize = 512;

/// Sums over trials.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    trials: u64,
    /// By the place of the moment in the journey.
    moments: Vec<MomentTally>,
    prompts: BTreeMap<String, PromptTally>,
}

#[derive(Debug, Clone, Default)]
struct MomentTally {
    reached: u64,
    from_before: u64,
    upgraded: u64,
    after: Times,
}

#[derive(Debug, Clone, Default)]
struct PromptTally {
    shown: u64,
    clicked: u64,
    dismissed: u64,
    snoozed: u64,
    trials: u64,
    /// Trials that came to the second page, to the third, and so on.
    steps: Vec<u64>,
    /// By the arm's name: trials in which it fell due, and of them those that upgraded.
    arms: BTreeMap<String, (u64, u64)>,
    /// How often, and in how many trials.
    waits: BTreeMap<Reason, (u64, u64)>,
}

impl Tally {
    /// Adds a trial, which upgraded or did not.
    pub fn add(&mut self, playbook: &Playbook, whole: &Whole, upgraded: bool) {
        self.trials += 1;
        self.add_moments(playbook, whole, upgraded);
        for record in &whole.summary.prompts {
            if self.prompts.len() >= PROMPTS_MAX && !self.prompts.contains_key(&record.id) {
                continue;
            }
            let tally = self.prompts.entry(record.id.clone()).or_default();
            let shown = u64::from(record.shown.total());
            tally.shown += shown;
            tally.clicked += u64::from(record.clicked);
            tally.dismissed += u64::from(record.dismissed);
            tally.snoozed += u64::from(record.snoozed);
            tally.trials += u64::from(shown > 0);
            let further = 1..=usize::from(record.step);
            add_each(&mut tally.steps, &further.map(|_| 1).collect::<Vec<_>>());
            if let Some(due) = record.due {
                let rule = playbook.rules.prompts.iter().find(|rule| rule.id == record.id);
                let variants = rule.map(|rule| rule.variants.as_slice()).unwrap_or_default();
                let (trials, won) = tally.arms.entry(arm_name(due.arm, variants).into_owned()).or_default();
                *trials += 1;
                *won += u64::from(upgraded);
            }
            for (reason, count) in &record.waits {
                let (times, trials) = tally.waits.entry(*reason).or_default();
                *times += u64::from(*count);
                *trials += 1;
            }
        }
    }

    fn add_moments(&mut self, playbook: &Playbook, whole: &Whole, upgraded: bool) {
        let names: Vec<&str> = playbook.journey().map(|(rule, _)| rule.name.as_str()).collect();
        self.moments.resize_with(names.len(), MomentTally::default);
        let mut before = true;
        for (name, tally) in names.iter().zip(&mut self.moments) {
            let reached = whole.summary.moment(name);
            if let Some(after_s) = reached {
                tally.reached += 1;
                tally.from_before += u64::from(before);
                tally.upgraded += u64::from(upgraded);
                tally.after.add(after_s);
            }
            before = reached.is_some();
        }
    }

    /// Adds what another tally by the same playbook has.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.trials += other.trials;
        self.moments.resize_with(self.moments.len().max(other.moments.len()), MomentTally::default);
        for (mine, theirs) in self.moments.iter_mut().zip(&other.moments) {
            mine.reached += theirs.reached;
            mine.from_before += theirs.from_before;
            mine.upgraded += theirs.upgraded;
            mine.after.join(&theirs.after);
        }
        for (id, theirs) in &other.prompts {
            let mine = self.prompts.entry(id.clone()).or_default();
            mine.shown += theirs.shown;
            mine.clicked += theirs.clicked;
            mine.dismissed += theirs.dismissed;
            mine.snoozed += theirs.snoozed;
            mine.trials += theirs.trials;
            add_each(&mut mine.steps, &theirs.steps);
            join(&mut mine.arms, &theirs.arms);
            join(&mut mine.waits, &theirs.waits);
        }
        self
    }

    /// How far trials come.
    #[must_use]
    pub fn journey(&self, playbook: &Playbook, as_of_ms: u64) -> JourneyV1 {
        let nothing = MomentTally::default();
        let line = |(place, (rule, label)): (usize, (&moment_core::moment::MomentRule, &str))| {
            let tally = self.moments.get(place).unwrap_or(&nothing);
            JourneyLineV1 {
                moment: rule.name.clone(),
                label: label.to_owned(),
                stage: rule.stage.name().into(),
                activation: rule.activation,
                reached: tally.reached,
                from_before: tally.from_before,
                upgraded: tally.upgraded,
                hours: tally.after.median_s().map(|median_s| median_s / 3_600.0),
            }
        };
        JourneyV1 { as_of_ms, trials: self.trials, moments: playbook.journey().enumerate().map(line).collect() }
    }

    /// What becomes of prompts.
    #[must_use]
    pub fn prompts(&self, playbook: &Playbook, as_of_ms: u64) -> PromptsV1 {
        let nothing = PromptTally::default();
        let known = playbook.rules.prompts.iter().map(|rule| rule.id.as_str());
        let is_known = |id: &str| playbook.rules.prompts.iter().any(|rule| rule.id == id);
        let gone = self.prompts.keys().map(String::as_str).filter(|id| !is_known(id));
        let line = |id: &str| {
            let tally = self.prompts.get(id).unwrap_or(&nothing);
            let arm = |(arm, (due, upgraded)): (&String, &(u64, u64))| ArmLineV1 {
                arm: arm.clone(),
                due: *due,
                upgraded: *upgraded,
            };
            PromptLineV1 {
                prompt: id.to_owned(),
                title: playbook.title_of(id),
                known: is_known(id),
                shown: tally.shown,
                clicked: tally.clicked,
                dismissed: tally.dismissed,
                snoozed: tally.snoozed,
                trials: tally.trials,
                steps: tally.steps.clone(),
                arms: tally.arms.iter().map(arm).collect(),
            }
        };
        PromptsV1 { as_of_ms, prompts: known.chain(gone).map(line).collect() }
    }

    /// Why prompts wait; with a prompt's id only why this one does.
    #[must_use]
    pub fn ledger(&self, prompt: Option<&str>, as_of_ms: u64) -> LedgerV1 {
        let mut lines = Vec::new();
        for (id, tally) in self.prompts.iter().filter(|(id, _)| prompt.is_none_or(|wanted| wanted == *id)) {
            let line = |(reason, (count, trials)): (&Reason, &(u64, u64))| LedgerLineV1 {
                prompt: id.clone(),
                reason: reason.name().into(),
                count: *count,
                trials: *trials,
            };
            let mut of_prompt: Vec<_> = tally.waits.iter().map(line).collect();
            of_prompt.sort_by_key(|line| std::cmp::Reverse(line.count));
            lines.extend(of_prompt);
        }
        LedgerV1 { as_of_ms, lines }
    }
}

/// Adds place by place.
fn add_each(mine: &mut Vec<u64>, theirs: &[u64]) {
    mine.resize(mine.len().max(theirs.len()), 0);
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        *mine += theirs;
    }
}

fn join<K: Ord + Clone>(mine: &mut BTreeMap<K, (u64, u64)>, theirs: &BTreeMap<K, (u64, u64)>) {
    for (key, (first, second)) in theirs {
        let sums = mine.entry(key.clone()).or_default();
        sums.0 += first;
        sums.1 += second;
    }
}

/// How many bins double a time: a bin is one part in 32 wide.
const BINS_TO_DOUBLE: Second = 32;

/// Times as a histogram: exact below 64 seconds, then in bins of one part in 32, so that it stays small.
#[derive(Debug, Clone, Default)]
struct Times {
    bins: BTreeMap<u32, u64>,
    count: u64,
}

impl Times {
    fn add(&mut self, after_s: Second) {
        *self.bins.entry(bin(after_s)).or_default() += 1;
        self.count += 1;
    }

    fn join(&mut self, other: &Self) {
        for (bin, count) in &other.bins {
            *self.bins.entry(*bin).or_default() += count;
        }
        self.count += other.count;
    }

    /// The middle of the bin that holds the median; of an even number the lower of the two in the middle.
    fn median_s(&self) -> Option<f64> {
        let mut left = self.count.checked_sub(1)? / 2;
        for (bin, count) in &self.bins {
            if left < *count {
                return Some(middle_of(*bin));
            }
            left -= count;
        }
        None
    }
}

/// The number of a time's bin: its own below 64, then the exponent and the five bits after the first.
fn bin(after_s: Second) -> u32 {
    if after_s < 2 * BINS_TO_DOUBLE {
        return after_s;
    }
    let shift = after_s.ilog2() - BINS_TO_DOUBLE.ilog2();
    shift * BINS_TO_DOUBLE + (after_s >> shift)
}

fn middle_of(bin: u32) -> f64 {
    if bin < 2 * BINS_TO_DOUBLE {
        return f64::from(bin);
    }
    let shift = bin / BINS_TO_DOUBLE - 1;
    let width = f64::from(1_u32 << shift);
    f64::from(bin % BINS_TO_DOUBLE + BINS_TO_DOUBLE) * width + width / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_right_to_one_part_in_32_at_every_size() {
        for after_s in (0..200).chain([3_600, 86_399, 86_400, 1_209_600, 31_536_000, Second::MAX]) {
            let mut times = Times::default();
            times.add(after_s);
            let (exact, median) = (f64::from(after_s), times.median_s().unwrap());
            assert!((median - exact).abs() <= exact / 32.0, "{after_s}: {median}");
            assert!(after_s >= 64 || (median - exact).abs() < f64::EPSILON, "{after_s}: {median}");
        }
    }

    #[test]
    fn a_median_has_as_many_below_as_above() {
        let mut times = Times::default();
        assert_eq!(times.median_s(), None);
        for after_s in [50, 10, 40, 20, 30] {
            times.add(after_s);
        }
        assert_eq!(times.median_s(), Some(30.0));
        let mut more = Times::default();
        more.add(60);
        times.join(&more);
        assert_eq!(times.median_s(), Some(30.0));
    }
}
