//! `second-moment token`

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::builder::PossibleValuesParser;

use crate::keys::{hash, random};
use crate::role::Role;
use crate::store::desk::DeskChange;
use crate::store::people::{Entry, PeopleChange, Token};
use crate::store::sqlite::SqliteStore;
use crate::store::{Change, Store};

/// The longest name of a token, in bytes.
const NAME_MAX: usize = 64;

/// Options of `token`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder in which the collector keeps everything
    #[arg(long, env = "SM_DATA")]
    data: PathBuf,
    /// What its bearer may do: viewer reads; editor also replies, pauses and erases; admin also manages webhooks
    #[arg(long, default_value = "editor", value_parser = PossibleValuesParser::new(Role::ALL.map(Role::name)))]
    role: String,
    /// What it is called in the audit log; a token that was called so before is no longer known
    #[arg(long, default_value = "")]
    name: String,
    /// Prints name and role of all tokens instead
    #[arg(long, conflicts_with_all = ["role", "name", "revoke"])]
    list: bool,
    /// Makes none, but takes the token of this name back
    #[arg(long, value_name = "NAME", conflicts_with_all = ["role", "name"])]
    revoke: Option<String>,
}

/// Makes a token and prints it, this once: only its hash is kept.
pub fn run(options: &Options) -> Result<()> {
    let store = SqliteStore::open(&options.data)?;
    if options.list {
        for token in store.desk().tokens()? {
            println!("{:<9} {}", token.role.name(), if token.name.is_empty() { "(no name)" } else { &token.name });
        }
        return Ok(());
    }
    if let Some(name) = &options.revoke {
        let is_known = !name.is_empty() && store.desk().tokens()?.iter().any(|token| token.name == *name);
        ensure!(is_known, "no token is called `{name}`; --list names all");
        return change(&store, PeopleChange::Revoked(name.clone()), "token.revoked", name);
    }
    let name = options.name.trim();
    ensure!(name.len() <= NAME_MAX && !name.contains(char::is_control), "--name takes up to {NAME_MAX} bytes of text");
    let token = random("tok_")?;
    let made_ms = super::wall_clock()();
    let role = Role::named(&options.role).unwrap_or(Role::Viewer);
    let kept = Token { hash: hash(&token), name: name.to_owned(), role, made_ms };
    change(&store, PeopleChange::Token(kept), "token.made", name)?;
    println!("{token}");
    Ok(())
}

/// Whoever can run this on the collector's machine may do everything; what they did stands in the audit log all the same.
fn change(store: &SqliteStore, change: PeopleChange, what: &str, about: &str) -> Result<()> {
    let at_ms = super::wall_clock()();
    let entry = Entry { at_ms, who: "the command line".into(), what: what.into(), about: about.into() };
    let people = |change| Change::Desk(DeskChange::People(change));
    Ok(store.commit(&[people(change), people(PeopleChange::Audited(entry))])?)
}
