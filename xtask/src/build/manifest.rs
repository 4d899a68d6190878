//! `manifest.json`: what is in a build, and how large each file is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Names the folder of the widget's modules, `sm/<hash>`.
    pub(crate) hash: String,
    /// Digest of everything that the build was made of.
    pub(crate) inputs: String,
    /// The way of building; what an older way compressed is not taken over.
    pub(crate) recipe: String,
    /// By path inside the folder.
    pub(crate) files: BTreeMap<String, Sizes>,
}

/// In bytes.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
}

impl Manifest {
    const NAME: &str = "manifest.json";

    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(Self::NAME);
        let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("{} is not a manifest", path.display()))
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(fs::write(folder.join(Self::NAME), text)?)
    }
}
