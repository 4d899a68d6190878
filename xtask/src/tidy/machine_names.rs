//! No file names a folder of somebody's machine or the host of a package registry.

use super::finding::Finding;
use super::tree::{File, Tree};

/// In two halves, so that this file does not find itself.
const FOLDERS: [(&str, &str); 4] = [("/ro", "ot/"), ("/ho", "me/"), ("/Us", "ers/"), ("/wo", "rk/")];
const REGISTRY_HOSTS: [(&str, &str); 6] = [
    ("registry.npm", "js.org"),
    ("registry.yarn", "pkg.com"),
    ("index.cra", "tes.io"),
    ("static.cra", "tes.io"),
    ("files.python", "hosted.org"),
    ("pypi.", "org"),
];

/// Cargo's lock file must name its registry; package managers write these, not people.
const LOCK_FILES: [&str; 2] = ["Cargo.lock", "package-lock.json"];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files.iter().filter(|file| !LOCK_FILES.contains(&file.name())).flat_map(in_file).collect()
}

fn in_file(file: &File) -> Vec<Finding> {
    let join = |(left, right): &(&str, &str)| [*left, *right].concat();
    let folders: Vec<String> = FOLDERS.iter().map(join).collect();
    let hosts: Vec<String> = REGISTRY_HOSTS.iter().map(join).collect();
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if let Some(folder) = folders.iter().find(|folder| begins_a_path(line, folder)) {
            findings.push(Finding::new(&file.path, index + 1, format!("a path of one machine ({folder}…)")));
        }
        if let Some(host) = hosts.iter().find(|host| line.contains(host.as_str())) {
            findings.push(Finding::new(&file.path, index + 1, format!("the host of a package registry ({host})")));
        }
    }
    findings
}

/// Not in the middle of a longer path or an address, such as `pages/…` or `example.com/…`.
fn begins_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && !"._-~*})>/$".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_one_machine_is_found() {
        let line = ["see /ho", "me/somebody/notes"].concat();
        let tree = Tree::of(&[("README.md", &format!("fine\n{line}\n"))]);
        assert_eq!(check(&tree)[0].line, 2);
    }

    #[test]
    fn a_path_below_something_else_is_not() {
        let line = ["https://vendor.example/ro", "ot/page and src/wo", "rk/plan.rs and ~/ho", "me/"].concat();
        assert_eq!(check(&Tree::of(&[("README.md", &line)])), []);
    }

    #[test]
    fn a_registry_host_is_found_outside_lock_files() {
        let line = ["https://registry.npm", "js.org/left-pad"].concat();
        let tree = Tree::of(&[("a.toml", &line), ("tools/package-lock.json", &line)]);
        assert_eq!(check(&tree).len(), 1);
    }
}
