//! The README's pictures in docs/, taken by the whole-house tests' own browser.

use anyhow::{Context, Result};
use xshell::cmd;

use crate::build;
use crate::house::House;
use crate::test::browser::Browser;

pub(crate) fn run(house: &House) -> Result<()> {
    build::run(house)?;
    let browser = Browser::find_or_install(&house.shell)?;
    let of_the_test = ["--ignored", "--exact", "pictures::pictures", "--nocapture"];
    cmd!(house.shell, "cargo test --package second-moment --test house -- {of_the_test...}")
        .env("SM_CHROME", &browser.chrome)
        .env("SM_CHROMEDRIVER", &browser.driver)
        .env("SM_PICTURES", house.root.join("docs"))
        .run()
        .context("taking the pictures")
}
