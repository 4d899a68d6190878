//! Rows of (probability, converted): which can be measured at all, and in which order.

/// How many rows converted and how many did not. `None` where nothing can be measured: no rows, a probability that is
/// not a number, or all rows of one class.
pub(crate) fn classes(rows: &[(f64, bool)]) -> Option<(usize, usize)> {
    let positives = rows.iter().filter(|(_, converted)| *converted).count();
    let negatives = rows.len() - positives;
    let are_numbers = rows.iter().all(|(probability, _)| probability.is_finite());
    (are_numbers && positives > 0 && negatives > 0).then_some((positives, negatives))
}

/// The rows in groups of equal probability, ascending.
pub(crate) fn ascending(rows: &[(f64, bool)]) -> Vec<(f64, bool)> {
    let mut sorted = rows.to_vec();
    // Minus zero and zero are one probability, which the total order tells apart.
    sorted.sort_by(|a, b| (a.0 + 0.0).total_cmp(&(b.0 + 0.0)));
    sorted
}

/// Groups of equal probability: each with how many rows of it converted and how many did not.
pub(crate) fn ties(sorted: &[(f64, bool)]) -> impl DoubleEndedIterator<Item = (usize, usize)> {
    sorted.chunk_by(same_probability).map(|group| {
        let positives = group.iter().filter(|(_, converted)| *converted).count();
        (positives, group.len() - positives)
    })
}

/// Whether two rows belong to one group.
#[expect(clippy::float_cmp, reason = "equal points give equal bits; nearly equal probabilities are different ones")]
pub(crate) fn same_probability(a: &(f64, bool), b: &(f64, bool)) -> bool {
    a.0 == b.0
}

/// A count as a number to divide by.
#[expect(clippy::cast_precision_loss, reason = "there are fewer rows than 2^53")]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}
