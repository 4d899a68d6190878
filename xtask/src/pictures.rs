//! The README's pictures in docs/, taken by the whole-house tests' own browser.

use anyhow::{Context, Result};

use crate::house::House;
use crate::test::browser::Browser;
use crate::{build, test};

pub(crate) fn run(house: &House) -> Result<()> {
    build::run(house)?;
    let browser = Browser::find_or_install(&house.shell)?;
    test::native_tests(house, &browser)
        .args(["--test", "house", "--", "--ignored", "--exact", "pictures::pictures", "--nocapture"])
        .env("SM_PICTURES", house.root.join("docs"))
        .run()
        .context("taking the pictures")
}
