//! `token`, and how the first admin comes in: what is printed, once, and what is kept.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use moment_collector::keys::hash;
use moment_collector::store::desk::DeskChange;
use moment_collector::store::people::PeopleChange;
use moment_collector::store::sqlite::{FILE, SqliteStore};
use moment_collector::store::{Change, Store};
use moment_wire::hex::hex;
use rusqlite::Connection;

use super::{program, run, text};
use crate::durability::server::Server;

/// By what a token is known that was just printed.
fn fingerprint(made: &Output) -> String {
    hex(&hash(text(&made.stdout).trim()))[..8].to_owned()
}

#[test]
fn a_token_is_printed_once_and_only_its_hash_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let output = run(&["token", "--data", data]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let token = text(&output.stdout).trim().to_owned();
    assert!(token.starts_with("tok_") && token.len() == 36, "{token}");
    assert!(SqliteStore::open(folder.path()).unwrap().desk().token(&hash(&token)).unwrap().is_some());
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let content = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!content.windows(token.len()).any(|window| window == token.as_bytes()));
    }
}

#[test]
fn a_token_has_a_role_and_a_name_and_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let token = |arguments: &[&str]| run(&[&["token", "--data", data], arguments].concat());
    let made = text(&token(&["--role", "viewer", "--name", "reports"]).stdout).trim().to_owned();
    let script = fingerprint(&token(&["--name", "script"]));
    let listed = || text(&token(&["--list"]).stdout);
    let first = hex(&hash(&made))[..8].to_owned();
    assert_eq!(listed(), format!("viewer    {first} reports\neditor    {script} script\n"));
    // Made anew under the same name, the old one is no longer known.
    let second = fingerprint(&token(&["--role", "admin", "--name", "reports"]));
    assert_eq!(listed(), format!("admin     {second} reports\neditor    {script} script\n"));
    assert!(SqliteStore::open(folder.path()).unwrap().desk().token(&hash(&made)).unwrap().is_none());
    assert_eq!(token(&["--revoke", "script"]).status.code(), Some(0));
    assert_eq!(listed(), format!("admin     {second} reports\n"));
    for name in ["script", "", &second[..7]] {
        assert_eq!(token(&["--revoke", name]).status.code(), Some(1), "{name}");
    }
    assert_eq!(token(&["--role", "owner"]).status.code(), Some(2));
    assert_eq!(token(&["--name", " "]).status.code(), Some(1));
    let audit = SqliteStore::open(folder.path()).unwrap().desk().audit(None, 9).unwrap();
    let told: Vec<_> = audit.iter().map(|(_, entry)| (entry.what.as_str(), entry.about.as_str())).collect();
    let made = ("token.made", "reports");
    assert_eq!(told, [("token.revoked", "script"), made, ("token.made", "script"), made]);
}

#[test]
fn a_token_without_a_name_gets_one_and_every_token_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let token = |arguments: &[&str]| run(&[&["token", "--data", data], arguments].concat());
    let made = token(&[]);
    let name = format!("token-{}", fingerprint(&made));
    assert!(text(&made.stderr).ends_with(&format!("it is called {name}\n")), "{}", text(&made.stderr));
    assert_eq!(text(&token(&["--list"]).stdout), format!("editor    {} {name}\n", fingerprint(&made)));
    // Those that older programs made have none.
    let older = [7; 32];
    SqliteStore::open(folder.path()).unwrap().commit(&[Change::Token(older)]).unwrap();
    assert!(text(&token(&["--list"]).stdout).contains("07070707 (no name)"));
    for revoked in ["07070707", name.as_str()] {
        let told = token(&["--revoke", revoked]);
        assert_eq!(told.status.code(), Some(0), "{revoked}: {}", text(&told.stderr));
    }
    assert_eq!(text(&token(&["--list"]).stdout), "");
}

#[test]
fn commands_beside_the_collector_neither_make_a_store_nor_bring_one_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (missing, other, older) = (path("missing"), path("other"), path("older"));
    std::fs::create_dir(&other).unwrap();
    std::fs::write(Path::new(&other).join("letter.txt"), "something else").unwrap();
    drop(SqliteStore::open(Path::new(&older)).unwrap());
    let file = Connection::open(Path::new(&older).join(FILE)).unwrap();
    file.pragma_update(None, "user_version", 5).unwrap();
    let commands: [&[&str]; 4] =
        [&["token", "--list"], &["token", "--revoke", "x"], &["token"], &["export", "--table", "trials"]];
    for command in commands {
        for (data, why) in [(&missing, "there is no store"), (&other, "there is no store"), (&older, "has version 5")] {
            if command == ["token"] && data == &missing {
                continue;
            }
            let told = run(&[command, &["--data", data]].concat());
            assert_eq!(told.status.code(), Some(1), "{command:?} {data}");
            assert!(text(&told.stderr).contains(why), "{command:?} {data}: {}", text(&told.stderr));
        }
    }
    assert!(!Path::new(&missing).exists() && !Path::new(&other).join(FILE).exists());
    let version: u32 = file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 5);
}

#[cfg(unix)]
#[test]
fn the_first_admins_link_stands_in_a_file_that_others_cannot_read_until_somebody_has_come_in() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = data.join("first-admin.txt");
    let serve = || {
        let mut server = Server::launch(program(), folder.path());
        let said = BufReader::new(server.child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
        (said, server)
    };
    let first = |link: &str| hash(&link[link.find("inv_").unwrap()..]);
    // It says where it listens, and then where the link is.
    let (mut said, server) = serve();
    let address = said.next().unwrap();
    assert_eq!(said.next().unwrap(), format!("The first admin signs in with the link in {}", file.display()));
    let link = std::fs::read_to_string(&file).unwrap().lines().next().unwrap().to_owned();
    assert!(link.starts_with(&format!("{address}/console/#invite=inv_")), "{link}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    drop(server);

    let store = SqliteStore::open(&data).unwrap();
    let joined =
        PeopleChange::Joined { invitation: first(&link), name: "ada".into(), password: "$argon2id$".into(), at_ms: 0 };
    store.commit(&[Change::Desk(DeskChange::People(joined))]).unwrap();
    let (said, server) = serve();
    let begun = Instant::now();
    while file.exists() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the file goes");
        std::thread::yield_now();
    }
    server.signal("TERM");
    assert_eq!(said.count(), 1, "its address, and no link");
}
