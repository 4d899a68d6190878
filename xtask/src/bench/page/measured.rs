//! What `tests/house/bench.rs` measured, run by run.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The page without any.
pub(super) const NONE: &str = "none";
pub(super) const OURS: &str = "second-moment";

/// One run of one contestant. Times are milliseconds of the main thread's processor time.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub(super) struct Measured {
    pub(super) name: String,
    pub(super) run: u32,
    pub(super) session: Session,
    pub(super) told: Told,
    pub(super) start: Start,
    pub(super) slow_start: Option<Start>,
}

/// From the first click on, unless it says otherwise.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub(super) struct Session {
    pub(super) script_ms: f64,
    pub(super) all_ms: f64,
    pub(super) click_script_ms: f64,
    pub(super) click_all_ms: f64,
    pub(super) start_script_ms: f64,
    pub(super) start_all_ms: f64,
    pub(super) script_bytes: u32,
    pub(super) wasm_bytes: u32,
    pub(super) kept_chars: u32,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub(super) struct Told {
    pub(super) sizes: Vec<u32>,
    pub(super) preflights: u32,
    pub(super) asks: u32,
    pub(super) uses: u32,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[expect(clippy::struct_field_names, reason = "a time has its unit last")]
pub(super) struct Start {
    pub(super) script_ms: f64,
    pub(super) longest_task_ms: f64,
    pub(super) all_ms: f64,
}

/// All runs of all contestants.
pub(super) struct Runs {
    pub(super) all: Vec<Measured>,
    pub(super) names: Vec<String>,
}

impl Runs {
    /// Errors: the page without any was not measured in every run.
    pub(super) fn new(all: Vec<Measured>) -> Result<Self> {
        let mut names: Vec<String> = Vec::new();
        for one in &all {
            if !names.contains(&one.name) {
                names.push(one.name.clone());
            }
        }
        let runs = Self { all, names };
        for one in &runs.all {
            runs.one(NONE, one.run).with_context(|| format!("run {} has no page without any", one.run))?;
        }
        Ok(runs)
    }

    pub(super) fn of(&self, name: &str) -> impl Iterator<Item = &Measured> {
        self.all.iter().filter(move |one| one.name == name)
    }

    pub(super) fn one(&self, name: &str, run: u32) -> Option<&Measured> {
        self.all.iter().find(|one| one.name == name && one.run == run)
    }

    /// The names of the others.
    pub(super) fn peers(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).filter(|name| ![NONE, OURS].contains(name))
    }

    pub(super) fn how_many(&self) -> u32 {
        self.all.iter().map(|one| one.run).max().unwrap_or_default()
    }
}
