//! What a customer of our customer has to download, against what we promised.

use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::build::{Manifest, Sizes};
use crate::house::House;

const KB: usize = 1024;

/// The design's budgets, in brotli, set by what comparable widgets weigh on the same page: the lightest whole tracker
/// is 1.9 KB, the lightest full analytics library 19.4 KB, surveys and tours of one vendor together 79 KB. The console
/// is opened by the vendor's own people, on purpose, so nobody pays for it unasked.
const BUDGETS: [Budget; 4] = [
    Budget { what: "loader", files: &["sm.js"], brotli_max: Some(1228) },
    Budget { what: "core module", files: &["sm/{hash}/core.js", "sm/{hash}/core.wasm"], brotli_max: Some(20 * KB) },
    Budget {
        what: "prompt module",
        files: &["sm/{hash}/prompt.js", "sm/{hash}/prompt.wasm"],
        brotli_max: Some(60 * KB),
    },
    Budget { what: "console", files: &["console/"], brotli_max: None },
];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

struct Budget {
    what: &'static str,
    /// Paths in the build; one that ends in `/` stands for all that is below it.
    files: &'static [&'static str],
    brotli_max: Option<usize>,
}

#[derive(Serialize)]
struct Row {
    what: &'static str,
    #[serde(flatten)]
    sizes: Sizes,
    #[serde(rename = "budget")]
    brotli_max: Option<usize>,
    within: bool,
}

pub(crate) fn run(house: &House, options: &Options) -> Result<ExitCode> {
    let manifest = Manifest::read(&house.dist()).context("no build to measure: run `cargo xtask build` first")?;
    let rows = weigh(&manifest)?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
    } else {
        print_table(&rows);
    }
    let within = rows.iter().all(|row| row.within);
    Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn weigh(manifest: &Manifest) -> Result<Vec<Row>> {
    BUDGETS.iter().map(|budget| budget.weigh(manifest)).collect()
}

impl Budget {
    fn weigh(&self, manifest: &Manifest) -> Result<Row> {
        let mut sizes = Sizes::default();
        for wanted in self.files {
            let wanted = wanted.replace("{hash}", &manifest.hash);
            let belongs = |path: &str| if wanted.ends_with('/') { path.starts_with(&wanted) } else { path == wanted };
            let mut found = manifest.files.iter().filter(|(path, _)| belongs(path)).map(|(_, sizes)| sizes).peekable();
            // A missing file weighs nothing, and would make every budget look kept.
            found.peek().with_context(|| format!("the build has no {wanted}"))?;
            for file in found {
                sizes.raw += file.raw;
                sizes.gzip += file.gzip;
                sizes.brotli += file.brotli;
            }
        }
        let within = self.brotli_max.is_none_or(|most| sizes.brotli <= most);
        Ok(Row { what: self.what, sizes, brotli_max: self.brotli_max, within })
    }
}

fn print_table(rows: &[Row]) {
    println!("{:<14} {:>10} {:>10} {:>10} {:>10}", "bytes", "raw", "gzip", "brotli", "budget");
    for Row { what, sizes, brotli_max, within } in rows {
        let budget = brotli_max.map_or_else(|| "-".to_owned(), |most| most.to_string());
        let verdict = if *within { "" } else { "  over budget" };
        println!("{what:<14} {:>10} {:>10} {:>10} {budget:>10}{verdict}", sizes.raw, sizes.gzip, sizes.brotli);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(loader: usize) -> Manifest {
        let file = |path: &str, brotli| (path.to_owned(), Sizes { raw: 3 * brotli, gzip: 2 * brotli, brotli });
        let files = [
            file("sm.js", loader),
            file("sm/0a/core.js", 1000),
            file("sm/0a/core.wasm", 9000),
            file("sm/0a/prompt.js", 1000),
            file("sm/0a/prompt.wasm", 50_000),
            file("console/index.html", 300),
            file("console/console-1.wasm", 400_000),
        ];
        Manifest { hash: "0a".to_owned(), files: files.into(), ..Manifest::default() }
    }

    #[test]
    fn glue_and_module_are_weighed_together() {
        let rows = weigh(&manifest(1228)).unwrap();
        assert_eq!(rows[1].sizes.brotli, 10_000);
        assert_eq!(rows[3].sizes.brotli, 400_300);
        assert!(rows.iter().all(|row| row.within));
    }

    #[test]
    fn a_byte_too_many_is_over_budget() {
        assert!(!weigh(&manifest(1229)).unwrap()[0].within);
    }

    #[test]
    fn a_missing_file_is_no_small_file() {
        let mut manifest = manifest(1000);
        manifest.files.remove("sm/0a/core.wasm");
        assert!(weigh(&manifest).is_err());
    }
}
