//! Plain words for what the API names by code.

pub(crate) mod budget;
pub(crate) mod friction;
pub(crate) mod headline;
pub(crate) mod odds;
pub(crate) mod reason;
pub(crate) mod stage;

/// "1 trial", "2 trials"; `number` is written as the caller wants it.
pub(crate) fn counted(count: u64, number: &str, singular: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{number} {singular}{ending}")
}
