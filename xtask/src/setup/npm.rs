//! Packages of npm at the versions of a lock file, in a folder of the cache.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use super::once;
use crate::digest;
use crate::house::House;
use crate::program;

/// A folder with a `package.json` and a `package-lock.json`.
pub(super) struct Manifests {
    /// Within the repository.
    pub(super) folder: &'static str,
    /// The first part of the name of the folder in the cache.
    pub(super) name: &'static str,
    /// What is installed, in words.
    pub(super) what: &'static str,
}

pub(super) struct Packages {
    pub(super) folder: PathBuf,
    /// Changes when a version changes.
    pub(super) key: String,
}

impl Packages {
    pub(super) fn find_or_install(house: &House, manifests: &Manifests) -> Result<Self> {
        let lock = house.root.join(manifests.folder).join("package-lock.json");
        let lock = fs::read(&lock).with_context(|| format!("reading {}", lock.display()))?;
        let key = digest::of_contents([lock.as_slice()]);
        let folder = house.cache.join(format!("{}-{}", manifests.name, &key[..12]));
        if !folder.is_dir() {
            install(house, manifests, &folder)?;
        }
        Ok(Self { folder: folder.join("node_modules"), key })
    }
}

fn install(house: &House, manifests: &Manifests, folder: &PathBuf) -> Result<()> {
    ensure!(
        program::exists("npm"),
        "npm is missing: install Node 20 or newer (https://nodejs.org), then run this again"
    );
    once::make(folder, |work| {
        eprintln!("installing {} with npm, once for these versions", manifests.what);
        for name in ["package.json", "package-lock.json"] {
            fs::copy(house.root.join(manifests.folder).join(name), work.join(name))?;
        }
        // No package's own script runs: all of them work without.
        cmd!(house.shell, "npm ci --prefix {work} --ignore-scripts --no-audit --no-fund --loglevel=error")
            .quiet()
            .ignore_stdout()
            .run()
            .with_context(|| {
                let folder = manifests.folder;
                format!("npm could not install what {folder}/package.json lists; is its registry within reach?")
            })
    })
}
