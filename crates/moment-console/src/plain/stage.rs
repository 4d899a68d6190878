//! Stages of the journey in words.

pub(crate) fn words(stage: &str) -> &str {
    match stage {
        "unbox" => "Unboxing",
        "first_use" => "First use",
        "value" => "Value",
        "habit" => "Habit",
        "share" => "Sharing",
        unknown => unknown,
    }
}
