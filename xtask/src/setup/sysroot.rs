//! Builds the standard library for WebAssembly once, small, from the sources that a compiler brings.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use super::once;
use super::toolchain::TARGET;
use crate::digest;
use crate::house::House;

/// Where a compiler has the sources, and a file that is there if they are.
const SOURCES: &str = "lib/rustlib/src/rust";
const SIGN: &str = "library/Cargo.lock";

const LIBRARIES: &str = "-Zbuild-std=std,panic_abort,proc_macro,test";

/// Cargo leaves bitcode out of what it does not optimise across crates itself, but the shipped modules are linked with
/// `lto = "fat"`, which wants the bitcode of every library ("Can't find section .llvmbc").
///
/// Whoever panics stops at once: a page hears no panic of ours, and the messages and their formatting are a tenth of a
/// module. `toolchain.rs` builds what is linked with it the same way.
const RUSTFLAGS: [&str; 3] = ["-Cembed-bitcode=yes", "-Zunstable-options", "-Cpanic=immediate-abort"];

/// What the library's own messages call the folder of its sources: where the builder has it is nobody's business, and the
/// modules' hashes would differ from machine to machine.
const SOURCES_NAME: &str = "rust";

/// Small before fast.
const FEATURES: &str = "-Zbuild-std-features=optimize_for_size";
const OPT_LEVEL: &str = "z";

/// A crate that needs nothing, so that building it with `-Zbuild-std` builds the standard library and nothing else.
const EMPTY_CRATE: &str =
    "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\n\n[workspace]\n";

/// Whether the compiler brings them.
pub(crate) fn has_sources(shell: &Shell, rustc: &Path) -> bool {
    sources(shell, rustc).join(SIGN).is_file()
}

fn sources(shell: &Shell, rustc: &Path) -> PathBuf {
    let sysroot = cmd!(shell, "{rustc} --print sysroot").quiet().ignore_stderr().read().unwrap_or_default();
    Path::new(&sysroot).join(SOURCES)
}

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
    let recipe = [LIBRARIES, FEATURES, OPT_LEVEL, SOURCES_NAME].into_iter().chain(RUSTFLAGS);
    let digest = digest::of_parts(recipe.chain([version.as_str()]).map(str::as_bytes));
    // No dots in the name: what follows one would count as its extension.
    Ok(house.cache.join(format!("wasm-sysroot-{}-{}", release.replace('.', "_"), &digest[..12])))
}

fn build_std(house: &House, rustc: &Path, work: &Path) -> Result<()> {
    fs::create_dir_all(work.join("src")).with_context(|| format!("creating {}", work.display()))?;
    let manifest = work.join("Cargo.toml");
    fs::write(&manifest, EMPTY_CRATE)?;
    fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    let renamed = format!("--remap-path-prefix={}={SOURCES_NAME}", sources(&house.shell, rustc).display());
    let flags = RUSTFLAGS.into_iter().chain([renamed.as_str()]).collect::<Vec<_>>().join("\u{1f}");
    cmd!(house.shell, "cargo build --release --target {TARGET} {LIBRARIES} {FEATURES} --manifest-path {manifest}")
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .env("CARGO_ENCODED_RUSTFLAGS", flags)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", OPT_LEVEL)
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
