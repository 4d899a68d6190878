//! A renewed certificate is taken up without a new start, and one that cannot be used is not.

use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::net::TcpStream;
use std::path::Path;
use std::process::{ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use moment_collector::server::hangup::Hangups;
use moment_collector::tls::Files;
use moment_collector::tls::renewal::{Look, Renewal};
use tempfile::TempDir;
use tokio_rustls::rustls::{ServerConfig, ServerConnection};

use super::{CERTIFICATE, KEY, client, healthz};
use crate::cli::{Guarded, program};
use crate::scene::PLAYBOOK;

const RENEWED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/renewed-certificate.pem");
const RENEWED_KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/renewed-key.pem");

/// A folder with the first certificate and its key.
fn first() -> (TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files { certificate: folder.path().join("certificate.pem"), key: folder.path().join("key.pem") };
    fs::copy(CERTIFICATE, &files.certificate).unwrap();
    fs::copy(KEY, &files.key).unwrap();
    (folder, files)
}

/// Whether somebody who trusts this certificate alone gets through a handshake.
fn is_served(config: Arc<ServerConfig>, certificate: &str) -> bool {
    let (mut client, mut server) = (client(certificate), ServerConnection::new(config).unwrap());
    loop {
        let (mut there, mut back) = (Vec::new(), Vec::new());
        client.write_tls(&mut there).unwrap();
        if !there.is_empty() {
            server.read_tls(&mut &there[..]).unwrap();
        }
        if server.process_new_packets().is_err() {
            return false;
        }
        server.write_tls(&mut back).unwrap();
        if !back.is_empty() {
            client.read_tls(&mut &back[..]).unwrap();
        }
        if client.process_new_packets().is_err() {
            return false;
        }
        if !client.is_handshaking() && !server.is_handshaking() {
            return true;
        }
        assert!(!(there.is_empty() && back.is_empty()), "neither has anything more to say");
    }
}

#[test]
fn what_the_files_hold_is_taken_up_when_it_changes_and_refused_once_when_it_cannot_be_used() {
    let (_folder, files) = first();
    let (mut renewal, newest) = Renewal::begin(files.clone()).unwrap();
    let in_use = |certificate: &str| is_served(newest.borrow().clone(), certificate);
    let mut look = |is_asked: bool| renewal.judge(&files.read(), is_asked);
    assert_eq!(look(false), Look::Unchanged);
    assert!(in_use(CERTIFICATE) && !in_use(RENEWED));

    // One of two files has come.
    fs::copy(RENEWED, &files.certificate).unwrap();
    assert!(
        matches!(look(false), Look::Refused(why) if why.starts_with("the certificate cannot be used with the key"))
    );
    assert_eq!(look(false), Look::Unchanged, "it is said once");
    assert!(in_use(CERTIFICATE));
    fs::copy(RENEWED_KEY, &files.key).unwrap();
    assert_eq!(look(false), Look::Taken);
    assert!(in_use(RENEWED) && !in_use(CERTIFICATE));

    let spoilt: [&dyn Fn(); 3] = [
        &|| fs::write(&files.certificate, "no certificate").unwrap(),
        &|| fs::remove_file(&files.certificate).unwrap(),
        &|| fs::write(&files.certificate, "").unwrap(),
    ];
    for spoil in spoilt {
        spoil();
        assert!(matches!(look(false), Look::Refused(_)));
        assert_eq!(look(false), Look::Unchanged, "it is said once");
        assert!(matches!(look(true), Look::Refused(_)), "whoever asks is told");
        assert!(in_use(RENEWED));
    }
    fs::copy(RENEWED, &files.certificate).unwrap();
    assert_eq!([look(false), look(false), look(true)], [Look::Taken, Look::Unchanged, Look::Taken]);
    assert!(in_use(RENEWED));
}

#[test]
fn another_file_of_the_same_length_and_instant_is_a_change() {
    let (_folder, files) = first();
    let (mut renewal, _newest) = Renewal::begin(files.clone()).unwrap();
    let modified = fs::metadata(&files.key).unwrap().modified().unwrap();
    let spoilt = fs::read_to_string(&files.key).unwrap().replacen("BEGIN", "BEGAN", 1);
    fs::write(&files.key, spoilt).unwrap();
    fs::File::options().write(true).open(&files.key).unwrap().set_modified(modified).unwrap();
    assert!(matches!(renewal.judge(&files.read(), false), Look::Refused(_)));
}

#[tokio::test]
async fn it_looks_again_and_again_without_being_told() {
    let (_folder, files) = first();
    let (renewal, mut newest) = Renewal::begin(files.clone()).unwrap();
    tokio::spawn(renewal.keep(Duration::from_millis(5), Hangups::listen().unwrap()));
    fs::copy(RENEWED_KEY, &files.key).unwrap();
    fs::copy(RENEWED, &files.certificate).unwrap();
    tokio::time::timeout(Duration::from_mins(1), newest.changed()).await.expect("it looks").unwrap();
    assert!(is_served(newest.borrow().clone(), RENEWED));
}

/// A collector that runs.
struct Running {
    child: Guarded,
    address: String,
    log: Lines<BufReader<ChildStderr>>,
}

impl Running {
    fn start(folder: &Path, more: &[&Path]) -> Self {
        let playbook = folder.join("playbook.toml");
        fs::write(&playbook, PLAYBOOK).unwrap();
        let child = program()
            .args(["serve", "--listen", "127.0.0.1:0", "--key", "pk", "--secret", "sk", "--playbook"])
            .arg(playbook)
            .arg("--data")
            .arg(folder.join("data"))
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut child = Guarded(child);
        let mut line = String::new();
        BufReader::new(child.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().split_once("://").unwrap().1.to_owned();
        let log = BufReader::new(child.0.stderr.take().unwrap()).lines();
        Self { child, address, log }
    }

    /// Tells it to read the certificate anew, and waits for what it says of that.
    fn hang_up(&mut self, word: &str) {
        let told = Command::new("kill").args(["-s", "HUP", &self.child.0.id().to_string()]).status().unwrap();
        assert!(told.success());
        let said = self.log.by_ref().map(Result::unwrap).find(|line| line.contains(word));
        assert!(said.is_some(), "it ends without a word of {word:?}");
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }
}

#[test]
fn a_hangup_brings_the_renewed_certificate_at_once_and_none_that_is_broken() {
    let (folder, files) = first();
    let flags = [Path::new("--tls-certificate"), &files.certificate, Path::new("--tls-key"), &files.key];
    let mut server = Running::start(folder.path(), &flags);
    assert!(healthz(server.connect(), CERTIFICATE).is_ok());
    fs::copy(RENEWED, &files.certificate).unwrap();
    fs::copy(RENEWED_KEY, &files.key).unwrap();
    server.hang_up("the certificate was read anew");
    assert_eq!(healthz(server.connect(), RENEWED).unwrap(), *b"HTTP/1.1 204");
    assert!(healthz(server.connect(), CERTIFICATE).is_err());
    fs::write(&files.key, "no key").unwrap();
    server.hang_up("the certificate on the disk cannot be used; the one before stays in use");
    assert!(healthz(server.connect(), RENEWED).is_ok());
}

#[test]
fn without_a_certificate_a_hangup_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Running::start(folder.path(), &[]);
    server.hang_up("plain HTTP is spoken");
    server.hang_up("plain HTTP is spoken");
    assert_eq!(ureq::get(format!("http://{}/healthz", server.address)).call().unwrap().status(), 204);
}
