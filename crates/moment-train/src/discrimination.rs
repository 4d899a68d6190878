//! Discrimination: whether those who converted had the higher probabilities. Only the order counts.

use crate::rows::{ascending, classes, real, ties};

/// The area under the ROC curve, 0 to 1: how often a converted row has a higher probability than one that did not,
/// ties counted half. `rows` are (probability, converted), in any order. `None` if there are no rows, if a probability
/// is not a number, or if all rows are of one class.
///
/// Source: Hanley and `McNeil`, The meaning and use of the area under a ROC curve, Radiology 143 (1982).
#[must_use]
pub fn auc(rows: &[(f64, bool)]) -> Option<f64> {
    let (positives, negatives) = classes(rows)?;
    let mut below = 0;
    let mut won = 0.0;
    for (up, down) in ties(&ascending(rows)) {
        won += real(up) * (real(below) + real(down) / 2.0);
        below += down;
    }
    Some(won / (real(positives) * real(negatives)))
}

/// Average precision, 0 to 1: precision at each distinct probability as threshold, from the highest down, weighted by
/// the recall that it adds. `rows` and `None` as in [`auc`].
///
/// Source: Davis and Goadrich, The relationship between precision-recall and ROC curves, ICML 2006; no interpolation.
#[must_use]
pub fn average_precision(rows: &[(f64, bool)]) -> Option<f64> {
    let (positives, _) = classes(rows)?;
    let (mut found, mut taken) = (0, 0);
    let mut sum = 0.0;
    for (up, down) in ties(&ascending(rows)).rev() {
        found += up;
        taken += up + down;
        sum += real(up) * real(found) / real(taken);
    }
    Some(sum / real(positives))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: Option<f64>, expected: f64) {
        let value = value.expect("there is something to measure");
        assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
    }

    const MIXED: [(f64, bool); 6] = [(0.1, false), (0.4, true), (0.35, false), (0.8, true), (0.4, false), (0.9, true)];

    #[test]
    fn the_area_is_the_share_of_pairs_in_the_right_order() {
        // Of 3 x 3 pairs eight are right and one, 0.4 against 0.4, is a tie.
        near(auc(&MIXED), 8.5 / 9.0);
        near(auc(&[(0.2, false), (0.7, true)]), 1.0);
        near(auc(&[(0.2, true), (0.7, false)]), 0.0);
    }

    #[test]
    fn equal_probabilities_say_nothing() {
        near(auc(&[(0.3, true), (0.3, false), (0.3, false)]), 0.5);
        near(average_precision(&[(0.3, true), (0.3, false), (0.3, false)]), 1.0 / 3.0);
        near(auc(&[(0.0, true), (-0.0, false)]), 0.5);
    }

    #[test]
    fn precision_is_averaged_over_the_recall_it_adds() {
        // 0.9: 1 of 1; 0.8: 2 of 2; the tie at 0.4: 3 of 4.
        near(average_precision(&MIXED), (1.0 + 1.0 + 0.75) / 3.0);
    }

    #[test]
    fn the_order_of_the_rows_is_nothing() {
        let mut turned = MIXED;
        turned.reverse();
        assert_eq!(auc(&turned), auc(&MIXED));
        assert_eq!(average_precision(&turned), average_precision(&MIXED));
    }

    #[test]
    fn what_cannot_be_measured_is_none() {
        let cases: [&[(f64, bool)]; 5] = [
            &[],
            &[(0.4, true), (0.5, true)],
            &[(0.4, false)],
            &[(f64::NAN, true), (0.5, false)],
            &[(0.5, true), (f64::INFINITY, false)],
        ];
        for rows in cases {
            assert_eq!(auc(rows), None, "{rows:?}");
            assert_eq!(average_precision(rows), None, "{rows:?}");
        }
    }
}
