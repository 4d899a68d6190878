//! Whether a program is there, and where.

use std::env;
use std::path::PathBuf;

/// The first of `names` that the PATH knows.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}

pub(crate) fn exists(name: &str) -> bool {
    find(&[name]).is_some()
}

/// What a variable names, if it is a file.
pub(crate) fn chosen(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}
