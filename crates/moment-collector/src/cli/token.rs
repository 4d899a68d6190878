//! `second-moment token`

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::builder::PossibleValuesParser;
use moment_wire::hex::hex;

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
    /// What it is called in the audit log; a token that was called so before is no longer known; without it a name is made
    #[arg(long)]
    name: Option<String>,
    /// Prints role, fingerprint and name of all tokens instead
    #[arg(long, conflicts_with_all = ["role", "name", "revoke"])]
    list: bool,
    /// Makes none, but takes the token of this name or fingerprint back
    #[arg(long, value_name = "NAME", conflicts_with_all = ["role", "name"])]
    revoke: Option<String>,
}

/// How many hexadecimal digits of its hash a token is known by: enough to tell thousands apart.
const FINGERPRINT: usize = 8;

/// Makes a token and prints it, this once: only its hash is kept.
pub fn run(options: &Options) -> Result<()> {
    if options.list {
        for token in SqliteStore::open_existing(&options.data)?.desk().tokens()? {
            let name = if token.name.is_empty() { "(no name)" } else { &token.name };
            println!("{:<9} {} {name}", token.role.name(), fingerprint(&token.hash));
        }
        return Ok(());
    }
    if let Some(wanted) = &options.revoke {
        let store = SqliteStore::open_existing(&options.data)?;
        let known = store.desk().tokens()?;
        let token = find(&known, wanted)?;
        let about = if token.name.is_empty() { fingerprint(&token.hash) } else { token.name.clone() };
        return change(&store, PeopleChange::Revoked(token.hash), "token.revoked", &about);
    }
    let token = random("tok_")?;
    let hash = hash(&token);
    let name = match options.name.as_deref().map(str::trim) {
        Some(name) => name.to_owned(),
        None => format!("token-{}", fingerprint(&hash)),
    };
    let is_good = (1..=NAME_MAX).contains(&name.len()) && !name.contains(char::is_control);
    ensure!(is_good, "--name takes 1 to {NAME_MAX} bytes of text");
    let store = open_or_make(&options.data)?;
    let role = Role::named(&options.role).unwrap_or(Role::Viewer);
    let kept = Token { hash, name: name.clone(), role, made_ms: super::wall_clock()() };
    change(&store, PeopleChange::Token(kept), "token.made", &name)?;
    if options.name.is_none() {
        eprintln!("it is called {name}");
    }
    println!("{token}");
    Ok(())
}

/// A token may be made before the collector is started the first time. Errors: the folder has something else in it, so it
/// was meant to be another one.
fn open_or_make(data: &Path) -> Result<SqliteStore> {
    let is_empty = match std::fs::read_dir(data) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", data.display())),
    };
    if !is_empty {
        return Ok(SqliteStore::open_existing(data)?);
    }
    eprintln!("there was no store in {}: a new one is made", data.display());
    Ok(SqliteStore::open(data)?)
}

/// The token of this name, or, if none is called so, the only one whose hash begins so.
fn find<'a>(known: &'a [Token], wanted: &str) -> Result<&'a Token> {
    let named = known.iter().find(|token| !wanted.is_empty() && token.name == wanted);
    let begins = |token: &&Token| wanted.len() >= FINGERPRINT && hex(&token.hash).starts_with(wanted);
    let mut by_hash = known.iter().filter(begins);
    match (named, by_hash.next(), by_hash.next()) {
        (Some(token), ..) | (None, Some(token), None) => Ok(token),
        (None, Some(_), Some(_)) => bail!("more than one token begins with `{wanted}`"),
        (None, None, _) => bail!("no token is called `{wanted}`; --list names all"),
    }
}

fn fingerprint(hash: &[u8; 32]) -> String {
    hex(&hash[..FINGERPRINT / 2])
}

/// Whoever can run this on the collector's machine may do everything; what they did stands in the audit log all the same.
fn change(store: &SqliteStore, change: PeopleChange, what: &str, about: &str) -> Result<()> {
    let at_ms = super::wall_clock()();
    let entry = Entry { at_ms, who: "the command line".into(), what: what.into(), about: about.into() };
    let people = |change| Change::Desk(DeskChange::People(change));
    Ok(store.commit(&[people(change), people(PeopleChange::Audited(entry))])?)
}
