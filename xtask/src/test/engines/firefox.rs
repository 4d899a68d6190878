//! Firefox and geckodriver.

use std::path::PathBuf;

use anyhow::Result;

use super::{geckodriver, programs};
use crate::house::House;

pub(super) fn find_or_install(house: &House) -> Result<Vec<(&'static str, PathBuf)>> {
    let wanted: [(&str, &[&str]); 1] = [("SM_FIREFOX", &["firefox-esr", "firefox"])];
    let mut found = programs(house, &wanted, &["firefox-esr"])?;
    found.push(("SM_GECKODRIVER", geckodriver::find_or_build(house)?));
    Ok(found)
}
