//! One command for everything: `cargo xtask setup | build | size | bench | tidy | test | fuzz | schemathesis | demo | pictures | gallery`.

mod digest;
mod house;
mod lock;
mod program;
mod steps;

mod bench;
mod build;
mod demo;
mod fuzz;
mod pictures;
mod schemathesis;
mod setup;
mod size;
mod test;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use house::House;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "One command for everything")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Get what the builds need: the WebAssembly target, esbuild, wasm-opt, wasm-bindgen
    Setup,
    /// Build what a vendor serves and what the collector serves into pkg/dist
    Build,
    /// Show the sizes of the last build and fail above a budget
    Size(size::Options),
    /// Show how long pieces of work take; a slow one fails nothing
    #[command(subcommand)]
    Bench(bench::What),
    /// Check the house rules
    Tidy(tidy::Options),
    /// Run everything that can fail: tidy, build, the native tests, the browser tests
    Test(test::Options),
    /// Send strangers' bytes to the collector's doors; what is found fails
    Fuzz(fuzz::Options),
    /// Ask the running collector whether it does what its document says; what is found fails
    Schemathesis(schemathesis::Options),
    /// Build everything and start the demo
    Demo(demo::Options),
    /// Take the README's pictures of the demo and the console
    Pictures,
    /// Take a picture of every kind of prompt in every look: light, dark, right to left, phone, forced colours, zoomed
    Gallery,
}

fn main() -> ExitCode {
    match run(CommandLine::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let house = House::find()?;
    match command {
        Command::Setup => setup::run(&house).map(|_| ExitCode::SUCCESS),
        Command::Build => build::run(&house).map(|()| ExitCode::SUCCESS),
        Command::Size(options) => size::run(&house, &options),
        Command::Bench(what) => bench::run(&house, &what).map(|()| ExitCode::SUCCESS),
        Command::Tidy(options) => tidy::run(&house, &options),
        Command::Test(options) => Ok(test::run(&house, &options)),
        Command::Fuzz(options) => fuzz::run(&house, &options),
        Command::Schemathesis(options) => schemathesis::run(&house, &options),
        Command::Demo(options) => demo::run(&house, &options),
        Command::Pictures => pictures::run(&house).map(|()| ExitCode::SUCCESS),
        Command::Gallery => pictures::gallery(&house).map(|()| ExitCode::SUCCESS),
    }
}
