//! `second-moment check PLAYBOOK…`

mod count;
mod finding;
mod rules;

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use moment_core::time::UnixMs;

use crate::cli::check::count::{Count, counted};
use crate::cli::check::finding::{Finding, Report};
use crate::playbook::Playbook;
use crate::playbook::drawing::Sheet;
use crate::playbook::lint::Lint;

/// Options of `check`.
#[derive(Debug, clap::Args)]
#[command(override_usage = "second-moment check [--json] <PLAYBOOKS>...\n       second-moment check --rules [--json]")]
pub struct Options {
    /// The playbooks, TOML files
    #[arg(required_unless_present = "rules")]
    playbooks: Vec<PathBuf>,
    /// Say it as one JSON document
    #[arg(long)]
    json: bool,
    /// Read no playbook: list the rules that are checked beyond the language, each with its name
    #[arg(long, conflicts_with = "playbooks")]
    rules: bool,
}

/// Reads each playbook and says what it holds. Errors: the faults of those that are wrong, and what is most likely a
/// mistake or unfair and not acknowledged.
pub fn run(options: &Options) -> Result<()> {
    if options.rules {
        return say(&if options.json { rules::as_json()? } else { rules::as_lines() });
    }
    let now_ms = super::wall_clock()();
    if options.json {
        check_for_machines(&options.playbooks, now_ms)
    } else {
        check_for_people(&options.playbooks, now_ms)
    }
}

/// Writes to standard output. Whoever reads it may stop reading: that is no error.
fn say(text: &str) -> Result<()> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn check_for_people(playbooks: &[PathBuf], now_ms: UnixMs) -> Result<()> {
    let (mut said, mut wrong, mut count) = (Vec::new(), Vec::new(), Count::default());
    for path in playbooks {
        check_one(path, now_ms, &mut said, &mut wrong, &mut count);
    }
    say(&said.concat())?;
    if count.is_nothing() {
        return Ok(());
    }
    bail!("{}\n\n{count}", wrong.join("\n\n"));
}

/// Adds to `said` what there is to say of the playbook at `path` in any case, and to `wrong` what must be mended.
fn check_one(path: &Path, now_ms: UnixMs, said: &mut Vec<String>, wrong: &mut Vec<String>, count: &mut Count) {
    let text = match super::read_text(path) {
        Ok(text) => text,
        Err(error) => {
            count.unreadable += 1;
            return wrong.push(format!("{error:#}"));
        }
    };
    let file = path.display().to_string();
    let sheet = Sheet { file: &file, text: &text, with_colour: super::is_terminal() };
    let playbook = match Playbook::read(&text) {
        Ok(playbook) => playbook,
        Err(faults) => {
            count.faults += faults.len();
            return wrong.push(sheet.draw_faults(&faults).trim_end().to_owned());
        }
    };
    let (acknowledged, open): (Vec<_>, Vec<_>) = playbook.lints(now_ms).into_iter().partition(|lint| lint.acknowledged);
    if open.is_empty() {
        said.push(format!("{file}: fine: {}\n", contents(&playbook)));
    } else {
        count.lints += open.len();
        let drawn: String = open.iter().map(|lint| sheet.draw_lint(lint)).collect();
        wrong.push(drawn.trim_end().to_owned());
    }
    if !acknowledged.is_empty() {
        count.acknowledged += acknowledged.len();
        said.push(format!("{file}: acknowledged: {}\n", list(&sheet, &acknowledged)));
    }
}

/// Each lint with its place, in one line.
fn list(sheet: &Sheet, lints: &[Lint]) -> String {
    let one = |lint: &Lint| {
        let (line, column) = sheet.place(&lint.span);
        format!("{} ({line}:{column})", lint.rule.name())
    };
    lints.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn contents(playbook: &Playbook) -> String {
    let rules = &playbook.rules;
    let parts = [
        counted(rules.features.len(), "feature"),
        counted(rules.moments.len(), "moment"),
        counted(rules.limits.len(), "limit"),
        counted(rules.scorecard.weights.len(), "weight"),
        counted(rules.prompts.len(), "prompt"),
    ];
    format!("{}; version {:08x}", parts.join(", "), playbook.version())
}

fn check_for_machines(playbooks: &[PathBuf], now_ms: UnixMs) -> Result<()> {
    let findings: Vec<Finding> = playbooks.iter().flat_map(|path| findings_in(path, now_ms)).collect();
    let report = Report { fine: findings.iter().all(|finding| finding.acknowledged), findings };
    say(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
    if !report.fine {
        bail!(counted(report.findings.iter().filter(|finding| !finding.acknowledged).count(), "finding"));
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
