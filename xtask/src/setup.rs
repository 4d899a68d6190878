//! Gets what the builds need, on a laptop with rustup's own target as well as on a bare Debian machine.

mod bindgen;
pub(crate) mod debian;
pub(crate) mod libraries;
mod node_tools;
pub(crate) mod npm;
pub(crate) mod once;
mod python;
mod sysroot;
mod toolchain;

use anyhow::Result;

use crate::house::House;
pub(crate) use bindgen::Bindgen;
pub(crate) use node_tools::NodeTools;
pub(crate) use python::PythonProgram;
pub(crate) use toolchain::{TARGET, Toolchain};

/// Everything that a WebAssembly build calls.
pub(crate) struct Tools {
    pub(crate) toolchain: Toolchain,
    pub(crate) node: NodeTools,
    pub(crate) bindgen: Bindgen,
}

/// Each part looks first whether it is there already, so a set-up that is done costs next to nothing.
pub(crate) fn run(house: &House) -> Result<Tools> {
    let toolchain = Toolchain::find_or_make(house)?;
    let node = NodeTools::find_or_install(house)?;
    let bindgen = Bindgen::find_or_build(house)?;
    eprintln!("tools ready: {toolchain}, esbuild and wasm-opt, wasm-bindgen");
    Ok(Tools { toolchain, node, bindgen })
}
