//! Told to stop: what has begun is finished, kept and acknowledged.
#![cfg(unix)]

use super::check_kept;
use super::load::Load;
use super::server::Server;

fn check_stop(signal: &str) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let load = Load::begin(&server.address, 0);
    let mut all = load.wait_for(100);
    server.signal(signal);
    assert_eq!(server.wait().code(), Some(0), "{signal}");
    all.extend(load.the_rest());
    check_kept(folder.path(), &all);
}

#[test]
fn told_to_stop_it_finishes_what_has_begun_and_ends_with_0() {
    check_stop("TERM");
}

#[test]
fn interrupted_at_the_keyboard_it_does_the_same() {
    check_stop("INT");
}
