//! The configuration: flags before environment before file, and the one table that documents them.

use std::fmt::Write as _;
use std::path::Path;

use clap::{Command, CommandFactory as _};
use moment_collector::cli::{Arguments, config};

/// What `serve` is told by the file of this text and these arguments, of one flag.
fn told(file: &str, arguments: &[&str], flag: &str) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("collector.toml");
    std::fs::write(&path, file).unwrap();
    let all = [&["second-moment", "serve", "--config", path.to_str().unwrap()], arguments].concat();
    let all: Vec<_> = all.into_iter().map(Into::into).collect();
    let command = config::with_file(Arguments::command(), &all).map_err(|error| format!("{error:#}"))?;
    let matches = command.try_get_matches_from(all).map_err(|error| error.to_string())?;
    let (_, serve) = matches.subcommand().unwrap();
    let raw = serve.get_raw(flag).into_iter().flatten();
    Ok(raw.map(|value| value.to_string_lossy().into_owned()).collect())
}

const FILE: &str = r#"
playbook = "p.toml"
data = "d"
key = "pk_file"
secret = "sk_file"
listen = "127.0.0.1:9"
limit_address = 7
origin = ["https://a.example", "https://b.example"]
backups = "b"
"#;

#[test]
fn the_file_says_what_flags_say_and_flags_count_before_it() {
    assert_eq!(told(FILE, &[], "key").unwrap(), ["pk_file"]);
    assert_eq!(told(FILE, &["--key", "pk_flag"], "key").unwrap(), ["pk_flag"]);
    assert_eq!(told(FILE, &[], "limit_address").unwrap(), ["7"]);
    assert_eq!(told(&FILE.replace("limit_address", "limit-address"), &[], "limit_address").unwrap(), ["7"]);
    assert_eq!(told(FILE, &[], "limit_trial").unwrap(), ["5"], "what it does not say is as usual");
    assert_eq!(told(FILE, &[], "origins").unwrap(), ["https://a.example", "https://b.example"]);
}

#[test]
fn what_is_wrong_in_the_file_is_named() {
    let faults = [
        ("limt_address = 7", "`limt-address` is no flag of any command"),
        ("config = \"other.toml\"", "`config` is no flag of any command"),
        ("listen = { port = 1 }", "`listen` is no text, number or list of them"),
        ("listen = ", "cannot read"),
    ];
    for (line, expected) in faults {
        let error = told(line, &[], "key").unwrap_err();
        assert!(error.contains(expected) && error.contains("collector.toml"), "{line}: {error}");
    }
    let error = told(&FILE.replace("= 7", "= \"many\""), &[], "key").unwrap_err();
    assert!(error.contains("invalid value 'many' for '--limit-address"), "{error}");
    let error = told(&format!("{FILE}deliveries_days = 4"), &[], "key").unwrap_err();
    let expected = "expected 5 days or more: an event is tried for up to four";
    assert!(error.contains("invalid value '4' for '--deliveries-days") && error.contains(expected), "{error}");
    assert_eq!(told(&format!("{FILE}deliveries_days = 5"), &[], "deliveries_days").unwrap(), ["5"]);
}

#[test]
fn the_environment_counts_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("collector.toml");
    std::fs::write(&path, "backups = \"nowhere/file\"\ndata = \"nowhere/file\"").unwrap();
    let told = super::program()
        .args(["backup", "--config", path.to_str().unwrap()])
        .env("SM_BACKUPS", folder.path())
        .env("SM_DATA", folder.path().join("elsewhere"))
        .output()
        .unwrap();
    let error = String::from_utf8(told.stderr).unwrap();
    assert!(error.contains("elsewhere") && !error.contains("nowhere"), "{error}");
}

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
const BEGIN: &str = "<!-- made of the flags; SM_UPDATE=1 cargo test makes it anew -->\n";

/// A table for each command that a collector is operated with.
fn tables() -> String {
    let root = Arguments::command();
    let mut text = String::new();
    for name in ["serve", "token", "backup", "restore"] {
        let command = root.find_subcommand(name).unwrap();
        let about = command.get_about().unwrap();
        write!(text, "\n## `second-moment {name}`\n\n{about}.\n\n").unwrap();
        text += "| flag and key of the file | environment | unless told | meaning |\n|---|---|---|---|\n";
        text += &rows(command);
    }
    text
}

fn rows(command: &Command) -> String {
    let flags = command.get_arguments().filter(|flag| flag.get_long().is_some_and(|name| name != "help"));
    let row = |flag: &clap::Arg| {
        let name = flag.get_long().unwrap();
        let value = flag.get_possible_values();
        let values = value.iter().map(|value| format!("`{}`", value.get_name())).collect::<Vec<_>>().join(", ");
        let env = flag.get_env().map_or(String::new(), |env| format!("`{}`", env.to_string_lossy()));
        let usual: Vec<_> = flag.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let usual = match (usual.join(", "), flag.is_required_set()) {
            (_, true) => "must be told".to_owned(),
            (none, _) if none.is_empty() || none == "false" => "-".to_owned(),
            (usual, _) => format!("`{usual}`"),
        };
        let help = flag.get_help().unwrap().to_string().replace('|', "\\|");
        let values =
            if flag.get_action().takes_values() && !values.is_empty() { format!(": {values}") } else { String::new() };
        format!("| `--{name}` | {env} | {usual} | {help}{values} |\n")
    };
    flags.map(row).collect()
}

#[test]
fn the_table_documents_every_flag() {
    let text = std::fs::read_to_string(DOCUMENT).unwrap();
    let (head, table) = text.split_once(BEGIN).expect("the document has the table");
    if std::env::var_os("SM_UPDATE").is_some() {
        std::fs::write(Path::new(DOCUMENT), format!("{head}{BEGIN}{}", tables())).unwrap();
        return;
    }
    assert!(table == tables(), "docs/configuration.md is not what the flags say: SM_UPDATE=1 makes it anew");
}
