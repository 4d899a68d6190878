//! What a widget costs the page that it is in, ours beside others': `cargo xtask bench page`.

mod chromium;
mod contestant;
mod meter;
mod session;
mod sink;
mod stand;
mod start;
mod told;
mod traffic;

use std::path::PathBuf;
use std::{env, fs};

use serde::{Deserialize, Serialize};

use contestant::{CONTESTANTS, Contestant};
use session::Session;
use stand::Stand;
use start::Start;
use told::Told;

/// What xtask asks for.
#[derive(Deserialize)]
struct Plan {
    /// The folder of the peers' scripts.
    peers: PathBuf,
    /// Names of contestants; all if there are none.
    with: Vec<String>,
    runs: u32,
    /// Starts are measured on a processor that is so many times slower, too.
    slow_down: Option<u32>,
    /// The folder that profiles of the sessions are written to.
    profiles: Option<PathBuf>,
    /// Where what was measured is written to.
    out: PathBuf,
}

/// One run of one contestant.
#[derive(Serialize)]
struct Measured {
    name: &'static str,
    run: u32,
    session: Session,
    told: Told,
    start: Start,
    slow_start: Option<Start>,
}

/// The contestants take turns, so that a machine that grows slower does so for all.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures and tests nothing: cargo xtask bench page"]
async fn page() {
    let path = env::var_os("SM_BENCH").expect("SM_BENCH names the plan: cargo xtask bench page");
    let text = fs::read_to_string(path).expect("the plan");
    let plan: Plan = serde_json::from_str(&text).expect("the plan is right");
    let chosen: Vec<&Contestant> = CONTESTANTS
        .iter()
        .filter(|contestant| plan.with.is_empty() || plan.with.iter().any(|name| name == contestant.name))
        .collect();
    let stand = Stand::open(plan.peers.clone()).await;
    let mut all = Vec::new();
    for run in 1..=plan.runs {
        for contestant in &chosen {
            all.push(measure(&stand, contestant, run, &plan).await);
            fs::write(&plan.out, serde_json::to_string(&all).expect("numbers")).expect("the numbers are kept");
        }
    }
}

async fn measure(stand: &Stand, contestant: &Contestant, run: u32, plan: &Plan) -> Measured {
    let trial = format!("t_{run}");
    let profile = plan.profiles.as_ref().map(|folder| folder.join(format!("{}-{run}.cpuprofile", contestant.name)));
    let session = session::session(stand, contestant, &trial, profile.as_deref()).await;
    let told = Told::of(stand, contestant, &trial).await;
    let start = start::start(stand, contestant, &format!("{trial}_start"), 1).await;
    let slow_start = match plan.slow_down {
        Some(times) => Some(start::start(stand, contestant, &format!("{trial}_slow"), times).await),
        None => None,
    };
    eprintln!(
        "run {run}, {}: session {:.0} ms of script, start {:.1} ms, longest task {:.1} ms, {} sends",
        contestant.name,
        session.script_ms,
        start.script_ms,
        start.longest_task_ms,
        told.sizes.len()
    );
    Measured { name: contestant.name, run, session, told, start, slow_start }
}
