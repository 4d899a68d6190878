//! When an event is tried again, and when no longer.

use crate::store::hook::Verdict;

const SECOND_MS: u64 = 1000;
const MINUTE_MS: u64 = 60 * SECOND_MS;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// How long after each failed attempt the next one is due; after the last the event is given up. What Standard Webhooks
/// recommends: a few seconds for a hiccup, three days for a weekend.
const WAITS_MS: [u64; 9] = [
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
];

/// A receiver that says when to come again is obeyed up to a day.
const RETRY_AFTER_MS_MAX: u64 = 24 * HOUR_MS;

/// What follows from an answer of this status, or none, to an event that had failed `failed` times before. `dice` is
/// random, 0 to 1: a wait is up to a quarter longer by it, so that what failed together does not come again together.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a day at most"
)]
pub fn verdict(status: Option<u16>, retry_after_ms: Option<u64>, failed: u32, now_ms: u64, dice: f64) -> Verdict {
    match status {
        Some(200..=299) => return Verdict::Delivered,
        Some(410) => return Verdict::Gone,
        _ => {}
    }
    let Some(wait_ms) = usize::try_from(failed).ok().and_then(|failed| WAITS_MS.get(failed)) else {
        return Verdict::GivenUp;
    };
    let jitter_ms = (*wait_ms as f64 / 4.0 * dice.clamp(0.0, 1.0)) as u64;
    let asked_ms = retry_after_ms.unwrap_or(0).min(RETRY_AFTER_MS_MAX);
    Verdict::Again(now_ms + (wait_ms + jitter_ms).max(asked_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_but_a_good_one_is_tried_again_and_later_each_time() {
        for status in [None, Some(100), Some(301), Some(400), Some(404), Some(429), Some(500), Some(503)] {
            let mut last_ms = 0;
            for failed in 0..9 {
                let Verdict::Again(due_ms) = verdict(status, None, failed, 1_000, 0.0) else { panic!("{status:?}") };
                assert!(due_ms > last_ms.max(1_000), "{status:?} {failed}");
                last_ms = due_ms;
            }
            assert_eq!(verdict(status, None, 9, 1_000, 0.0), Verdict::GivenUp, "{status:?}");
        }
        assert_eq!(verdict(Some(204), None, 9, 1_000, 0.0), Verdict::Delivered);
        assert_eq!(verdict(Some(410), None, 0, 1_000, 0.0), Verdict::Gone);
    }

    #[test]
    fn chance_makes_a_wait_up_to_a_quarter_longer() {
        let due_ms = |dice| verdict(None, None, 1, 0, dice);
        assert_eq!(due_ms(0.0), Verdict::Again(5 * MINUTE_MS));
        assert_eq!(due_ms(0.5), Verdict::Again(5 * MINUTE_MS + MINUTE_MS * 5 / 8));
        assert_eq!(due_ms(1.0), Verdict::Again(5 * MINUTE_MS * 5 / 4));
    }

    #[test]
    fn a_receiver_says_when_to_come_again_but_not_earlier_and_not_after_a_day() {
        let due_ms = |asked_ms| verdict(Some(429), Some(asked_ms), 1, 0, 0.0);
        assert_eq!(due_ms(1), Verdict::Again(5 * MINUTE_MS));
        assert_eq!(due_ms(HOUR_MS), Verdict::Again(HOUR_MS));
        assert_eq!(due_ms(u64::MAX), Verdict::Again(24 * HOUR_MS));
    }
}
