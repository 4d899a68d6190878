//! `sm.js`: the hand-written loader, minified, with the hashes of the modules that it fetches.

use std::fs;

use anyhow::{Context, Result};

use super::ESBUILD_TARGET;
use super::dist::Dist;
use super::module::Finished;
use crate::digest;
use crate::house::House;
use crate::setup::NodeTools;

pub(crate) fn add(dist: &mut Dist, house: &House, node: &NodeTools, core: &Finished, prompt: &Finished) -> Result<()> {
    let loader = fs::read(house.root.join("www/loader.js")).context("reading the loader, www/loader.js")?;
    let minified = node
        .esbuild(&house.shell)
        .args(["--minify", "--legal-comments=none", "--loader=js", ESBUILD_TARGET])
        .arg(format!("--define:SM_HASH=\"{}\"", dist.hash))
        .args(sums("CORE", core))
        .args(sums("PROMPT", prompt))
        .stdin(&loader)
        .read()
        .context("esbuild could not minify www/loader.js")?;
    dist.add("sm.js", minified.into_bytes());
    Ok(())
}

/// The hashes by which a browser knows a module's two files. Texts: esbuild would put a list into a global variable.
fn sums(name: &str, module: &Finished) -> [String; 2] {
    [("JS", &module.glue), ("WASM", &module.wasm)]
        .map(|(kind, content)| format!("--define:SM_{name}_{kind}=\"{}\"", digest::integrity(content)))
}
