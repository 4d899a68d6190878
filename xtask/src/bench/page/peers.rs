//! The others: their packages from npm, each bundled with the few lines of `xtask/peers/` that set it up.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::house::House;
use crate::setup::{NodeTools, npm};

const FOLDER: &str = "xtask/peers";

/// A peer's name, and the package whose version is told.
const PEERS: [(&str, &str); 4] = [
    ("posthog", "posthog-js"),
    ("amplitude", "@amplitude/analytics-browser"),
    ("mixpanel", "mixpanel-browser"),
    ("snowplow", "@snowplow/browser-tracker"),
];

pub(super) struct Peers {
    /// Holds a script for each.
    pub(super) folder: PathBuf,
    pub(super) versions: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Manifest {
    dependencies: BTreeMap<String, String>,
}

/// Bundled and minified as a vendor's own build does it.
pub(super) fn bundle(house: &House, node: &NodeTools) -> Result<Peers> {
    let packages = npm::packages(house, FOLDER, "peers")?;
    let folder = house.target.join("bench-page/peers");
    for (name, _) in PEERS {
        let entry = house.root.join(FOLDER).join(format!("{name}.js"));
        node.esbuild(&house.shell)
            .arg(&entry)
            .args(["--bundle", "--minify", "--legal-comments=none", "--target=es2021"])
            .arg(format!("--outfile={}", folder.join(format!("{name}.js")).display()))
            .env("NODE_PATH", packages.folder.join("node_modules"))
            .run()
            .with_context(|| format!("esbuild could not bundle {}", entry.display()))?;
    }
    let text = fs::read(house.root.join(FOLDER).join("package.json")).context("reading xtask/peers/package.json")?;
    let manifest: Manifest = serde_json::from_slice(&text).context("reading xtask/peers/package.json")?;
    let version = |(name, package): (&str, &str)| Some((name.to_owned(), manifest.dependencies.get(package)?.clone()));
    Ok(Peers { folder, versions: PEERS.into_iter().filter_map(version).collect() })
}
