//! Keeps rows where they are while somebody is busy with them.

use std::collections::HashSet;

/// The old order without what is gone, and what is new after it.
pub(crate) fn settle(old: &[String], fresh: &[String]) -> Vec<String> {
    let here: HashSet<&String> = fresh.iter().collect();
    let kept: Vec<String> = old.iter().filter(|id| here.contains(id)).cloned().collect();
    let known: HashSet<&String> = old.iter().collect();
    let new = fresh.iter().filter(|id| !known.contains(id)).cloned();
    kept.iter().cloned().chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::settle;

    #[test]
    fn rows_do_not_move_under_a_finger() {
        let ids = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(settle(&ids("a b c"), &ids("c n a")), ids("a c n"));
        assert_eq!(settle(&[], &ids("b a")), ids("b a"));
    }
}
