//! How long pieces of work take, beside what was promised. A machine that is slow or busy fails no build.

mod core;
mod estimate;

use anyhow::Result;

use crate::house::House;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to measure
    what: What,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    /// The core's steps, natively and in the browser
    Core,
}

pub(crate) fn run(house: &House, options: &Options) -> Result<()> {
    match options.what {
        What::Core => core::run(house),
    }
}
