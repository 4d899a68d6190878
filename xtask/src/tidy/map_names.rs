//! The map does not lie: every path that ARCHITECTURE.md names exists.

use super::finding::Finding;
use super::tree::Tree;

const MAP: &str = "ARCHITECTURE.md";
const ENDINGS: [&str; 4] = [".rs", ".toml", ".js", ".html"];
/// Made by commands, so not in the tree.
const MADE: [&str; 3] = ["pkg/dist", "target", "demo-data"];
/// Media types look like paths.
const MEDIA: [&str; 4] = ["application/", "text/", "image/", "font/"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(map) = tree.text(MAP) else { return Vec::new() };
    let mut findings = Vec::new();
    for (index, line) in map.lines().enumerate() {
        for name in backticked(line).filter(|name| looks_like_a_path(name)) {
            for path in alternatives(name) {
                if !exists(tree, &path) {
                    findings.push(Finding::new(MAP, index + 1, format!("`{path}` does not exist")));
                }
            }
        }
    }
    findings
}

fn backticked(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Not an address of the collector (`/v1/beacon`), not a command line, not a pattern.
fn looks_like_a_path(name: &str) -> bool {
    let is_other = name.starts_with('/') || name.starts_with('.') && !name.contains('/');
    let has_strange = name.contains(|letter: char| letter.is_whitespace() || "<>:*?'\"=$~()|".contains(letter));
    let is_made = MADE.iter().any(|made| name.trim_end_matches('/') == *made || name.starts_with(&format!("{made}/")));
    let is_media = MEDIA.iter().any(|media| name.starts_with(media));
    let has_shape = name.contains('/') || ENDINGS.iter().any(|ending| name.ends_with(ending));
    has_shape && !is_other && !has_strange && !is_made && !is_media
}

/// `a/{b,c}.rs` names two files.
fn alternatives(name: &str) -> Vec<String> {
    let parts = name.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    let Some((before, (choices, after))) = parts else { return vec![name.to_owned()] };
    choices.split(',').map(|choice| format!("{before}{}{after}", choice.trim())).collect()
}

/// From the root, or the end of a path: the text may leave out a crate's folder where it is clear which is meant.
fn exists(tree: &Tree, name: &str) -> bool {
    let name = name.trim_end_matches('/');
    let below = format!("/{name}");
    let (folder, inner_folder) = (format!("{name}/"), format!("/{name}/"));
    tree.files.iter().any(|file| {
        let path = file.path.as_str();
        path == name || path.ends_with(&below) || path.starts_with(&folder) || path.contains(&inner_folder)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(map: &str) -> Vec<String> {
        let tree = Tree::of(&[
            (MAP, map),
            ("src/lib.rs", ""),
            ("src/capture/clicks.rs", ""),
            ("crates/core/src/event.rs", ""),
        ]);
        check(&tree).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn names_that_exist_pass() {
        let map = "`src/lib.rs`, `event.rs`, `capture/clicks.rs`, `src/capture/`, `crates/core`, `src/{lib,capture/clicks}.rs`";
        assert_eq!(missing(map), [""; 0]);
    }

    #[test]
    fn what_is_no_path_passes() {
        let map =
            "`POST /v1/beacon`, `/v1/start`, `Trial::step`, `crates/*`, `pkg/dist/sm.js`, `application/json`, `trial`";
        assert_eq!(missing(map), [""; 0]);
    }

    #[test]
    fn names_that_are_gone_are_found() {
        assert_eq!(
            missing("see `src/gone.rs`\nand `src/{lib,left}.rs`"),
            ["`src/gone.rs` does not exist", "`src/left.rs` does not exist"]
        );
    }
}
