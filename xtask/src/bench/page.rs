//! `cargo xtask bench page`: one page and one scripted session, with our widget in it, with others of its kind, and with
//! none; what each costs, as medians over runs, beside what was promised.

mod budget;
mod figure;
mod measured;
mod peers;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::house::House;
use crate::test::browser::Browser;
use crate::{build, setup, test};
use measured::{Measured, NONE, OURS, Runs};

/// In the order of the table. `tests/house/bench/contestant.rs` has the same names.
const NAMES: [&str; 6] = [NONE, OURS, "posthog", "amplitude", "mixpanel", "snowplow"];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How often each is measured; they take turns
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Who is measured beside the page without any, with commas between; all of them if this is left out
    #[arg(long, value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(NAMES))]
    with: Vec<String>,
    /// Measure starts on a processor that is so many times slower, too; the design's budget is for 4
    #[arg(long, value_parser = clap::value_parser!(u32).range(2..))]
    slow_down: Option<u32>,
    /// A folder for profiles of the sessions, which the browser's developer tools open; profiling costs time itself
    #[arg(long)]
    profiles: Option<PathBuf>,
    /// Where every single measurement is written to, beside the medians
    #[arg(long)]
    json: Option<PathBuf>,
}

pub(crate) fn run(house: &House, options: &Options) -> Result<()> {
    build::run(house)?;
    let node = setup::NodeTools::find_or_install(house)?;
    let peers = peers::bundle(house, &node)?;
    let all = measure(house, options, &peers.folder)?;
    let runs = Runs::new(all)?;
    let document = json!({ "medians": figure::medians(&runs), "runs": runs.all });
    println!("{}", table::table(&runs, &peers.versions));
    println!("\n{}", budget::verdicts(&runs));
    if let Some(path) = &options.json {
        fs::write(path, format!("{document:#}\n")).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// A whole-house test measures, because it has browser and collector in hand.
fn measure(house: &House, options: &Options, peers: &Path) -> Result<Vec<Measured>> {
    let browser = Browser::find_or_install(&house.shell)?;
    let folder = house.target.join("bench-page");
    fs::create_dir_all(&folder)?;
    let (plan, out) = (folder.join("plan.json"), folder.join("measured.json"));
    let mut with = options.with.clone();
    if !with.is_empty() {
        with.push(NONE.to_owned());
    }
    let profiles = options.profiles.as_ref().map(std::path::absolute).transpose()?;
    if let Some(folder) = &profiles {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    let told = json!({
        "peers": peers, "with": with, "runs": options.runs, "slow_down": options.slow_down, "profiles": profiles,
        "out": out,
    });
    fs::write(&plan, told.to_string())?;
    eprintln!("measuring in {}: about a minute for each contestant and run", browser.chrome.display());
    test::native_tests(house, &browser)
        .args(["--test", "house", "--", "--ignored", "--exact", "bench::page", "--nocapture"])
        .env("SM_BENCH", &plan)
        .ignore_stdout()
        .run()
        .context("measuring in the browser")?;
    let text = fs::read_to_string(&out).with_context(|| format!("reading {}", out.display()))?;
    let all: Vec<Measured> = serde_json::from_str(&text).with_context(|| format!("reading {}", out.display()))?;
    ensure!(!all.is_empty(), "nothing was measured");
    Ok(all)
}
