//! The commands, one file each.

pub mod backup;
pub mod check;
pub mod config;
pub mod demo;
pub mod export;
mod first_admin;
pub mod limit;
pub mod log;
pub mod replay;
pub mod restore;
pub mod serve;
pub mod token;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

use crate::app::Clock;
use crate::assets::Assets;
use crate::playbook::Playbook;
use crate::playbook::drawing::Sheet;

/// Takes in what trial customers' browsers tell, and shows it to the growth team.
#[derive(Debug, clap::Parser)]
#[command(name = "second-moment", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// A TOML file that says what flags say: `listen = "0.0.0.0:4181"`; flags and environment count before it
    #[arg(long, env = "SM_CONFIG", global = true)]
    pub config: Option<PathBuf>,
}

/// A command and its options.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Serve the widget to pages, take beacons in, show the console
    Serve(Box<serve::Options>),
    /// Read playbooks, and name the line of every fault and of what is most likely a mistake or unfair
    Check(check::Options),
    /// Run a log of events through the core: readiness, moments, prompts and why not
    Replay(replay::Options),
    /// Write what is kept as tables for other programs
    Export(export::Options),
    /// Make a new token for the console
    Token(token::Options),
    /// Copy the store while it is in use
    Backup(backup::Options),
    /// Put a backup into the data folder
    Restore(restore::Options),
    /// Serve a demo product beside the collector
    Demo(demo::Options),
}

/// The path with something at its end, as `SQLite` names what belongs to a file.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Deletes a file, if it is there.
fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot delete {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// The text of the playbook at `path`.
fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read the playbook {}", path.display()))
}

/// Reads the playbook at `path`. Errors: every fault with its file, line and column.
fn read_playbook(path: &Path) -> Result<Playbook> {
    parse(path, &read_text(path)?)
}

/// One line on the lints that `playbook`, read at `path`, has and does not acknowledge, if there are any.
fn lints_left(path: &Path, playbook: &Playbook) -> Option<String> {
    let lints = playbook.lints(wall_clock()());
    let path = path.display();
    match lints.iter().filter(|lint| !lint.acknowledged).count() {
        0 => None,
        1 => Some(format!("{path}: 1 lint is not acknowledged; `second-moment check {path}` names it")),
        left => Some(format!("{path}: {left} lints are not acknowledged; `second-moment check {path}` names them")),
    }
}

/// The playbook that `text`, which stands at `path`, is. Errors: every fault with its file, line and column.
fn parse(path: &Path, text: &str) -> Result<Playbook> {
    Playbook::read(text).map_err(|faults| {
        let file = path.display().to_string();
        let sheet = Sheet { file: &file, text, with_colour: is_terminal() };
        anyhow::Error::msg(sheet.draw_faults(&faults).trim_end().to_owned())
    })
}

/// Whether whoever reads what is said on standard error sees colours.
fn is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stderr())
}

/// The built files: those of `folder`, else those that the program carries.
fn read_assets(folder: Option<&Path>) -> Result<Assets> {
    let assets = match folder {
        Some(folder) => Assets::from_folder(folder)
            .with_context(|| format!("cannot read the built files in {}", folder.display()))?,
        None => Assets::embedded(),
    };
    if assets.is_empty() {
        tracing::warn!("there are no built files: no widget and no console will be served; run `cargo xtask build`");
    }
    Ok(assets)
}

/// The machine's wall clock.
#[expect(clippy::disallowed_methods, reason = "here the clock is handed in")]
fn wall_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

/// Log lines to standard error. docs/logging.md lists what is never in them.
fn start_log() {
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(is_terminal()).with_target(false);
    let _ = log.try_init();
}
