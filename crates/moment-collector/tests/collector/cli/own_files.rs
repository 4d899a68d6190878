//! What the program keeps and writes of customers: nobody but its own user may read it.
#![cfg(unix)]

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::program;
use crate::durability::server::Server;
use crate::told::maker;

/// The program with a umask that forbids nothing: what is forbidden then, the program forbids.
fn careless() -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().args(["-c", "umask 000; exec \"$0\" \"$@\""]).arg(program().get_program());
    shell
}

fn run(command: &str, options: &[(&str, &Path)]) {
    let mut careless = careless();
    careless.arg(command);
    for (name, value) in options {
        careless.arg(name).arg(value);
    }
    let output = careless.output().unwrap();
    assert!(output.status.success(), "{command}: {}", super::text(&output.stderr));
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

/// Names of the files in a folder, in order. Expects that none is for others.
fn only_for_the_owner(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut names: Vec<_> = files
        .map(|file| {
            assert_eq!(mode(&file.path()), 0o600, "{}", file.path().display());
            file.file_name().into_string().unwrap()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn only_the_owner_may_read_the_store_its_logs_backups_and_exports() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut server = Server::launch(careless(), folder.path());
    server.wait_until_it_listens();
    let beacon = maker("t_1", 2).encode();
    ureq::post(format!("{}/v1/beacon?key=pk_test", server.address)).send(&beacon[..]).unwrap();
    let kept = only_for_the_owner(&path("data"));
    for name in ["moments.db", "moments.db-wal", "moments.db-shm", "serving.lock", "first-admin.txt"] {
        assert!(kept.iter().any(|known| known == name), "{name}: {kept:?}");
    }

    run("backup", &[("--data", &path("data")), ("--backups", &path("backups"))]);
    let backups = only_for_the_owner(&path("backups"));
    assert_eq!((backups.len(), backups[0].as_str()), (2, "backup.lock"));
    run("restore", &[("--from", &path("backups").join(&backups[1])), ("--data", &path("restored"))]);
    assert!(only_for_the_owner(&path("restored")).contains(&"moments.db".to_owned()));

    let export = path("trials.csv");
    let options = [("--data", &*path("data")), ("--table", Path::new("trials")), ("--output", &*export)];
    run("export", &options);
    assert_eq!(mode(&export), 0o600);
    std::fs::set_permissions(&export, Permissions::from_mode(0o640)).unwrap();
    run("export", &options);
    assert_eq!(mode(&export), 0o640, "whoever lets others read a file that is there has a reason");
}
