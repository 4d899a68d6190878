//! The start: what the browser's trace tells of a page from its first byte until it has come to rest.
//!
//! A trace costs time itself, so that no session is traced. It knows what the browser's counters do not: how long each
//! task was, and what goes on in promises' continuations, in which modules begin.

use serde::Serialize;
use serde_json::{Value, json};

use super::chromium::Chromium;
use super::contestant::Contestant;
use super::session::{SETTLES, passes};
use super::stand::Stand;

/// Tasks and continuations, scripts, WebAssembly, and the marks of a page.
const CATEGORIES: &str = "toplevel,devtools.timeline,v8,v8.wasm,blink.user_timing";

const TASK: &str = "ThreadControllerImpl::RunTask";
const CONTINUATIONS: &str = "BlinkScheduler_PerformMicrotaskCheckpoint";
const REST: &str = "at rest";

/// What a start took of the main thread, in milliseconds of the processor's.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "a time has its unit last")]
pub(super) struct Start {
    /// Compiling and running scripts and modules, continuations of promises included.
    pub(super) script_ms: f64,
    pub(super) longest_task_ms: f64,
    /// All tasks.
    pub(super) all_ms: f64,
}

/// Starts the page on a processor that is `slow_down` times slower than it is.
pub(super) async fn start(stand: &Stand, contestant: &Contestant, trial: &str, slow_down: u32) -> Start {
    let browser = Chromium::open(Some(CATEGORIES)).await;
    browser.go(&stand.blank()).await;
    if slow_down > 1 {
        browser.ask("Emulation.setCPUThrottlingRate", json!({ "rate": slow_down })).await;
    }
    browser.go(&stand.page(contestant, trial)).await;
    passes(SETTLES * slow_down.min(2)).await;
    browser.eval(&format!("void performance.mark('{REST}')")).await;
    let events = browser.trace().await;
    Start::of(&events).unwrap_or_else(|what| panic!("the trace of {} has no {what}", contestant.name))
}

impl Start {
    fn of(events: &[Value]) -> Result<Self, &'static str> {
        let rest = events.iter().find(|event| event["name"] == REST).ok_or("end")?;
        let on_main = |event: &&Value| event["pid"] == rest["pid"] && event["tid"] == rest["tid"];
        let main = || events.iter().filter(on_main);
        let begins = main().filter(|event| event["name"] == "navigationStart" && at(event) < at(rest)).map(at);
        let begin = begins.fold(f64::NAN, f64::max);
        if begin.is_nan() {
            return Err("beginning");
        }
        let mut within: Vec<&Value> =
            main().filter(|event| event["ph"] == "X" && (begin..at(rest)).contains(&at(event))).collect();
        within.sort_by(|one, other| at(one).total_cmp(&at(other)).then(lasts(other).total_cmp(&lasts(one))));
        let tasks = || within.iter().filter(|event| event["name"] == TASK).map(|task| cost(task) / 1000.0);
        Ok(Self {
            script_ms: outermost(within.iter().copied().filter(|event| is_script(event))) / 1000.0,
            longest_task_ms: tasks().fold(0.0, f64::max),
            all_ms: tasks().sum(),
        })
    }
}

fn is_script(event: &Value) -> bool {
    let categories = event["cat"].as_str().unwrap_or_default();
    let mut categories = categories.split(',');
    let name = event["name"].as_str().unwrap_or_default();
    categories.any(|category| category.starts_with("v8"))
        || ["EvaluateScript", "FunctionCall", CONTINUATIONS].contains(&name)
}

/// What events cost that are not within another one. They come in the order in which they begin.
fn outermost<'a>(events: impl Iterator<Item = &'a Value>) -> f64 {
    let mut end = f64::NEG_INFINITY;
    let mut sum = 0.0;
    for event in events.filter(|event| event["dur"].is_number()) {
        if at(event) >= end {
            end = at(event) + lasts(event);
            sum += cost(event);
        }
    }
    sum
}

/// In microseconds, as all times of a trace are.
fn at(event: &Value) -> f64 {
    event["ts"].as_f64().unwrap_or_default()
}

fn lasts(event: &Value) -> f64 {
    event["dur"].as_f64().unwrap_or_default()
}

/// The processor's time where the trace has it.
fn cost(event: &Value) -> f64 {
    event["tdur"].as_f64().unwrap_or_else(|| lasts(event))
}
