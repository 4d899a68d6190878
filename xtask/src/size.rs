//! size (stub)
use anyhow::Result; use std::process::ExitCode; use crate::house::House;
#[derive(clap::Args)] pub(crate) struct Options {}
pub(crate) fn run(_: &House, _: &Options) -> Result<ExitCode> { Ok(ExitCode::SUCCESS) }
