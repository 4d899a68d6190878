//! The engines of the browsers that the house is opened in, and how each is started.

pub(crate) mod chromium;
mod firefox;
mod webkit;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// What shows the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// How a driver is started.
pub(crate) struct Launch {
    /// The program and its arguments.
    pub(crate) words: Vec<OsString>,
    pub(crate) port: Port,
    /// Whether one driver serves any number of browsers.
    pub(crate) is_for_all: bool,
}

/// Where a driver listens.
pub(crate) enum Port {
    /// It takes a free one, which it says after these words.
    Said(&'static str),
    Given(u16),
}

impl Engine {
    pub(crate) fn launch(self) -> Launch {
        match self {
            Self::Chromium => chromium::launch(),
            Self::Firefox => firefox::launch(),
            Self::WebKit => webkit::launch(),
        }
    }

    /// What the driver is asked for; the browser may keep its things in the folder. Chromium is started with these
    /// arguments too.
    pub(crate) fn capabilities(self, profile: &Path, arguments: &[&str]) -> Map<String, Value> {
        match self {
            Self::Chromium => chromium::capabilities(profile, arguments),
            Self::Firefox => firefox::capabilities(),
            Self::WebKit => webkit::capabilities(),
        }
    }
}

/// What the variable says, else the first of `names` on the PATH.
fn program(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(chosen) = env::var_os(variable) {
        return chosen.into();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let places = env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    places.into_iter().find(|place| place.is_file()).unwrap_or_else(|| {
        panic!(
            "these tests need a browser and there is no {} on the PATH: run `cargo xtask test`, which finds or installs \
             one, or set {variable} to its path",
            names.join(" or ")
        )
    })
}
