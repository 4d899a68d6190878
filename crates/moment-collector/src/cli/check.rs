//! `second-moment check PLAYBOOK…`

use std::path::PathBuf;

use anyhow::{Result, bail};

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The playbooks, TOML files
    #[arg(required = true)]
    playbooks: Vec<PathBuf>,
}

/// Reads each playbook and says what it holds. Errors: the faults of those that are wrong.
pub fn run(options: &Options) -> Result<()> {
    let mut wrong = Vec::new();
    for path in &options.playbooks {
        match super::read_playbook(path) {
            Ok(playbook) => {
                let rules = &playbook.rules;
                println!(
                    "{}: fine: {} features, {} moments, {} limits, {} weights, {} prompts; version {:08x}",
                    path.display(),
                    rules.features.len(),
                    rules.moments.len(),
                    rules.limits.len(),
                    rules.scorecard.weights.len(),
                    rules.prompts.len(),
                    playbook.version()
                );
            }
            Err(error) => wrong.push(format!("{error:#}")),
        }
    }
    if !wrong.is_empty() {
        bail!(wrong.join("\n"));
    }
    Ok(())
}
