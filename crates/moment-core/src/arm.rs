//! Arms: which trials take part in an experiment, by a sticky hash that anybody can compute again.

use crate::playbook::Playbook;
use crate::prompt::{PromptRule, Variant};

/// How finely arms are cut: a share is given in ten-thousandths.
pub const SHARES: u16 = 10_000;

/// The place of a trial in an experiment, 0 to 9999: the 64-bit FNV-1a hash of `salt`, a slash, `trial`, a slash and
/// `experiment`, mixed by the finalizer of `SplitMix64`, modulo 10,000. It never changes for the same three texts.
///
/// Source: Fowler, Noll, Vo, <http://www.isthe.com/chongo/tech/comp/fnv/>; Steele, Lea, Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014 (FNV alone leaves the high bits of short texts uneven).
#[must_use]
pub fn place(salt: &str, trial: &str, experiment: &str) -> u16 {
    let bytes = salt.bytes().chain(*b"/").chain(trial.bytes()).chain(*b"/").chain(experiment.bytes());
    let hash = bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let place = mix(hash) % u64::from(SHARES);
    u16::try_from(place).unwrap_or(0)
}

/// Whether the place falls in the first `percent` of all places. 0 % is nobody, 100 % is everybody.
#[must_use]
pub fn is_in(place: u16, percent: u8) -> bool {
    place < u16::from(percent) * (SHARES / 100)
}

/// What the draw has made of a trial where a prompt is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arm {
    /// Sees no prompt that sells.
    Holdout,
    /// Does not see this prompt.
    Control,
    /// Sees the variant at this place; 0 when there are none.
    Variant(u8),
}

/// The arm of `trial` for `rule`. The experiments are called `holdout`, the prompt's id, and the prompt's id followed
/// by `/variant`.
#[must_use]
pub fn arm_of(playbook: &Playbook, trial: &str, rule: &PromptRule) -> Arm {
    if rule.sells() && is_held_out(playbook, trial) {
        Arm::Holdout
    } else if is_control(playbook, trial, rule) {
        Arm::Control
    } else {
        let experiment = [rule.id.as_str(), "/variant"].concat();
        Arm::Variant(variant(&rule.variants, place(&playbook.salt, trial, &experiment)))
    }
}

/// Whether `trial` is kept from everything that sells.
#[must_use]
pub fn is_held_out(playbook: &Playbook, trial: &str) -> bool {
    is_drawn(playbook, trial, "holdout", playbook.holdout_percent)
}

/// Whether `trial` serves as a control of `rule`.
#[must_use]
pub fn is_control(playbook: &Playbook, trial: &str, rule: &PromptRule) -> bool {
    is_drawn(playbook, trial, &rule.id, rule.control_percent)
}

/// Nobody needs to be drawn for nothing.
fn is_drawn(playbook: &Playbook, trial: &str, experiment: &str, percent: u8) -> bool {
    percent > 0 && is_in(place(&playbook.salt, trial, experiment), percent)
}

/// The variant that `place` falls to: all places are dealt out in proportion to the weights, in the playbook's order.
/// 0 if nothing has weight.
fn variant(variants: &[Variant], place: u16) -> u8 {
    let all: u32 = variants.iter().map(|variant| u32::from(variant.weight)).sum();
    let share = u32::from(place) * all / u32::from(SHARES);
    let mut below = 0;
    let dealt = variants.iter().position(|variant| {
        below += u32::from(variant.weight);
        share < below
    });
    dealt.and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
}

fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn nobody_is_in_zero_percent_and_everybody_in_a_hundred() {
        for trial in 0..2_000 {
            let place = place("s", &format!("t_{trial}"), "holdout");
            assert!(!is_in(place, 0));
            assert!(is_in(place, 100));
        }
    }

    #[test]
    fn variants_are_dealt_by_weight_and_one_without_weight_is_never_dealt() {
        let variants = [1_u8, 0, 3].map(|weight| Variant { key: "v".into(), weight });
        let mut dealt = [0; 3];
        for place in 0..SHARES {
            dealt[usize::from(variant(&variants, place))] += 1;
        }
        assert_eq!(dealt, [2_500, 0, 7_500]);
        assert_eq!(variant(&[], 17), 0);
    }

    #[test]
    fn ten_percent_is_about_ten_percent_and_experiments_are_independent() {
        let trials = 20_000;
        let (mut held, mut both) = (0, 0);
        for trial in 0..trials {
            let trial = format!("t_{trial}");
            let holdout = is_in(place("s", &trial, "holdout"), 10);
            held += u32::from(holdout);
            both += u32::from(holdout && is_in(place("s", &trial, "card"), 50));
        }
        assert!((1_850..2_150).contains(&held), "{held} of {trials}");
        assert!((900..1_100).contains(&both), "{both} of {held}");
    }
}
