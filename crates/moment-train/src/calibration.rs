//! Calibration: whether of those with a probability of a tenth about a tenth converted.

use crate::rows::{ascending, real, same_probability};

/// Probabilities closer to 0 and 1 than this are moved here before a logarithm is taken, so that one sure mistake does
/// not outweigh everything.
const CLIP: f64 = 1e-6;

/// Bins of [`ece`], of equal mass as far as ties allow.
const BINS: usize = 10;

/// Mean negative log-likelihood in nats, 0 at best; probabilities are clipped to 1e-6 from 0 and 1. `rows` are
/// (probability, converted), in any order. `None` if there are no rows, or if a probability is not one.
#[must_use]
pub fn log_loss(rows: &[(f64, bool)]) -> Option<f64> {
    mean(rows, |probability, converted| {
        let probability = probability.clamp(CLIP, 1.0 - CLIP);
        -if converted { probability } else { 1.0 - probability }.ln()
    })
}

/// Mean squared distance of probability and outcome, 0 at best. `rows` and `None` as in [`log_loss`].
///
/// Source: Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950).
#[must_use]
pub fn brier(rows: &[(f64, bool)]) -> Option<f64> {
    mean(rows, |probability, converted| (probability - f64::from(u8::from(converted))).powi(2))
}

/// The expected calibration error, 0 at best: rows are put into ten bins of equal mass by probability, equal ones kept
/// together in the bin of the first of them; the mean distance of expected and observed share, weighted by rows.
/// `rows` and `None` as in [`log_loss`].
///
/// Source: Naeini, Cooper and Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015,
/// there with bins of equal width.
#[must_use]
pub fn ece(rows: &[(f64, bool)]) -> Option<f64> {
    measurable(rows)?;
    let sorted = ascending(rows);
    let mut gaps = [0.0; BINS];
    let mut first = 0;
    for group in sorted.chunk_by(same_probability) {
        // The bin whose share of the mass ends at or after the group's first row.
        let bin = ((first + 1) * BINS - 1) / sorted.len();
        gaps[bin] +=
            group.iter().map(|(probability, converted)| f64::from(u8::from(*converted)) - probability).sum::<f64>();
        first += group.len();
    }
    Some(gaps.iter().map(|gap| gap.abs()).sum::<f64>() / real(rows.len()))
}

/// Expected conversions to observed ones: 1 at best, above it the probabilities promise too much. `rows` and `None` as
/// in [`log_loss`], and `None` if none converted.
#[must_use]
pub fn expected_to_observed(rows: &[(f64, bool)]) -> Option<f64> {
    measurable(rows)?;
    let positives = rows.iter().filter(|(_, converted)| *converted).count();
    (positives > 0).then(|| rows.iter().map(|(probability, _)| probability).sum::<f64>() / real(positives))
}

fn mean(rows: &[(f64, bool)], loss: impl Fn(f64, bool) -> f64) -> Option<f64> {
    measurable(rows)?;
    Some(rows.iter().map(|(probability, converted)| loss(*probability, *converted)).sum::<f64>() / real(rows.len()))
}

/// Some if there are rows, and all of them probabilities.
fn measurable(rows: &[(f64, bool)]) -> Option<()> {
    let are_probabilities = rows.iter().all(|(probability, _)| (0.0..=1.0).contains(probability));
    (are_probabilities && !rows.is_empty()).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: Option<f64>, expected: f64) {
        let value = value.expect("there is something to measure");
        assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
    }

    const FOUR: [(f64, bool); 4] = [(0.5, true), (0.25, false), (0.75, true), (0.5, false)];

    #[test]
    fn the_loss_is_the_mean_surprise() {
        // ln 2 twice and ln 4/3 twice.
        near(log_loss(&FOUR), (8.0_f64 / 3.0).ln() / 2.0);
        near(log_loss(&[(0.0, true), (0.0, false)]), -(CLIP.ln() + (1.0 - CLIP).ln()) / 2.0);
    }

    #[test]
    fn the_brier_score_is_the_mean_square() {
        near(brier(&FOUR), (0.25 + 0.0625 + 0.0625 + 0.25) / 4.0);
    }

    #[test]
    fn expected_is_compared_with_observed() {
        near(expected_to_observed(&FOUR), 1.0);
        near(expected_to_observed(&[(0.2, true), (0.1, false), (0.3, false)]), 0.6);
    }

    #[test]
    fn equal_probabilities_stay_in_one_bin_where_their_errors_cancel() {
        let rows: Vec<(f64, bool)> = (0..40).map(|row| (0.25, row % 4 == 0)).collect();
        near(ece(&rows), 0.0);
        let rows: Vec<(f64, bool)> = (0..40).map(|row| (0.5, row % 4 == 0)).collect();
        near(ece(&rows), 0.25);
    }

    #[test]
    fn distinct_probabilities_are_cut_into_ten_bins_of_equal_mass() {
        // Each bin holds two rows, one of which converted; the first bin's mean is 0.025, the last one's 0.925.
        let rows: Vec<(f64, bool)> = (0..20).map(|row| (f64::from(row) / 20.0, row % 2 == 0)).collect();
        near(ece(&rows), 0.25);
    }

    #[test]
    fn a_tie_across_the_edge_of_a_bin_goes_where_it_begins() {
        // Eleven rows: the second and third are equal; by mass alone they would stand in bins 1 and 2.
        let mut rows: Vec<(f64, bool)> = (0..11).map(|row| (f64::from(row) / 10.0, row >= 5)).collect();
        rows[2].0 = 0.1;
        near(ece(&rows), (0.0 + 0.2 + 0.3 + 0.4 + 0.5 + 0.4 + 0.3 + 0.2 + 0.1) / 11.0);
    }

    #[test]
    fn what_cannot_be_measured_is_none() {
        let cases: [&[(f64, bool)]; 3] = [&[], &[(f64::NAN, true), (0.5, false)], &[(1.5, true), (0.5, false)]];
        for rows in cases {
            for measure in [log_loss, brier, ece, expected_to_observed] {
                assert_eq!(measure(rows), None, "{rows:?}");
            }
        }
    }

    #[test]
    fn one_class_is_enough_unless_none_is_to_be_observed() {
        let none = [(0.25, false), (0.5, false)];
        near(log_loss(&none), (8.0_f64 / 3.0).ln() / 2.0);
        near(brier(&none), 0.15625);
        near(ece(&none), 0.375);
        assert_eq!(expected_to_observed(&none), None);
        let all = [(0.75, true), (0.5, true)];
        near(log_loss(&all), (8.0_f64 / 3.0).ln() / 2.0);
        near(brier(&all), 0.15625);
        near(ece(&all), 0.375);
        near(expected_to_observed(&all), 0.625);
    }
}
