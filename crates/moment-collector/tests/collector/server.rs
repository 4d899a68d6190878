//! A collector that runs: how it starts, that nobody can keep it from stopping, and that nobody keeps it to themselves.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use moment_collector::assets::Assets;
use moment_collector::keys::Key;
use moment_collector::limits::{Limits, Patience, Room};
use moment_collector::links::Links;
use moment_collector::playbook::Playbook;
use moment_collector::retention::Retention;
use moment_collector::server::{Running, Setup};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::scene::{NOW_MS, PLAYBOOK};

pub(crate) fn setup(folder: &Path) -> Setup {
    Setup {
        playbook: Playbook::read(PLAYBOOK).unwrap(),
        data: folder.to_owned(),
        keys: vec![Key { public: "pk".into(), secret: "sk".into(), origins: Vec::new() }],
        assets: Assets::default(),
        links: Links { stripe_secrets: vec!["whsec".into()], ..Links::default() },
        clock: Arc::new(|| NOW_MS),
        grace: Duration::ZERO,
        limits: Limits::none(),
        retention: Retention::USUAL,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_request_does_not_keep_it_from_stopping() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = Running::start(setup(folder.path())).unwrap();
    let serving = tokio::spawn(running.serve(listener, async { _ = stopped.await }));

    // One whole request first, so that the connection is known to be served when half of the next is sent.
    let mut stuck = TcpStream::connect(address).unwrap();
    stuck.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
    let mut answer = [0; 12];
    stuck.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 204");
    stuck.write_all(b"POST /v1/beacon HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf").unwrap();

    stop.send(()).unwrap();
    let ended = tokio::time::timeout(Duration::from_mins(1), serving).await.expect("it stops");
    ended.unwrap().unwrap();
}

/// A collector that listens, with these limits.
struct Listening {
    address: SocketAddr,
    _folder: TempDir,
}

impl Listening {
    async fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let running = Running::start(Setup { limits, ..setup(folder.path()) }).unwrap();
        tokio::spawn(running.serve(listener, std::future::pending()));
        Self { address, _folder: folder }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream
    }
}

/// The first line of what comes, until the connection is closed; empty if it was closed without a word.
fn told(mut stream: &TcpStream) -> String {
    let mut answer = Vec::new();
    let mut part = [0; 1024];
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(count) => answer.extend_from_slice(&part[..count]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("it is neither answered nor closed: {error}"),
        }
    }
    String::from_utf8(answer).unwrap().lines().next().unwrap_or_default().to_owned()
}

/// Whether a request on this connection is answered, after which it stays open.
fn is_answered(mut stream: &TcpStream) -> bool {
    let asked = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n");
    // It has no body, so an empty line ends it.
    let (mut answer, mut byte) = (Vec::new(), [0]);
    while asked.is_ok() && !answer.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
        answer.extend(byte);
    }
    answer.starts_with(b"HTTP/1.1 204")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_finish_a_request_is_cut_off() {
    let brief = Duration::from_millis(50);
    let patience = Patience { handshake: brief, head: brief, body: brief, ..Patience::USUAL };
    let house = Listening::with(Limits::none().with_patience(patience)).await;
    let silent = house.connect();
    assert_eq!(told(&silent), "", "nothing at all");
    let mut head = house.connect();
    head.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nx-slow: ").unwrap();
    assert_eq!(told(&head), "", "half a head");
    let idle = house.connect();
    assert!(is_answered(&idle));
    assert_eq!(told(&idle), "", "an answer, and then nothing");
    let (json, form) = ("content-type: application/json\r\n", "");
    for (line, kind) in [
        ("POST /v1/session", json),
        ("POST /v1/invitation", json),
        ("POST /v1/beacon?key=pk", form),
        ("POST /v1/comments?key=pk", form),
        ("POST /v1/replies?key=pk", form),
        ("POST /v1/stripe", json),
    ] {
        let mut body = house.connect();
        let head = format!("{line} HTTP/1.1\r\nhost: a\r\n{kind}content-length: 10\r\n\r\nhalf");
        body.write_all(head.as_bytes()).unwrap();
        assert_eq!(told(&body), "HTTP/1.1 408 Request Timeout", "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_has_so_many_connections_and_no_more() {
    let room = Room { connections_of_address: 2, ..Room::NONE };
    let house = Listening::with(Limits::none().with_room(room)).await;
    let (first, second) = (house.connect(), house.connect());
    assert!(is_answered(&first) && is_answered(&second));
    assert!(!is_answered(&house.connect()), "a third one is closed");
    assert!(is_answered(&first), "those that are there stay");
    drop(second);
    // As soon as it is known that the second has gone.
    let begun = Instant::now();
    while !is_answered(&house.connect()) {
        assert!(begun.elapsed() < Duration::from_mins(1), "its place is free again");
        std::thread::yield_now();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_so_many_connections_and_further_ones_wait() {
    let room = Room { connections: 2, ..Room::NONE };
    let house = Listening::with(Limits::none().with_room(room)).await;
    let (first, second) = (house.connect(), house.connect());
    assert!(is_answered(&first) && is_answered(&second));
    let third = house.connect();
    third.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    assert!(!is_answered(&third), "it waits");
    drop(first);
    third.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    assert!(is_answered(&third), "what it asked is answered when there is room");
}

#[test]
fn a_folder_that_cannot_be_one_is_named_when_it_starts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let error = format!("{:#}", Running::start(setup(&file)).err().unwrap());
    assert!(error.starts_with("cannot open the store") && error.contains("file"), "{error}");
}

#[test]
fn a_folder_is_served_by_one_collector_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = Running::start(setup(folder.path())).unwrap();
    let error = format!("{:#}", Running::start(setup(folder.path())).err().unwrap());
    assert!(error.starts_with("another collector serves"), "{error}");
    drop(first);
    Running::start(setup(folder.path())).unwrap();
}
