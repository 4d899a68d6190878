//! How many prompts a customer wants, in words.

pub(crate) fn words(budget: &str) -> &str {
    match budget {
        "normal" => "Prompts as usual",
        "fewer" => "Asked for fewer prompts",
        "none" => "Asked for no prompts",
        unknown => unknown,
    }
}
