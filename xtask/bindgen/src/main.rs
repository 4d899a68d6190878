//! Turns the compiler's `.wasm` into a module and its JavaScript glue: wasm-bindgen's command-line half as a library.
//!
//! A crate of its own, so that neither the tests nor `cargo xtask` itself compile it.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, folder, name] = arguments.as_slice() else {
        bail!("usage: xtask-bindgen INPUT.wasm OUTPUT-FOLDER NAME");
    };
    let name = name.to_str().context("the module's name must be UTF-8")?;
    Bindgen::new()
        .input_path(input)
        .web(true)?
        .out_name(name)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("wasm-bindgen could not read {}", input.display()))
}
