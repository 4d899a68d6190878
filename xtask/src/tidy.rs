//! The house rules that a machine can check. Each is a small function from the tree to its findings.

mod dependencies;
mod file_names;
mod finding;
mod format;
mod length;
mod machine_names;
mod map_names;
mod tree;

use std::process::ExitCode;

use anyhow::Result;
use xshell::cmd;

use crate::house::House;
use finding::Finding;
use tree::Tree;

#[derive(clap::Args, Default)]
pub(crate) struct Options {
    /// Also let clippy look at everything; any warning fails
    #[arg(long)]
    lints: bool,
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: [Rule; 5] =
    [dependencies::check, file_names::check, map_names::check, machine_names::check, length::check];

pub(crate) fn run(house: &House, options: &Options) -> Result<ExitCode> {
    let tree = Tree::read(&house.root)?;
    let findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    for finding in &findings {
        println!("{finding}");
    }
    let mut clean = findings.is_empty();
    clean &= format::check(&house.shell);
    if options.lints {
        clean &= cmd!(house.shell, "cargo clippy --workspace --all-targets -- -D warnings").run().is_ok();
    }
    eprintln!("tidy: {} files, {} findings{}", tree.files.len(), findings.len(), if clean { "" } else { ": not tidy" });
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
