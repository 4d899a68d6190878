//! What the collector does in a second, beside a handler that does nothing, and how long its pages' questions take.
//!
//! `cargo xtask bench collector` runs this and judges it. It prints what it measured as JSON, or writes it where `SM_BENCH`
//! says; `SM_BENCH_SECONDS`, `SM_BENCH_ROUNDS` and `SM_BENCH_TRIALS` say how much.

mod ask;
mod fill;
mod load;
mod noop;
mod process;
mod state;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use moment_collector::playbook::Playbook;
use serde_json::{Value, json};

use process::Server;

/// Stores of these sizes are asked, unless the largest is told to be smaller.
const TRIALS: [u32; 3] = [10_000, 100_000, 1_000_000];

/// Connections that each send one beacon after the other: a few, for a collector that hears browsers by the thousands. What
/// comes while the disk takes a commit goes with the next, so that the fewer they are the more the disk alone is measured.
const CONNECTIONS: usize = 256;

fn main() -> Result<()> {
    if std::env::args().nth(1).as_deref() == Some("noop") {
        return noop::serve();
    }
    let seconds = Duration::from_secs(number("SM_BENCH_SECONDS", 5).into());
    let trials_max = number("SM_BENCH_TRIALS", TRIALS[2]);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-collector");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let playbook_path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../playbook.toml");
    let text = std::fs::read_to_string(&playbook_path).context("the demo's playbook")?;
    let playbook = Playbook::read(&text).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;

    let measured = json!({
        "connections": CONNECTIONS,
        "seconds": seconds.as_secs(),
        "beacon_bytes": state::beacon(&playbook, "t_00000000", 1, 4).encode().len(),
        "rounds": rounds(&folder, &playbook_path, &playbook, seconds)?,
        "sizes": sizes(&folder, &playbook_path, &playbook, trials_max)?,
    });
    match std::env::var_os("SM_BENCH") {
        Some(path) => std::fs::write(PathBuf::from(path), format!("{measured:#}\n"))?,
        None => println!("{measured:#}"),
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn number(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The same load on the handler that does nothing and on the collector, in turns.
fn rounds(folder: &Path, playbook_path: &Path, playbook: &Playbook, time: Duration) -> Result<Vec<Value>> {
    let bodies = load::bodies(playbook, CONNECTIONS);
    (0..number("SM_BENCH_ROUNDS", 3))
        .map(|round| {
            eprintln!("round {}: the handler that does nothing", round + 1);
            let noop = load::run(&Server::noop()?, &bodies, time, |_| Ok(()))?;
            eprintln!("round {}: the collector", round + 1);
            let data = folder.join(format!("round-{round}"));
            fill::fill(&data, playbook, 0..0)?;
            let server = Server::collector(playbook_path, &data)?;
            let ours = load::run(&server, &bodies, time, |server| ask::until_all_is_joined(&server.address))?;
            server.stop()?;
            let kept = fill::count(&data)?;
            Ok(json!({ "noop": noop, "collector": ours, "trials": kept, "bytes": fill::bytes(&data)? }))
        })
        .collect()
}

/// How long the pages' questions take at each size.
fn sizes(folder: &Path, playbook_path: &Path, playbook: &Playbook, most: u32) -> Result<Vec<Value>> {
    let mut measured = Vec::new();
    let data = folder.join("sizes");
    let mut filled = 0;
    for trials in TRIALS.into_iter().filter(|trials| *trials <= most) {
        eprintln!("{trials} trials");
        fill::fill(&data, playbook, filled..trials)?;
        filled = trials;
        let server = Server::collector(playbook_path, &data)?;
        let answers = ask::all(&server.address)?;
        let memory = server.memory_kb()?;
        server.stop()?;
        measured.push(json!({
            "trials": trials, "bytes": fill::bytes(&data)?, "memory_kb": memory, "answers": answers,
        }));
    }
    Ok(measured)
}
