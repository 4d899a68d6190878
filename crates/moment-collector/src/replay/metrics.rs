//! Metrics: how readiness compares with the labels.

use moment_train::calibration::{brier, ece, expected_to_observed, log_loss};
use moment_train::discrimination::{auc, average_precision};
use serde::Serialize;

use crate::replay::labels::{Labels, LeftOut};
use crate::replay::results::real;

/// Readiness against the labels. What cannot be measured is null: AUC and average precision where all or none
/// converted, expected to observed where none did, everything where there are no rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Metrics {
    /// Readiness at the end of this day.
    pub day: u16,
    /// Conversions within so many days after it; null where the labels say it themselves.
    pub horizon_days: Option<u16>,
    /// How many trials have a label that counts.
    pub rows: usize,
    /// How many of them converted.
    pub positives: usize,
    /// Their share.
    pub base_rate: Option<f64>,
    /// The area under the ROC curve.
    pub auc: Option<f64>,
    /// Average precision.
    pub average_precision: Option<f64>,
    /// Mean negative log-likelihood, in nats.
    pub log_loss: Option<f64>,
    /// Mean squared error.
    pub brier: Option<f64>,
    /// Expected calibration error in ten bins of equal mass.
    pub ece: Option<f64>,
    /// Expected conversions to observed ones.
    pub expected_to_observed: Option<f64>,
    /// How many of the rows are trials that no label speaks of, which counts as not converted.
    pub taken_as_not_converted: u64,
    /// What could not be put together.
    pub left_out: LeftOut,
}

impl Metrics {
    /// The metrics of `rows`: (probability, converted).
    #[must_use]
    pub fn of(rows: &[(f64, bool)], labels: &Labels) -> Self {
        let positives = rows.iter().filter(|(_, converted)| *converted).count();
        let (day, horizon_days) = labels.question();
        Self {
            day,
            horizon_days,
            rows: rows.len(),
            positives,
            base_rate: (!rows.is_empty()).then(|| real(positives as u64) / real(rows.len() as u64)),
            auc: auc(rows),
            average_precision: average_precision(rows),
            log_loss: log_loss(rows),
            brier: brier(rows),
            ece: ece(rows),
            expected_to_observed: expected_to_observed(rows),
            taken_as_not_converted: labels.taken_as_not_converted,
            left_out: labels.left_out,
        }
    }
}
