//! A file that does not fit a reader's head says why it is long.

use super::finding::Finding;
use super::tree::{File, Tree};

const LINES_MAX: usize = 400;
/// The reason stands where a reader sees it before the length.
const REASON_WITHIN_LINES: usize = 10;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files.iter().filter(|file| file.ends_in(&["rs", "js", "css"])).filter_map(too_long).collect()
}

fn too_long(file: &File) -> Option<Finding> {
    let lines = file.text.lines().count();
    let has_reason = file.text.lines().take(REASON_WITHIN_LINES).any(|line| line.contains("long because"));
    (lines > LINES_MAX && !has_reason).then(|| {
        let message =
            format!("{lines} lines, more than {LINES_MAX}: split it, or say at the top that it is long because …");
        Finding::new(&file.path, LINES_MAX + 1, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_without_a_reason_is_found() {
        let (fits, long) = ("\n".repeat(LINES_MAX), "\n".repeat(LINES_MAX + 1));
        let excused = format!("/* long because it is one table */\n{long}");
        let tree = Tree::of(&[("a.rs", &fits), ("b.js", &long), ("c.css", &excused), ("d.json", &long)]);
        let findings = check(&tree);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].path, "b.js");
    }
}
