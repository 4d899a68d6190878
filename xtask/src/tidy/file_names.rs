//! A file says in its first line what the room is for, and is named for what it does.

use super::finding::Finding;
use super::tree::{File, Tree};

/// Names that say nothing, and so collect everything.
const EMPTY_NAMES: [&str; 6] = ["mod.rs", "utils.rs", "helpers.rs", "common.rs", "misc.rs", "manager.rs"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| file.ends_in(&["rs"]))
        .flat_map(|file| [first_line(file), name(file)])
        .flatten()
        .collect()
}

/// A crate's root may hand the word to its README.
const README_SPEAKS: &str = "#![doc = include_str!(";

fn first_line(file: &File) -> Option<Finding> {
    let first = file.text.lines().next().unwrap_or_default();
    let says =
        first.strip_prefix("//!").is_some_and(|rest| !rest.trim().is_empty()) || first.starts_with(README_SPEAKS);
    let message = "the first line must be `//!` and a sentence that says what this room is for";
    (!says).then(|| Finding::new(&file.path, 1, message))
}

fn name(file: &File) -> Option<Finding> {
    EMPTY_NAMES.contains(&file.name()).then(|| {
        Finding::new(&file.path, 1, "name the file for what it does (`foo.rs` beside `foo/`, no drawer for the rest)")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_without_a_purpose_is_found() {
        let tree = Tree::of(&[
            ("src/a.rs", "//! Keeps the days.\n"),
            ("src/b.rs", "use std;\n"),
            ("src/c.rs", ""),
            ("src/lib.rs", "#![doc = include_str!(\"../README.md\")]"),
            ("d.js", ""),
        ]);
        let paths: Vec<String> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(paths, ["src/b.rs", "src/c.rs"]);
    }

    #[test]
    fn a_drawer_for_the_rest_is_found() {
        let tree = Tree::of(&[
            ("src/utils.rs", "//! This and that.\n"),
            ("src/a/mod.rs", "//! A.\n"),
            ("src/commonly.rs", "//! B.\n"),
        ]);
        assert_eq!(check(&tree).len(), 2);
    }
}
