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
    /// How much of its memory is the stack's; the linker's own megabyte if nothing is said.
    stack_bytes: Option<u32>,
}

/// A guest's memory is charged to its page. Some 6 KB of either stack were seen in use: `tests/house/memory.rs`.
pub(crate) const PRODUCT: [Crate; 3] = [
    Crate { package: "second-moment", is_library: true, stack_bytes: Some(32_768) },
    Crate { package: "moment-prompt", is_library: true, stack_bytes: Some(65_536) },
    Crate { package: "moment-console", is_library: false, stack_bytes: None },
];

pub(crate) const LAB: [Crate; 1] = [Crate { package: "moment-lab", is_library: true, stack_bytes: None }];

/// As a module and nothing else: what is a library for other crates too, as these are for tests, cargo links without
/// optimising across crates, and the widget would be a sixth larger.
const MODULE: [&str; 3] = ["--lib", "--crate-type", "cdylib"];

/// Gives the folder that holds the compiled modules.
pub(crate) fn run(house: &House, toolchain: &Toolchain, crates: &[Crate]) -> Result<PathBuf> {
    for Crate { package, is_library, stack_bytes } in crates {
        let linked = stack_bytes.map(|bytes| ["--".to_owned(), format!("-Clink-arg=-zstack-size={bytes}")]);
        toolchain
            .cargo(house)
            .args(["rustc", "--profile", "browser", "--target", "wasm32-unknown-unknown", "--package", *package])
            .args(MODULE.iter().filter(|_| *is_library))
            .args(linked.into_iter().flatten())
            .quiet()
            .run()
            .context("the WebAssembly packages did not compile; cargo's message above says why")?;
    }
    Ok(house.wasm_target().join("wasm32-unknown-unknown/browser"))
}
