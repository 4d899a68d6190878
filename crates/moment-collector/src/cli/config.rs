//! The configuration file: a TOML file that says what the flags say. A flag counts before the environment, the
//! environment before the file, the file before what is usual.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Command;

/// Values by the names of flags, without the dashes before them.
type Values = BTreeMap<String, Vec<String>>;

/// `command` with what the file says, if one is named, in the place of what is usual. Errors: the file cannot be read,
/// or says what no flag does.
pub fn with_file(command: Command, arguments: &[OsString]) -> Result<Command> {
    let Some(path) = named(&command, arguments) else { return Ok(command) };
    let values = read(&path)?;
    if let Some(unknown) = values.keys().find(|name| !is_flag(&command, name)) {
        bail!("{}: `{unknown}` is no flag of any command", path.display());
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    Ok(names.into_iter().fold(command, |command, name| command.mut_subcommand(name, |sub| usual(sub, &values))))
}

/// The file that flag or environment name. What else is wrong with the arguments is said later.
fn named(command: &Command, arguments: &[OsString]) -> Option<PathBuf> {
    let matches = command.clone().ignore_errors(true).try_get_matches_from(arguments).ok()?;
    let of_all = matches.get_one::<PathBuf>(CONFIG);
    let of_one = matches.subcommand().and_then(|(_, matches)| matches.get_one::<PathBuf>(CONFIG));
    of_one.or(of_all).cloned()
}

/// The flag that names the file; it can stand in no file.
const CONFIG: &str = "config";

fn read(path: &Path) -> Result<Values> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let table: toml::Table = text.parse().with_context(|| format!("cannot read {}", path.display()))?;
    let to_value = |(name, value): (String, toml::Value)| {
        let values = match value {
            toml::Value::Array(values) => values,
            one => vec![one],
        };
        let values = values.iter().map(text_of).collect::<Option<Vec<_>>>();
        let values = values.with_context(|| format!("{}: `{name}` is no text, number or list of them", path.display()));
        Ok((name.replace('_', "-"), values?))
    };
    table.into_iter().map(to_value).collect()
}

fn text_of(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(is_so) => Some(is_so.to_string()),
        _ => None,
    }
}

fn is_flag(command: &Command, name: &str) -> bool {
    let has_flag = |sub: &Command| sub.get_arguments().any(|flag| flag.get_long() == Some(name));
    name != CONFIG && command.get_subcommands().any(has_flag)
}

fn usual(command: Command, values: &Values) -> Command {
    command.mut_args(|flag| match flag.get_long().and_then(|name| values.get(name)) {
        Some(values) => flag.required(false).default_values(values.clone()),
        None => flag,
    })
}
