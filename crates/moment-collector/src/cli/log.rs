//! The log: lines to standard error, each of which reads alone. docs/logging.md lists what is never in them.

use clap::ValueEnum;
use tracing::level_filters::LevelFilter;

/// Options of what serves.
#[derive(Debug, Clone, clap::Args)]
#[group(skip)]
pub struct Options {
    /// How log lines are written
    #[arg(long, env = "SM_LOG_FORMAT", value_enum, default_value_t = Format::Text)]
    log_format: Format,
    /// How much is logged; `debug` has a line for each request
    #[arg(long, env = "SM_LOG_LEVEL", value_enum, default_value_t = Level::Info)]
    log_level: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// An object a line, for programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    Error,
    Warn,
    Info,
    Debug,
}

impl Options {
    /// Begins to log.
    pub(super) fn start(&self) {
        let level = match self.log_level {
            Level::Error => LevelFilter::ERROR,
            Level::Warn => LevelFilter::WARN,
            Level::Info => LevelFilter::INFO,
            Level::Debug => LevelFilter::DEBUG,
        };
        let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).with_max_level(level);
        // That somebody logs already is no reason to end.
        let _ = match self.log_format {
            Format::Text => log.with_ansi(super::is_terminal()).try_init(),
            Format::Json => log.json().flatten_event(true).try_init(),
        };
    }
}
