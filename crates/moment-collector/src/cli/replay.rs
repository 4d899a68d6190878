//! `second-moment replay --playbook P --events E`: a log of events through the core.

use std::fmt::Write as _;
use std::io::{self, BufWriter, ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

use crate::playbook::Playbook;
use crate::replay::input::open;
use crate::replay::labels::{Labels, Question};
use crate::replay::malformed::Malformed;
use crate::replay::print::{Form, Printer, counted};
use crate::replay::{Plan, replay};

/// Options of `replay`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = FORMATS)]
pub struct Options {
    /// The playbook, a TOML file
    #[arg(long)]
    playbook: PathBuf,
    /// The log: a file of one JSON event a line, plain or gzip; `-` reads standard input
    #[arg(long)]
    events: PathBuf,
    /// Who converted: a CSV file, plain or gzip, to measure readiness against; needs --at-day
    #[arg(long, requires = "at_day")]
    labels: Option<PathBuf>,
    /// Read readiness at the end of this day of each trial, the first being 0, instead of at its last event
    #[arg(long)]
    at_day: Option<u16>,
    /// Count conversions within so many days after that, where the labels are `user,at`; else the playbook's horizon
    #[arg(long, requires = "labels", value_parser = clap::value_parser!(u16).range(1..))]
    horizon_days: Option<u16>,
    /// How many days a trial lasts, for readings such as `trial_progress`
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..))]
    length_days: u16,
    /// Print one JSON document with every trial, not a summary
    #[arg(long)]
    json: bool,
}

const FORMATS: &str = "\
The log has an event a line, {\"u\": user, \"t\": Unix seconds, \"e\": name, \"p\": {properties}}, with the events of a
user together and ascending in time. A trial begins with its first event. What an event means:

  e is a moment of the playbook    the moment is reached
  e is a kind of friction          a sign of trouble: error, rage_click, dead_click, slow_response, abandoned_form,
                                   quick_back, in any case; not if the playbook has a feature of that name
  route, p {o} or {path}           the page's path changes; it begins with /
  limit, p {o, used, of, hard?}    so much of the playbook's limit o is used
  outcome, p {o}                   the trial ends: upgraded, cancelled or expired
  snapshot, p {name: number, …}    a row of counters: each number of 0.5 or more is so many uses of that feature
  any other e                      the feature e is used, p.c times or once

Route, limit, outcome and snapshot need these properties, unless the playbook has a feature of that name and the event
none of them. c, used and of are whole numbers, v is 0 or more, hard is true or false; null is as if it were not there.
Of a name, every byte other than a-z A-Z 0-9 _ . : - becomes _. With any event but a snapshot, p.v is minutes of engaged
time, at most a day. Half an hour without events begins a new page. The core decides at each event, and once more when
the page has settled after it; a prompt that it shows is painted at once and never answered. A log has no answers of the
vendor's, so no prompt that brings one is shown.

The end of day N is the last millisecond before N + 1 days have passed: events from that instant on are not read.
Labels need --at-day. They have the columns user,landmark,T,y (readiness is read from the events before T, of the rows
whose landmark is the day) or user,at: the instant of conversion in Unix seconds. Then readiness is read at the end of
the day; who had converted by then is left out, and who has no row or no instant counts as not converted.

Of each prompt are told: shown, how often and in how many trials; due, in how many trials nothing stood in its way but
the draw of arms, the budget of attention or another prompt; and why it had to wait. That is at each decision the first
reason that applied, counted when it is another one than at the decision before.

Malformed lines are left out, counted and told; then the exit code is 1.";

/// Replays the log and prints what it comes to. Errors: what is wrong with playbook, labels or log.
pub fn run(options: &Options) -> Result<()> {
    let playbook = super::read_playbook(&options.playbook)?;
    if let Some(left) = super::lints_left(&options.playbook, &playbook) {
        eprintln!("{left}");
    }
    let labels = match (&options.labels, options.at_day) {
        (Some(path), Some(day)) => Some(read_labels(path, day, options, &playbook)?),
        _ => None,
    };
    let bar = progress(options);
    let log =
        open(&options.events, &bar).with_context(|| format!("cannot read the events {}", options.events.display()))?;
    let plan = Plan { rules: &playbook.rules, length_days: options.length_days, day: options.at_day };
    let form = if options.json { Form::Json } else { Form::Summary };
    let printer = Printer::new(BufWriter::new(io::stdout().lock()), form);
    let ended = replay(&plan, log, labels, printer);
    bar.finish_and_clear();
    match ended {
        Ok(malformed) if malformed.count > 0 => bail!(told(&malformed, &options.events)),
        Ok(_) => Ok(()),
        // Whoever reads has seen enough, such as `head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(error).context("cannot print the results"),
    }
}

fn read_labels(path: &Path, day: u16, options: &Options, playbook: &Playbook) -> Result<Labels> {
    let horizon_days = options.horizon_days.unwrap_or(playbook.source.readiness.horizon_days);
    let name = path.display();
    let reader = open(path, &ProgressBar::hidden()).with_context(|| format!("cannot read the labels {name}"))?;
    let labels = Labels::read(reader, Question { day, horizon_days })
        .map_err(|(line, fault)| anyhow::anyhow!("{name}:{line}: {fault}"))?;
    if options.horizon_days.is_some() && labels.question().1.is_none() {
        eprintln!("{name}: the column y says who converted, so --horizon-days changes nothing");
    }
    Ok(labels)
}

/// Moves with the bytes read of the log, on a terminal only, and not across results that go to the same one.
fn progress(options: &Options) -> ProgressBar {
    let is_free = !(options.json && io::stdout().is_terminal());
    if !is_free || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}

/// The malformed lines in words, one on each line.
fn told(malformed: &Malformed, path: &Path) -> String {
    let mut text = String::new();
    for bad in &malformed.first {
        let _ = writeln!(text, "{}:{bad}", path.display());
    }
    let more = malformed.count - malformed.first.len() as u64;
    if more > 0 {
        let _ = writeln!(text, "and {more} more");
    }
    let _ = write!(text, "{} left out", counted(malformed.count, "malformed line was", "malformed lines were"));
    text
}
