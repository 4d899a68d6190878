//! Chromium, by chromedriver.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::{Launch, Port, program};

/// As root there is no sandbox; and the browser asks nobody outside for anything.
pub(crate) const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/// It says `ChromeDriver was started successfully on port 41235.`
pub(super) fn launch() -> Launch {
    let driver = program("SM_CHROMEDRIVER", &["chromedriver"]);
    let words = vec![driver.into(), "--port=0".into()];
    Launch { words, port: Port::Said("successfully on port "), is_for_all: true }
}

/// The browser's program.
pub(crate) fn chrome() -> PathBuf {
    program("SM_CHROME", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
}

pub(super) fn capabilities(profile: &Path, more: &[&str]) -> Map<String, Value> {
    let all = ARGUMENTS.iter().chain(&["--hide-scrollbars"]).chain(more);
    let mut arguments: Vec<String> = all.map(|argument| (*argument).to_owned()).collect();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    let options = json!({
        "binary": chrome(),
        "args": arguments,
        "prefs": { "download.default_directory": profile },
    });
    [("goog:chromeOptions".to_owned(), options)].into_iter().collect()
}
