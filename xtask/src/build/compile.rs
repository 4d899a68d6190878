//! Runs of cargo: the core module alone, because it does without the standard library and cargo would give its
//! dependencies the features that Leptos asks for; then prompts and console, which share nearly everything.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::house::House;
use crate::setup::Toolchain;

pub(crate) const PRODUCT: [&[&str]; 2] = [&["second-moment"], &["moment-prompt", "moment-console"]];

/// Alone too: then core and wire are those of the core module, compiled once for both.
pub(crate) const LAB: [&[&str]; 1] = [&["moment-lab"]];

/// Gives the folder that holds the compiled modules.
pub(crate) fn run(house: &House, toolchain: &Toolchain, runs: &[&[&str]]) -> Result<PathBuf> {
    for packages in runs {
        toolchain
            .cargo(house)
            .args(["build", "--profile", "browser", "--target", "wasm32-unknown-unknown"])
            .args(packages.iter().flat_map(|package| ["--package", package]))
            .quiet()
            .run()
            .context("the WebAssembly packages did not compile; cargo's message above says why")?;
    }
    Ok(house.wasm_target().join("wasm32-unknown-unknown/browser"))
}
