//! The README's pictures in docs/, taken by the whole-house tests' own browser.

use std::path::Path;

use anyhow::{Context, Result};

use crate::house::House;
use crate::test::browser::Browser;
use crate::{build, test};

pub(crate) fn run(house: &House) -> Result<()> {
    take(house, "pictures::pictures", &house.root.join("docs"))
}

/// Every kind of prompt in every look, for eyes: in the target folder, for they are many.
pub(crate) fn gallery(house: &House) -> Result<()> {
    let folder = house.target.join("gallery");
    take(house, "gallery::gallery", &folder)?;
    println!("the pictures are in {}", folder.display());
    Ok(())
}

fn take(house: &House, test: &str, folder: &Path) -> Result<()> {
    build::run(house)?;
    let browser = Browser::find_or_install(&house.shell)?;
    test::native_tests(house, &browser)
        .args(["--test", "house", "--", "--ignored", "--exact", test, "--nocapture"])
        .env("SM_PICTURES", folder)
        .run()
        .context("taking the pictures")
}
