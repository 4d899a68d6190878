//! `cargo xtask fuzz`: strangers' bytes for every door of the collector, by libFuzzer, with the stable compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::house::House;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// For how long, all targets together
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// One target alone, such as `beacon`
    #[arg(long)]
    target: Option<String>,
    /// Take what reaches something new into the corpus that is committed, as little of it as does
    #[arg(long)]
    keep: bool,
}

/// What cargo-fuzz passes but for a sanitizer: there is no unsafe code to catch. None of it needs a nightly compiler.
const INSTRUMENTS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// An input that takes longer than this is a finding.
const TIMEOUT_S: u32 = 10;

/// The longest input, in bytes: what the longest message has, and a little more.
const LENGTH_MAX: u32 = 65_536;

pub(crate) fn run(house: &House, options: &Options) -> Result<ExitCode> {
    let all = targets(&house.root.join("fuzz/targets"))?;
    let chosen: Vec<&String> =
        all.iter().filter(|name| options.target.as_ref().is_none_or(|wanted| *name == wanted)).collect();
    ensure!(!chosen.is_empty(), "there is no such target; there are {}", all.join(", "));
    let programs = build(house)?;
    let each_s = (options.seconds / u32::try_from(chosen.len())?).max(1);
    let mut clean = true;
    for name in chosen {
        eprintln!("\n== {name}, for {each_s} s");
        clean &= fuzz(house, &programs.join(name), name, each_s)?;
        if options.keep {
            keep(house, &programs.join(name), name)?;
        }
    }
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn targets(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let name = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry?.path();
        Ok(path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
    };
    let mut names: Vec<String> = entries.map(name).collect::<Result<_>>()?;
    names.sort();
    Ok(names)
}

/// Builds all targets and says where the programs are. The machine is named, so that what runs while building, such as
/// macros, is not instrumented.
fn build(house: &House) -> Result<PathBuf> {
    let version = cmd!(house.shell, "rustc -vV").quiet().read()?;
    let machine = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no machine")?;
    let folder = house.target.join("fuzz");
    cmd!(house.shell, "cargo build --release --manifest-path fuzz/Cargo.toml --target {machine} --target-dir {folder}")
        .env("RUSTFLAGS", INSTRUMENTS)
        .run()
        .context("building the fuzz targets")?;
    Ok(folder.join(machine).join("release"))
}

/// True if nothing was found. What was found lies in the target folder, and its name is printed.
fn fuzz(house: &House, program: &Path, name: &str, seconds: u32) -> Result<bool> {
    let (grown, found) = (grown(house, name), house.target.join("fuzz/found").join(name));
    fs::create_dir_all(&grown)?;
    fs::create_dir_all(&found)?;
    let committed = house.root.join("fuzz/corpus").join(name);
    let prefix = format!("{}/", found.display());
    let run = cmd!(house.shell, "{program} {grown} {committed}")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-timeout={TIMEOUT_S}"))
        .arg(format!("-max_len={LENGTH_MAX}"))
        .arg(format!("-artifact_prefix={prefix}"))
        .arg("-print_final_stats=1");
    Ok(run.run().is_ok())
}

/// What the fuzzer has invented so far, on this machine.
fn grown(house: &House, name: &str) -> PathBuf {
    house.target.join("fuzz/grown").join(name)
}

fn keep(house: &House, program: &Path, name: &str) -> Result<()> {
    let committed = house.root.join("fuzz/corpus").join(name);
    let grown = grown(house, name);
    cmd!(house.shell, "{program} -merge=1 {committed} {grown}").run().context("adding to the corpus")
}
