//! Builds `pkg/dist`: what a vendor serves to customers, and the console that the collector serves.

mod compile;
mod console;
mod dist;
mod guard;
pub(crate) mod lab;
mod loader;
mod manifest;
mod module;
mod short_names;
mod squeeze;
mod widget;

use anyhow::Result;

use crate::house::House;
use crate::lock;
use crate::setup;
use crate::steps::Steps;
use dist::Dist;
pub(crate) use manifest::{Manifest, Sizes};
use module::Module;

/// Raise it when the way of building changes, so that nothing built the old way is taken for fresh.
const RECIPE: &str = "4";

/// Keeps esbuild from rewriting into syntax newer than the WebAssembly features that the compiler uses (2021).
const ESBUILD_TARGET: &str = "--target=es2021";

const CORE: Module = Module { name: "core", artifact: "second_moment.wasm", is_guest: true };
const PROMPT: Module = Module { name: "prompt", artifact: "moment_prompt.wasm", is_guest: true };
const CONSOLE: Module = Module { name: "console", artifact: "moment-console.wasm", is_guest: false };
const LAB: Module = Module { name: "lab", artifact: "moment_lab.wasm", is_guest: false };

/// Steps whose inputs have not changed are skipped: cargo knows for itself, the others keep a stamp of their inputs.
pub(crate) fn run(house: &House) -> Result<()> {
    // Checkouts may share a target folder, and runs with different target folders may share a checkout.
    let _locks =
        [lock::hold(&house.wasm_target().join("build.lock"))?, lock::hold(&house.root.join("pkg/.dist-lock"))?];
    let mut steps = Steps::new(7);
    steps.next("finding the tools");
    let tools = setup::run(house)?;

    steps.next("compiling the widget, the prompts and the console to WebAssembly");
    let artifacts = compile::run(house, &tools.toolchain, &compile::PRODUCT)?;

    let mut finish = |module: &Module| -> Result<module::Finished> {
        steps.next(&format!("binding and shrinking the {} module", module.name));
        let finished = module.finish(house, &tools, &artifacts)?;
        if finished.was_fresh {
            steps.note("unchanged");
        }
        Ok(finished)
    };
    let (core, prompt, console) = (finish(&CORE)?, finish(&PROMPT)?, finish(&CONSOLE)?);

    steps.next("assembling loader, modules and console");
    let mut dist = Dist::default();
    dist.hash = widget::add(&mut dist, &core, &prompt);
    loader::add(&mut dist, house, &tools.node, &core, &prompt)?;
    console::add(&mut dist, house, &tools.node, &console)?;

    steps.next("compressing with brotli and gzip");
    let written = dist.write(house)?;
    if written == dist::Written::Unchanged {
        steps.note("unchanged");
    }
    steps.finish("pkg/dist is ready");
    Ok(())
}
