//! esbuild and wasm-opt from npm, at the versions of `xtask/tools/package-lock.json`.

use std::path::PathBuf;

use anyhow::Result;
use xshell::{Cmd, Shell};

use super::npm::{Manifests, Packages};
use crate::house::House;

const MANIFESTS: Manifests = Manifests { folder: "xtask/tools", name: "tools", what: "esbuild and wasm-opt" };

pub(crate) struct NodeTools {
    programs: PathBuf,
    /// Changes when a version changes.
    pub(crate) key: String,
}

impl NodeTools {
    pub(crate) fn find_or_install(house: &House) -> Result<Self> {
        let Packages { folder, key } = Packages::find_or_install(house, &MANIFESTS)?;
        Ok(Self { programs: folder.join(".bin"), key })
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
