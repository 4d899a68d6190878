//! The browsers of other engines than Chromium's. A machine that has none goes without, and is told so.

mod firefox;
mod geckodriver;
mod webkit;

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::house::House;
use crate::program;
use crate::setup::debian;

/// A browser for the whole-house tests, or why there is none.
pub(crate) struct Engine {
    /// As the names of its tests end.
    pub(crate) name: &'static str,
    found: Result<Vec<(&'static str, PathBuf)>>,
}

impl Engine {
    pub(crate) fn find_or_install_all(house: &House) -> [Self; 2] {
        [
            Self { name: "firefox", found: firefox::find_or_install(house) },
            Self { name: "webkit", found: webkit::find_or_install(house) },
        ]
    }

    /// What tells the tests where it is.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&'static str, OsString)> {
        let found = self.found.as_ref().ok();
        found.into_iter().flatten().map(|(variable, path)| (*variable, path.clone().into_os_string()))
    }

    /// How libtest is told to leave its tests out, if there is no such browser.
    pub(crate) fn skip(&self) -> Option<[String; 2]> {
        self.found.is_err().then(|| ["--skip".to_owned(), format!("_in_{}", self.name)])
    }

    /// Why its tests are left out.
    pub(crate) fn why_not(&self) -> Option<String> {
        self.found.as_ref().err().map(|error| format!("{error:#}"))
    }
}

/// The programs by the variables that name them for the tests: those that the variables name already, or that the PATH
/// knows, or that Debian's packages bring. Errors: what is missing.
fn programs(
    house: &House,
    wanted: &[(&'static str, &[&str])],
    packages: &[&str],
) -> Result<Vec<(&'static str, PathBuf)>> {
    let find = |(variable, names): &(&'static str, &[&str])| {
        program::chosen(variable).or_else(|| program::find(names)).map(|path| (*variable, path))
    };
    if !wanted.iter().all(|one| find(one).is_some()) && debian::is_debian() {
        debian::install(&house.shell, packages)?;
    }
    let missing: Vec<&str> = wanted.iter().filter(|one| find(one).is_none()).map(|(_, names)| names[0]).collect();
    if !missing.is_empty() {
        bail!("{} is not on the PATH", missing.join(" and "));
    }
    Ok(wanted.iter().filter_map(find).collect())
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn a_browser_that_is_missing_is_left_out_and_told() {
        let engine = Engine { name: "webkit", found: Err(anyhow!("xvfb-run is not on the PATH")) };
        assert_eq!(engine.skip(), Some(["--skip".to_owned(), "_in_webkit".to_owned()]));
        assert_eq!(engine.why_not().as_deref(), Some("xvfb-run is not on the PATH"));
        assert_eq!(engine.variables().count(), 0);
    }

    #[test]
    fn a_browser_that_is_there_is_used() {
        let engine = Engine { name: "firefox", found: Ok(vec![("SM_FIREFOX", "/usr/bin/firefox".into())]) };
        assert_eq!((engine.skip(), engine.why_not()), (None, None));
        assert_eq!(engine.variables().collect::<Vec<_>>(), [("SM_FIREFOX", "/usr/bin/firefox".into())]);
    }
}
