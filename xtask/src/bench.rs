//! How long pieces of work take, beside what was promised. A machine that is slow or busy fails no build.

mod collector;
mod core;
mod estimate;
mod page;

use anyhow::Result;

use crate::house::House;

/// What to measure.
#[derive(clap::Subcommand)]
pub(crate) enum What {
    /// What the collector keeps in a second, beside a handler that does nothing, and how long its pages' questions take
    Collector(collector::Options),
    /// The core's steps, natively and in the browser
    Core,
    /// What the widget costs the page that it is in, beside others of its kind
    Page(page::Options),
}

pub(crate) fn run(house: &House, what: &What) -> Result<()> {
    match what {
        What::Collector(options) => collector::run(house, options),
        What::Core => core::run(house),
        What::Page(options) => page::run(house, options),
    }
}
