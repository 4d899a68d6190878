//! Keeps rows where they are while somebody is busy with them.

use std::collections::HashSet;

/// The old order, and what is new after it. What left the list stays too: it may be the row that has the focus.
pub(crate) fn settle(old: &[String], fresh: &[String]) -> Vec<String> {
    let known: HashSet<&String> = old.iter().collect();
    let new = fresh.iter().filter(|id| !known.contains(id));
    old.iter().chain(new).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::settle;

    #[test]
    fn rows_do_not_move_under_a_finger() {
        let ids = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(settle(&ids("a b c"), &ids("c n a")), ids("a b c n"));
        assert_eq!(settle(&[], &ids("b a")), ids("b a"));
    }
}
