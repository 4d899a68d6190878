//! The command line: `second-moment serve | check | replay | export | token | backup | restore | demo`. Exit code 0 fine, 1 the
//! input is at fault, 2 usage.

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use mimalloc::MiMalloc;
use moment_collector::cli::{Arguments, Command, backup, check, config, demo, export, replay, restore, serve, token};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let result = config::with_file(Arguments::command(), &arguments).and_then(|command| {
        let told =
            Arguments::from_arg_matches(&command.get_matches_from(arguments)).unwrap_or_else(|error| error.exit());
        run(&told.command)
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Where it takes more than one flag to see that the usage is wrong.
        Err(error) if error.is::<clap::Error>() => {
            eprint!("{error}");
            ExitCode::from(2)
        }
        Err(error) => {
            // Nobody may be left to read it; the exit code says it all the same.
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::from(1)
        }
    }
}

fn run(command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(options) => serve::run(options),
        Command::Check(options) => check::run(options),
        Command::Replay(options) => replay::run(options),
        Command::Export(options) => export::run(options),
        Command::Token(options) => token::run(options),
        Command::Backup(options) => backup::run(options),
        Command::Restore(options) => restore::run(options),
        Command::Demo(options) => demo::run(options),
    }
}
