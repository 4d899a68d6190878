//! `second-moment token`

use std::path::PathBuf;

use anyhow::Result;

use crate::keys::{hash, random};
use crate::store::sqlite::SqliteStore;
use crate::store::{Change, Store};

/// Options of `token`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder in which the collector keeps everything
    #[arg(long, env = "SM_DATA")]
    data: PathBuf,
}

/// Makes a token and prints it, this once: only its hash is kept.
pub fn run(options: &Options) -> Result<()> {
    let store = SqliteStore::open(&options.data)?;
    let token = random("tok_")?;
    store.commit(&[Change::Token(hash(&token))])?;
    println!("{token}");
    Ok(())
}
