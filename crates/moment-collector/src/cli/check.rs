//! `second-moment check PLAYBOOK…`

mod finding;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use moment_core::time::UnixMs;

use crate::cli::check::finding::{Finding, Report};
use crate::playbook::Playbook;
use crate::playbook::drawing::Sheet;
use crate::playbook::fault::FaultRule;
use crate::playbook::lint::catalogue::LintRule;

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The playbooks, TOML files
    #[arg(required_unless_present = "rules")]
    playbooks: Vec<PathBuf>,
    /// Say it as one JSON document
    #[arg(long)]
    json: bool,
    /// List the rules that are checked beyond the language, each with its name
    #[arg(long, conflicts_with_all = ["playbooks", "json"])]
    rules: bool,
}

/// Reads each playbook and says what it holds. Errors: the faults of those that are wrong, and what is most likely a
/// mistake or unfair and not acknowledged.
pub fn run(options: &Options) -> Result<()> {
    if options.rules {
        print!("{}", rules());
        return Ok(());
    }
    let now_ms = super::wall_clock()();
    if options.json {
        check_for_machines(&options.playbooks, now_ms)
    } else {
        check_for_people(&options.playbooks, now_ms)
    }
}

/// A line for each rule that has a name.
fn rules() -> String {
    let lints = LintRule::ALL.map(|rule| (rule.name(), rule.meaning(), rule.may_be_acknowledged()));
    let faults = FaultRule::ALL.map(|rule| (rule.name(), rule.meaning(), false));
    let line = |(name, meaning, may_be_acknowledged)| {
        let end = if may_be_acknowledged { "" } else { "; it cannot be acknowledged" };
        format!("{name:<23} {meaning}{end}\n")
    };
    lints.into_iter().chain(faults).map(line).collect()
}

fn check_for_people(playbooks: &[PathBuf], now_ms: UnixMs) -> Result<()> {
    let mut wrong = Vec::new();
    for path in playbooks {
        match check_one(path, now_ms) {
            Ok(said) => print!("{said}"),
            Err(error) => wrong.push(format!("{error:#}")),
        }
    }
    if !wrong.is_empty() {
        bail!(wrong.join("\n"));
    }
    Ok(())
}

/// What is said of a playbook that is fine. Errors: all faults, or all lints that nobody acknowledged.
fn check_one(path: &Path, now_ms: UnixMs) -> Result<String> {
    let text = super::read_text(path)?;
    let playbook = super::parse(path, &text)?;
    let file = path.display().to_string();
    let sheet = Sheet { file: &file, text: &text, with_colour: super::is_terminal() };
    let (acknowledged, open): (Vec<_>, Vec<_>) = playbook.lints(now_ms).into_iter().partition(|lint| lint.acknowledged);
    if !open.is_empty() {
        let drawn: String = open.iter().map(|lint| sheet.draw_lint(lint)).collect();
        bail!(drawn.trim_end().to_owned());
    }
    let mut said = format!("{file}: fine: {}\n", contents(&playbook));
    if !acknowledged.is_empty() {
        let place = |span| {
            let (line, column) = sheet.place(span);
            format!("{line}:{column}")
        };
        let list: Vec<_> =
            acknowledged.iter().map(|lint| format!("{} ({})", lint.rule.name(), place(&lint.span))).collect();
        said = format!("{said}{file}: acknowledged: {}\n", list.join(", "));
    }
    Ok(said)
}

fn contents(playbook: &Playbook) -> String {
    let rules = &playbook.rules;
    format!(
        "{} features, {} moments, {} limits, {} weights, {} prompts; version {:08x}",
        rules.features.len(),
        rules.moments.len(),
        rules.limits.len(),
        rules.scorecard.weights.len(),
        rules.prompts.len(),
        playbook.version()
    )
}

fn check_for_machines(playbooks: &[PathBuf], now_ms: UnixMs) -> Result<()> {
    let findings: Vec<Finding> = playbooks.iter().flat_map(|path| findings_in(path, now_ms)).collect();
    let report = Report { fine: findings.iter().all(|finding| finding.acknowledged), findings };
    println!("{}", serde_json::to_string_pretty(&report)?);
    if !report.fine {
        let open = report.findings.iter().filter(|finding| !finding.acknowledged).count();
        bail!("{open} findings");
    }
    Ok(())
}

fn findings_in(path: &Path, now_ms: UnixMs) -> Vec<Finding> {
    let file = path.display().to_string();
    let text = match super::read_text(path) {
        Ok(text) => text,
        Err(error) => return vec![Finding::unreadable(&file, format!("{error:#}"))],
    };
    let sheet = Sheet { file: &file, text: &text, with_colour: false };
    match Playbook::read(&text) {
        Ok(playbook) => playbook.lints(now_ms).iter().map(|lint| Finding::lint(&sheet, lint)).collect(),
        Err(faults) => faults.iter().map(|fault| Finding::fault(&sheet, fault)).collect(),
    }
}
