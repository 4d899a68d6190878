//! GTK's browser engine with its driver, and a screen that nobody sees to put it on.

use std::path::PathBuf;

use anyhow::Result;

use super::programs;
use crate::house::House;

pub(super) fn find_or_install(house: &House) -> Result<Vec<(&'static str, PathBuf)>> {
    let wanted: [(&str, &[&str]); 2] = [("SM_WEBKITDRIVER", &["WebKitWebDriver"]), ("SM_XVFB_RUN", &["xvfb-run"])];
    programs(house, &wanted, &["webkit2gtk-driver", "xvfb", "xauth"])
}
