//! Everything that can fail, in one run: the house rules, the builds, the native tests, the browser tests.

mod again;
pub(crate) mod browser;
mod engines;

use std::ffi::OsString;
use std::num::NonZero;
use std::process::ExitCode;
use std::{env, thread};

use anyhow::Result;
use xshell::{Cmd, cmd};

use crate::house::House;
use crate::setup::{TARGET, Toolchain, libraries};
use crate::{build, tidy};
use again::Went;
use browser::Browser;
use engines::Engine;

/// The whole-house tests mostly wait for what takes its time by design: with so many at once two cores are not idle.
const AT_ONCE_MIN: usize = 4;

/// These run in a browser only, or only inside a build; or apart from the others, as [`prompt_tests`].
const NOT_TESTED_NATIVELY: [&str; 3] = ["moment-prompt", "moment-console", "xtask-bindgen"];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run only the tests whose name contains this
    filter: Option<String>,
}

/// Goes on after a failure, so that one run shows all that is wrong.
pub(crate) fn run(house: &House, options: &Options) -> ExitCode {
    let mut outcomes = vec![
        attempt("tidy", || Ok(tidy::run(house, &tidy::Options::default())? == ExitCode::SUCCESS)),
        attempt("build", || build::run(house).map(|()| true)),
        attempt("lab", || build::lab::run(house).map(|()| true)),
    ];
    if options.filter.is_none() {
        outcomes.push(attempt("leptos", || test_component(house).map(|()| true)));
    }
    let engines = Engine::find_or_install_all(house);
    let mut alone = Vec::new();
    outcomes.push(attempt("tests", || {
        Ok(match run_tests(house, options, &engines)? {
            Went::Well => true,
            Went::WellAlone(tests) => {
                alone = tests;
                true
            }
            Went::Badly => false,
        })
    }));
    if options.filter.as_deref().is_none_or(|filter| filter.contains("parquet")) {
        outcomes.push(attempt("parquet", || Ok(parquet_tests(house))));
    }
    outcomes.push(attempt("prompt", || Ok(prompt_tests(house, options))));
    eprintln!("\n== summary");
    for (what, passed) in &outcomes {
        eprintln!("{what:<6} {}", if *passed { "passed" } else { "FAILED" });
    }
    for test in &alone {
        eprintln!("       passed at the second attempt only, alone: {test}");
    }
    for (engine, why) in engines.iter().filter_map(|engine| Some((engine, engine.why_not()?))) {
        eprintln!("{:<6} SKIPPED in the browser tests: {why}", engine.name);
    }
    let all_passed = outcomes.iter().all(|(_, passed)| *passed);
    if all_passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn attempt(what: &'static str, work: impl FnOnce() -> Result<bool>) -> (&'static str, bool) {
    eprintln!("\n== {what}");
    let passed = work().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        false
    });
    (what, passed)
}

/// The runners' own output passes through, the lines `test result: …` included.
fn run_tests(house: &House, options: &Options, engines: &[Engine]) -> Result<Went> {
    let browser = Browser::find_or_install(&house.shell)?;
    eprintln!("browser: {}, driven by {}", browser.chrome.display(), browser.driver.display());
    let libraries = libraries::find_or_install(house)?;
    let tests = || {
        native_tests(house, &browser)
            .env("SM_LIBRARIES", &libraries)
            .envs(engines.iter().flat_map(Engine::variables))
            .arg("--no-fail-fast")
            .args(&options.filter)
            .arg("--")
            .args(engines.iter().filter_map(Engine::skip).flatten())
            .into()
    };
    again::run(tests, &mut std::io::stdout())
}

/// What the prompt module does without a browser. By itself: beside the others it would ask for features of what they
/// depend on, and have all of it built anew.
fn prompt_tests(house: &House, options: &Options) -> bool {
    cmd!(house.shell, "cargo test --package moment-prompt").args(&options.filter).run().is_ok()
}

/// What the collector writes as Parquet, which only those build who want it. The same packages as in [`native_tests`], so that
/// nothing is built anew but Parquet's library, the few crates that it asks more of, and the collector: two minutes on two
/// cores where nothing of it is built, most of them the collector's own.
fn parquet_tests(house: &House) -> bool {
    let feature = ["--features", "moment-collector/parquet", "--test", "collector", "parquet"];
    cmd!(house.shell, "cargo test --workspace").args(excluded()).args(feature).run().is_ok()
}

/// What customers put into their apps is no part of the workspace: its example is built and its tests are run by
/// themselves. What it runs in is a browser, so the example is checked for that too.
fn test_component(house: &House) -> Result<()> {
    let target = house.target.join("leptos");
    let manifest = ["--manifest-path", "pkg/leptos/Cargo.toml"];
    cmd!(house.shell, "cargo test").args(manifest).env("CARGO_TARGET_DIR", &target).run()?;
    let toolchain = Toolchain::find_or_make(house)?;
    let check = toolchain.cargo(house).args(["check", "--examples", "--target", TARGET]).args(manifest);
    Ok(check.env("CARGO_TARGET_DIR", &target).run()?)
}

/// The one way in which tests are run: with other packages beside them, their dependencies would be built once more.
pub(crate) fn native_tests<'a>(house: &'a House, browser: &Browser) -> Cmd<'a> {
    cmd!(house.shell, "cargo test --workspace")
        .args(excluded())
        .env("RUST_TEST_THREADS", at_once())
        .env("SM_CHROME", &browser.chrome)
        .env("SM_CHROMEDRIVER", &browser.driver)
}

fn excluded() -> impl Iterator<Item = &'static str> {
    NOT_TESTED_NATIVELY.iter().flat_map(|package| ["--exclude", package])
}

/// What the environment says, else one for each core and a few more.
fn at_once() -> OsString {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    env::var_os("RUST_TEST_THREADS").unwrap_or_else(|| cores.max(AT_ONCE_MIN).to_string().into())
}
