//! The demonstration's keys and token, made once and kept in its data folder.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::keys::{Key, hash, random};
use crate::own_file;

const FILE: &str = "demo-access.json";

/// What the demonstration is opened with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Access {
    /// Opens the console.
    pub token: String,
    public: String,
    secret: String,
}

impl Access {
    /// Reads what was kept in `folder`, or makes it. Errors: it cannot be read or written.
    pub fn read_or_make(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        if path.exists() {
            let text = std::fs::read_to_string(&path)?;
            return serde_json::from_str(&text)
                .with_context(|| format!("{} is damaged; delete it to get new keys", path.display()));
        }
        let access = Self { token: random("tok_")?, public: random("pk_demo_")?, secret: random("sk_demo_")? };
        let text = serde_json::to_string_pretty(&access)?;
        own_file::make(&path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(access)
    }

    /// The demonstration's key, for pages of `origins`.
    #[must_use]
    pub fn key(&self, origins: &[String]) -> Key {
        Key { public: self.public.clone(), secret: self.secret.clone(), origins: origins.to_vec() }
    }

    /// What the store keeps of the token.
    #[must_use]
    pub fn token_hash(&self) -> [u8; 32] {
        hash(&self.token)
    }
}
