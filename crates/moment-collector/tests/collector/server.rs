//! A collector that runs: how it starts, and that nobody can keep it from stopping.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use moment_collector::assets::Assets;
use moment_collector::limits::Limits;
use moment_collector::links::Links;
use moment_collector::playbook::Playbook;
use moment_collector::server::{Running, Setup};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::scene::{NOW_MS, PLAYBOOK};

pub(crate) fn setup(folder: &Path) -> Setup {
    Setup {
        playbook: Playbook::read(PLAYBOOK).unwrap(),
        data: folder.to_owned(),
        keys: Vec::new(),
        assets: Assets::default(),
        links: Links::default(),
        clock: Arc::new(|| NOW_MS),
        grace: Duration::ZERO,
        limits: Limits::none(),
        retention_days: None,
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
