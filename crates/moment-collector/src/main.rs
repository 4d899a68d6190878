//! The command line: `second-moment serve | check | replay | export | token | demo`. Exit code 0 fine, 1 the input is at fault, 2 usage.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use moment_collector::cli::{Command, check, demo, export, replay, serve, token};

/// Takes in what trial customers' browsers tell, and shows it to the growth team.
#[derive(Parser)]
#[command(name = "second-moment", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Serve(options) => serve::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Replay(options) => replay::run(&options),
        Command::Export(options) => export::run(&options),
        Command::Token(options) => token::run(&options),
        Command::Demo(options) => demo::run(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may be left to read it; the exit code says it all the same.
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::from(1)
        }
    }
}
