//! geckodriver, Firefox's driver: Debian has no package of it, so there it is built once for a machine.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::house::House;
use crate::program;
use crate::setup::{debian, once};

const VERSION: &str = "0.37.1";

/// The one that the variable names or the PATH knows; on Debian the one of the cache, which is built if it is not there.
pub(super) fn find_or_build(house: &House) -> Result<PathBuf> {
    if let Some(found) = program::chosen("SM_GECKODRIVER").or_else(|| program::find(&["geckodriver"])) {
        return Ok(found);
    }
    if !debian::is_debian() {
        bail!("geckodriver is not on the PATH (get it from https://github.com/mozilla/geckodriver/releases)");
    }
    let folder = house.cache.join(format!("geckodriver-{VERSION}"));
    once::make(&folder, |work| {
        eprintln!("building geckodriver {VERSION}, once for this machine; cargo says how far it is");
        let start = Instant::now();
        let target = work.join("target");
        // Unoptimised: it builds in a third of the time, and a driver mostly waits.
        cmd!(house.shell, "cargo install geckodriver --version ={VERSION} --locked --debug --no-track --root {work}")
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .run()
            .context("building geckodriver")?;
        eprintln!("geckodriver is ready after {} s", start.elapsed().as_secs());
        fs::remove_dir_all(&target).context("tidying up after geckodriver's build")
    })?;
    Ok(folder.join("bin/geckodriver"))
}
