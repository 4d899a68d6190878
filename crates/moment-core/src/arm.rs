//! Arms: which trials take part in an experiment, by a sticky hash that anybody can compute again.

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
