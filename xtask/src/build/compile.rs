//! Runs of cargo, one a module: cargo gives what two of them depend on the features of both, and they do without different
//! ones.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::house::House;
use crate::setup::Toolchain;

/// A crate that becomes a module.
pub(crate) struct Crate {
    package: &'static str,
    is_library: bool,
}

pub(crate) const PRODUCT: [Crate; 3] = [library("second-moment"), library("moment-prompt"), program("moment-console")];

pub(crate) const LAB: [Crate; 1] = [library("moment-lab")];

const fn library(package: &'static str) -> Crate {
    Crate { package, is_library: true }
}

const fn program(package: &'static str) -> Crate {
    Crate { package, is_library: false }
}

/// As a module and nothing else: what is a library for other crates too, as these are for tests, cargo links without
/// optimising across crates, and the widget would be a sixth larger.
const MODULE: [&str; 3] = ["--lib", "--crate-type", "cdylib"];

/// Gives the folder that holds the compiled modules.
pub(crate) fn run(house: &House, toolchain: &Toolchain, crates: &[Crate]) -> Result<PathBuf> {
    for Crate { package, is_library } in crates {
        toolchain
            .cargo(house)
            .args(["rustc", "--profile", "browser", "--target", "wasm32-unknown-unknown", "--package", *package])
            .args(MODULE.iter().filter(|_| *is_library))
            .quiet()
            .run()
            .context("the WebAssembly packages did not compile; cargo's message above says why")?;
    }
    Ok(house.wasm_target().join("wasm32-unknown-unknown/browser"))
}
