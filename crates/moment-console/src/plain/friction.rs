//! Kinds of friction in words.

/// What happened, and what it felt like to the customer.
pub(crate) fn words(kind: &str) -> (&str, &'static str) {
    match kind {
        "error" => ("Errors", "the page failed at something"),
        "rage_click" => ("Rage clicks", "several quick clicks on one spot"),
        "dead_click" => ("Dead clicks", "a click that nothing answered"),
        "slow_response" => ("Slow answers", "the product took too long"),
        "abandoned_form" => ("Abandoned forms", "begun and left"),
        "quick_back" => ("Quick returns", "left a page at once for the one before"),
        unknown => (unknown, ""),
    }
}
