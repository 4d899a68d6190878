//! A disk without room, as the system tells it: nothing is acknowledged that is not kept, `/readyz` says so, and with room
//! again everything goes on by itself.
#![cfg(target_os = "linux")]

use std::process::Command;
use std::sync::mpsc::channel;
use std::time::Instant;

use moment_wire::report::ProblemV1;

use super::load::beacon;
use super::server::Server;
use super::{PATIENCE, check_kept};

/// Beacons that are sent at most until there is no room.
const MANY: u32 = 5_000;

/// How large a file of this process may become, in bytes. The word before the colon is what counts now.
fn set_room(server: &Server, bytes: &str) {
    let id = server.child.0.id().to_string();
    let status = Command::new("prlimit").args(["--pid", &id, &format!("--fsize={bytes}:")]).status();
    assert!(status.expect("prlimit, of util-linux").success());
}

/// The status of `/readyz`, and the kind of its problem.
fn readiness(server: &Server) -> (u16, String) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false).build().into();
    let mut answer = agent.get(format!("{}/readyz", server.address)).call().unwrap();
    let problem = answer.body_mut().read_json::<ProblemV1>();
    (answer.status().as_u16(), problem.map_or_else(|_| String::new(), |problem| problem.kind))
}

#[test]
fn without_room_nothing_is_acknowledged_and_with_room_again_everything_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    // A file that grows too large shall be an error, as it is on a full disk, and not the end of the process.
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(crate::cli::program().get_program());
    let mut server = Server::launch(shell, folder.path());
    server.wait_until_it_listens();
    let (note, acknowledged) = channel();
    for number in 0..20 {
        assert!(beacon(&server.address, &format!("t_{number}"), 1, 5, &note));
    }
    assert_eq!(readiness(&server), (204, String::new()));

    set_room(&server, "400000");
    let refused = (20..MANY).find(|number| !beacon(&server.address, &format!("t_{number}"), 1, 5, &note));
    let refused = refused.expect("without room something must be refused");
    let begun = Instant::now();
    while readiness(&server).0 != 503 {
        assert!(begun.elapsed() < PATIENCE, "it says so");
        std::thread::yield_now();
    }
    assert!(readiness(&server).1.contains(":storage-"));
    assert!(!beacon(&server.address, "t_0", 1, 9, &note));

    set_room(&server, "unlimited");
    // Nothing but room is needed; an answer stands for a second.
    let begun = Instant::now();
    while readiness(&server) != (204, String::new()) {
        assert!(begun.elapsed() < PATIENCE, "it is ready again");
        std::thread::yield_now();
    }
    assert!(beacon(&server.address, &format!("t_{refused}"), 1, 5, &note));
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
    drop(note);
    let all: Vec<_> = acknowledged.into_iter().collect();
    assert!(all.len() > 20);
    check_kept(folder.path(), &all);
}
