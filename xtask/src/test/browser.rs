//! The browser that the whole-house tests drive, and its driver.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use xshell::Shell;

use crate::program;
use crate::setup::debian;

const CHROME_NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/// Where macOS keeps it: not on the PATH.
const CHROME_OF_MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

pub(crate) struct Browser {
    pub(crate) chrome: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    pub(crate) fn find_or_install(shell: &Shell) -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        if debian::is_debian() {
            debian::install(shell, &["chromium", "chromium-driver"])?;
        }
        match Self::find() {
            Some(found) => Ok(found),
            None => bail!(missing(chrome().is_some(), driver().is_some())),
        }
    }

    fn find() -> Option<Self> {
        Some(Self { chrome: chrome()?, driver: driver()? })
    }
}

fn chrome() -> Option<PathBuf> {
    let of_macos = Path::new(CHROME_OF_MACOS);
    program::chosen("SM_CHROME")
        .or_else(|| program::find(&CHROME_NAMES))
        .or_else(|| of_macos.is_file().then(|| of_macos.to_path_buf()))
}

fn driver() -> Option<PathBuf> {
    program::chosen("SM_CHROMEDRIVER").or_else(|| program::find(&["chromedriver"]))
}

fn missing(has_chrome: bool, has_driver: bool) -> String {
    let mut text = "the browser tests cannot run:".to_owned();
    if !has_chrome {
        text += " Chrome or Chromium is not on the PATH (install it, or set SM_CHROME to its path);";
    }
    if !has_driver {
        text += " chromedriver is not on the PATH (get the one of your browser's version from \
            https://googlechromelabs.github.io/chrome-for-testing/, or set SM_CHROMEDRIVER to its path);";
    }
    text.trim_end_matches(';').to_owned()
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn only_what_is_missing_is_named() {
        assert!(missing(true, false).contains("SM_CHROMEDRIVER"));
        assert!(!missing(true, false).contains("SM_CHROME "));
    }
}
