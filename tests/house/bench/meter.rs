//! What the browser itself says of its page: processor time of the main thread, and memory.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::chromium::Chromium;

/// Time that the main thread has worked so far, in milliseconds of the processor's: a machine that is busy with other
/// things changes it little.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Worked {
    /// Running scripts. The browser leaves out what goes on in a promise's continuation.
    pub(super) script_ms: f64,
    /// In all, layout and painting included.
    pub(super) all_ms: f64,
}

/// What is held after everything was let go that nobody needs, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) script_bytes: u64,
    /// The memories of WebAssembly, whoever made them: the browser does not count them among the scripts' heap.
    pub(super) wasm_bytes: u64,
}

pub(super) async fn begin(browser: &Chromium) {
    browser.ask("Performance.enable", json!({ "timeDomain": "threadTicks" })).await;
    browser.ask("HeapProfiler.enable", json!({})).await;
}

pub(super) async fn worked(browser: &Chromium) -> Worked {
    let all = browser.ask("Performance.getMetrics", json!({})).await;
    let ms = |name: &str| metric(&all, name) * 1000.0;
    Worked { script_ms: ms("ScriptDuration"), all_ms: ms("TaskDuration") }
}

pub(super) async fn held(browser: &Chromium) -> Held {
    // The second time takes what the first one's finalizers have let go.
    for _ in 0..2 {
        browser.ask("HeapProfiler.collectGarbage", json!({})).await;
    }
    let all = browser.ask("Performance.getMetrics", json!({})).await;
    Held { script_bytes: whole(metric(&all, "JSHeapUsedSize")), wasm_bytes: wasm_bytes(browser).await }
}

/// The browser is asked for every memory that there is, so that nobody needs to say where theirs is.
async fn wasm_bytes(browser: &Chromium) -> u64 {
    let kind = browser.ask("Runtime.evaluate", json!({ "expression": "WebAssembly.Memory.prototype" })).await;
    let asked = json!({ "prototypeObjectId": kind["result"]["objectId"] });
    let all = browser.ask("Runtime.queryObjects", asked).await;
    let sum = "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }";
    let asked = json!({ "objectId": all["objects"]["objectId"], "functionDeclaration": sum, "returnByValue": true });
    let told = browser.ask("Runtime.callFunctionOn", asked).await;
    told["result"]["value"].as_u64().unwrap_or_else(|| panic!("no memory is told: {told}"))
}

/// Microseconds between two looks at what is running.
const LOOKS_EACH_US: u32 = 200;

pub(super) async fn begin_profile(browser: &Chromium) {
    browser.ask("Profiler.enable", json!({})).await;
    browser.ask("Profiler.setSamplingInterval", json!({ "interval": LOOKS_EACH_US })).await;
    browser.ask("Profiler.start", json!({})).await;
}

/// Writes what was running since then, as the browser's developer tools read it.
pub(super) async fn end_profile(browser: &Chromium, file: &Path) {
    let profile = browser.ask("Profiler.stop", json!({})).await;
    fs::write(file, profile["profile"].to_string()).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}

fn metric(all: &Value, name: &str) -> f64 {
    let found = all["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == name);
    found.and_then(|metric| metric["value"].as_f64()).unwrap_or_else(|| panic!("the browser does not tell {name}"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of bytes")]
fn whole(bytes: f64) -> u64 {
    bytes as u64
}

impl Worked {
    /// What came since. With another process the count begins anew.
    pub(super) fn since(self, before: Self) -> Self {
        if self.all_ms < before.all_ms {
            return self;
        }
        Self { script_ms: self.script_ms - before.script_ms, all_ms: self.all_ms - before.all_ms }
    }
}
