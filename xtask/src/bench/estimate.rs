//! What criterion measured: a file for each benchmark in the target folder.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::house::House;

#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}

/// The median of the last run, in nanoseconds.
pub(crate) fn median_ns(house: &House, benchmark: &str) -> Result<f64> {
    let path = house.target.join("criterion").join(benchmark).join("new/estimates.json");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let estimates: Estimates = serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    Ok(estimates.median.point_estimate)
}
