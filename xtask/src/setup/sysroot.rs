//! Builds the standard library for WebAssembly once, from the sources that Debian's compiler brings.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use super::once;
use super::toolchain::TARGET;
use crate::digest;
use crate::house::House;

const LIBRARIES: &str = "-Zbuild-std=std,panic_abort,proc_macro,test";

/// Cargo leaves bitcode out of what it does not optimise across crates itself, but the shipped modules are linked with
/// `lto = "fat"`, which wants the bitcode of every library ("Can't find section .llvmbc").
const RUSTFLAGS: &str = "-Cembed-bitcode=yes";

/// A crate that needs nothing, so that building it with `-Zbuild-std` builds the standard library and nothing else.
const EMPTY_CRATE: &str =
    "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\n\n[workspace]\n";

pub(crate) fn find(house: &House, rustc: &Path) -> Result<Option<PathBuf>> {
    let folder = folder(house, rustc)?;
    Ok(folder.is_dir().then_some(folder))
}

pub(crate) fn build(house: &House, rustc: &Path) -> Result<PathBuf> {
    let folder = folder(house, rustc)?;
    once::make(&folder, |sysroot| {
        eprintln!("building the standard library for {TARGET}, once for this compiler: some minutes");
        let work = sysroot.join("build");
        build_std(house, rustc, &work)?;
        collect_libraries(&work, sysroot)?;
        Ok(fs::remove_dir_all(&work)?)
    })?;
    Ok(folder)
}

/// Keyed by everything the compiler says of its version: libraries of another compiler cannot be read.
fn folder(house: &House, rustc: &Path) -> Result<PathBuf> {
    let version = cmd!(house.shell, "{rustc} -vV").quiet().read()?;
    let release = version.lines().find_map(|line| line.strip_prefix("release: ")).unwrap_or("unknown");
    let digest = digest::of_parts([version.as_bytes(), LIBRARIES.as_bytes(), RUSTFLAGS.as_bytes()]);
    // No dots in the name: what follows one would count as its extension.
    Ok(house.cache.join(format!("wasm-sysroot-{}-{}", release.replace('.', "_"), &digest[..12])))
}

fn build_std(house: &House, rustc: &Path, work: &Path) -> Result<()> {
    fs::create_dir_all(work.join("src")).with_context(|| format!("creating {}", work.display()))?;
    let manifest = work.join("Cargo.toml");
    fs::write(&manifest, EMPTY_CRATE)?;
    fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    cmd!(house.shell, "cargo build --release --target {TARGET} {LIBRARIES} --manifest-path {manifest}")
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .env("CARGO_ENCODED_RUSTFLAGS", RUSTFLAGS)
        .quiet()
        .run()?;
    Ok(())
}

fn collect_libraries(work: &Path, sysroot: &Path) -> Result<()> {
    let from = work.join("target").join(TARGET).join("release/deps");
    let to = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&to)?;
    let mut has_std = false;
    for file in fs::read_dir(&from)? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        let is_library = file.path().extension().is_some_and(|ending| ending == "rlib");
        if is_library && !name.starts_with("libempty-") {
            fs::copy(file.path(), to.join(&name))?;
            has_std |= name.starts_with("libstd-");
        }
    }
    ensure!(has_std, "cargo built no standard library in {}", from.display());
    Ok(())
}
