//! How long pieces of work take, beside what was promised. A machine that is slow or busy fails no build.

mod core;
mod estimate;
mod page;

use anyhow::Result;

use crate::house::House;

/// What to measure.
#[derive(clap::Subcommand)]
pub(crate) enum What {
    /// The core's steps, natively and in the browser
    Core,
    /// What the widget costs the page that it is in, beside others of its kind
    Page(page::Options),
}

pub(crate) fn run(house: &House, what: &What) -> Result<()> {
    match what {
        What::Core => core::run(house),
        What::Page(options) => page::run(house, options),
    }
}
