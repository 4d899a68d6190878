//! The `xtask-bindgen` program: built by cargo when its sources have changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::digest;
use crate::house::House;

pub(crate) struct Bindgen {
    program: PathBuf,
    /// Changes when the program changes.
    pub(crate) key: String,
}

impl Bindgen {
    /// The manifest pins the one dependency that matters, so manifest and source are the whole key.
    pub(crate) fn find_or_build(house: &House) -> Result<Self> {
        let sources = house.root.join("xtask/bindgen");
        let manifest = fs::read(sources.join("Cargo.toml")).context("reading xtask/bindgen/Cargo.toml")?;
        let main = fs::read(sources.join("src/main.rs")).context("reading xtask/bindgen/src/main.rs")?;
        let key = digest::of_parts([manifest.as_slice(), &main]);
        let program = house.target.join("debug").join(format!("xtask-bindgen{}", std::env::consts::EXE_SUFFIX));
        let stamp = house.target.join("debug/xtask-bindgen.key");
        if !program.is_file() || fs::read_to_string(&stamp).ok().as_deref() != Some(&key) {
            eprintln!("building xtask-bindgen, once for this version");
            cmd!(house.shell, "cargo build --package xtask-bindgen").quiet().run().context("building xtask-bindgen")?;
            fs::write(&stamp, &key)?;
        }
        Ok(Self { program, key })
    }

    /// Writes `name.js` and `name_bg.wasm` into `folder`.
    pub(crate) fn run(&self, shell: &Shell, input: &Path, folder: &Path, name: &str) -> Result<()> {
        let program = &self.program;
        cmd!(shell, "{program} {input} {folder} {name}").quiet().run()?;
        Ok(())
    }
}
