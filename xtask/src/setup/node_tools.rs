//! esbuild and wasm-opt from npm, at the versions of `xtask/tools/package-lock.json`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Cmd, Shell, cmd};

use super::once;
use crate::digest;
use crate::house::House;
use crate::program;

pub(crate) struct NodeTools {
    programs: PathBuf,
    /// Changes when a version changes.
    pub(crate) key: String,
}

impl NodeTools {
    pub(crate) fn find_or_install(house: &House) -> Result<Self> {
        let manifests = house.root.join("xtask/tools");
        let lock = fs::read(manifests.join("package-lock.json")).context("reading xtask/tools/package-lock.json")?;
        let key = digest::of_contents([lock.as_slice()]);
        let folder = house.cache.join(format!("tools-{}", &key[..12]));
        if !folder.is_dir() {
            install(house, &manifests, &folder)?;
        }
        Ok(Self { programs: folder.join("node_modules/.bin"), key })
    }

    pub(crate) fn esbuild<'a>(&self, shell: &'a Shell) -> Cmd<'a> {
        self.program(shell, "esbuild").arg("--log-level=warning")
    }

    pub(crate) fn wasm_opt<'a>(&self, shell: &'a Shell) -> Cmd<'a> {
        self.program(shell, "wasm-opt")
    }

    fn program<'a>(&self, shell: &'a Shell, name: &str) -> Cmd<'a> {
        shell.cmd(self.programs.join(name)).quiet()
    }
}

fn install(house: &House, manifests: &Path, folder: &Path) -> Result<()> {
    ensure!(
        program::exists("npm"),
        "npm is missing: install Node 20 or newer (https://nodejs.org), then run this again"
    );
    once::make(folder, |work| {
        eprintln!("installing esbuild and wasm-opt with npm, once for these versions");
        for name in ["package.json", "package-lock.json"] {
            fs::copy(manifests.join(name), work.join(name))?;
        }
        // No package's own script runs: both tools work without.
        cmd!(house.shell, "npm ci --prefix {work} --ignore-scripts --no-audit --no-fund --loglevel=error")
            .quiet()
            .ignore_stdout()
            .run()
            .context("npm could not install the tools of xtask/tools/package.json; is its registry within reach?")
    })
}
