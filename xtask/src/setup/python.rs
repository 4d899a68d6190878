//! A program from `PyPI`, at one version, in an environment of its own in the cache.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use xshell::{Cmd, cmd};

use super::once;
use crate::house::House;
use crate::program;

pub(crate) struct PythonProgram {
    /// The environment's own Python: programs beside it name the folder in which they were made.
    python: PathBuf,
    module: &'static str,
}

impl PythonProgram {
    /// `module` is what is run, and `package` the name at `PyPI`.
    pub(crate) fn find_or_install(house: &House, package: &str, version: &str, module: &'static str) -> Result<Self> {
        let folder = house.cache.join(format!("{package}-{version}"));
        let python = folder.join("bin/python3");
        if !folder.is_dir() {
            ensure!(
                program::exists("python3"),
                "python3 is missing: install Python 3.10 or newer (https://python.org), then run this again"
            );
            once::make(&folder, |work| {
                eprintln!("installing {package} {version} with pip, once for this version");
                cmd!(house.shell, "python3 -m venv {work}")
                    .quiet()
                    .run()
                    .context("python3 cannot make an environment; on Debian the package python3-venv is missing")?;
                let pip = work.join("bin/pip");
                cmd!(house.shell, "{pip} install --quiet --disable-pip-version-check {package}=={version}")
                    .quiet()
                    .run()
                    .with_context(|| format!("pip could not install {package}; is its registry within reach?"))
            })?;
        }
        Ok(Self { python, module })
    }

    pub(crate) fn command<'a>(&self, house: &'a House) -> Cmd<'a> {
        house.shell.cmd(&self.python).args(["-m", self.module])
    }
}
