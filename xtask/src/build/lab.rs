//! The lab: the core in a browser for tests and measurements. It is built as the widget is, and lies in the target
//! folder, where nothing is taken from to serve.

use std::fs;

use anyhow::{Context, Result};

use super::{LAB, compile};
use crate::house::House;
use crate::{lock, setup};

pub(crate) fn run(house: &House) -> Result<()> {
    let _lock = lock::hold(&house.wasm_target().join("build.lock"))?;
    let tools = setup::run(house)?;
    let artifacts = compile::run(house, &tools.toolchain, &compile::LAB)?;
    let lab = LAB.finish(house, &tools, &artifacts)?;
    let folder = house.lab();
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    fs::write(folder.join("lab.js"), lab.glue)?;
    fs::write(folder.join("lab.wasm"), lab.wasm)?;
    eprintln!("the lab is ready in {}", folder.display());
    Ok(())
}
