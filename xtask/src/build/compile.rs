//! One run of cargo for the three WebAssembly packages, so that what they share is compiled once.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::house::House;
use crate::setup::Toolchain;

const PACKAGES: [&str; 3] = ["second-moment", "moment-prompt", "moment-console"];

/// Gives the folder that holds the compiled modules.
pub(crate) fn run(house: &House, toolchain: &Toolchain) -> Result<PathBuf> {
    let packages = PACKAGES.iter().flat_map(|package| ["--package", package]);
    toolchain
        .cargo(house)
        .args(["build", "--release", "--target", "wasm32-unknown-unknown"])
        .args(packages)
        .quiet()
        .run()
        .context("the WebAssembly packages did not compile; cargo's message above says why")?;
    Ok(house.wasm_target().join("wasm32-unknown-unknown/release"))
}
