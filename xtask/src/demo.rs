//! The whole house on one machine: a product with visitors, the collector that hears them, the console.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::build;
use crate::house::House;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many simulated visitors use the product
    #[arg(long)]
    visitors: Option<u32>,
    /// Where the product listens
    #[arg(long)]
    port: Option<u16>,
    /// Where the collector and its console listen
    #[arg(long)]
    console_port: Option<u16>,
    /// Passed on to `second-moment demo` as they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<OsString>,
}

pub(crate) fn run(house: &House, options: &Options) -> Result<ExitCode> {
    build::run(house)?;
    eprintln!("building the collector");
    cmd!(house.shell, "cargo build --package moment-collector").quiet().run().context("building the collector")?;
    become_the_demo(house, &arguments(house, options))
}

fn arguments(house: &House, options: &Options) -> Vec<OsString> {
    let root = &house.root;
    let mut arguments: Vec<OsString> = vec!["demo".into()];
    let folders = [
        ("--data", root.join("demo-data")),
        ("--assets", house.dist()),
        ("--playbook", root.join("playbook.toml")),
        ("--product", root.clone()),
    ];
    for (name, path) in folders {
        if !options.rest.iter().any(|told| is_flag(told, name)) {
            arguments.extend([name.into(), path.into()]);
        }
    }
    let numbers = [
        ("--visitors", options.visitors),
        ("--port", options.port.map(u32::from)),
        ("--console-port", options.console_port.map(u32::from)),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            arguments.extend([name.into(), number.to_string().into()]);
        }
    }
    arguments.extend(options.rest.iter().cloned());
    arguments
}

/// Whether an argument is this flag, with or without its value.
fn is_flag(argument: &OsString, name: &str) -> bool {
    let argument = argument.to_string_lossy();
    argument == name || argument.strip_prefix(name).is_some_and(|rest| rest.starts_with('='))
}

/// Replaces this process, so that Ctrl-C and the exit code are the demo's own.
#[cfg(unix)]
fn become_the_demo(house: &House, arguments: &[OsString]) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;

    let error = demo(house, arguments).exec();
    Err(error).context("starting target/debug/second-moment")
}

#[cfg(not(unix))]
fn become_the_demo(house: &House, arguments: &[OsString]) -> Result<ExitCode> {
    let status = demo(house, arguments).status().context("starting target/debug/second-moment")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn demo(house: &House, arguments: &[OsString]) -> Command {
    let mut command = Command::new(house.target.join("debug").join("second-moment"));
    command.args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use super::is_flag;

    #[test]
    fn a_flag_that_is_told_is_told_once() {
        assert!(is_flag(&"--data".into(), "--data"));
        assert!(is_flag(&"--data=x".into(), "--data"));
        assert!(!is_flag(&"--database".into(), "--data"));
    }
}
