//! Killed at any instant, while it starts or under load, again and again on one folder.

use std::time::{Duration, Instant};

use super::check_kept;
use super::load::Load;
use super::server::Server;
use crate::cli::program;

/// How often it is killed, unless `SM_CRASH_ROUNDS` says otherwise.
const ROUNDS: u64 = 50;

/// A crash may be found by the next start or by whoever looks into the folder: mostly the next start comes first.
const LOOK_EACH: u64 = 10;

/// Lets a part of this time go by, without giving the processor away: a kill shall fall anywhere between two writes.
fn a_moment(most: Duration) {
    let end = Instant::now() + most.mul_f64(fastrand::f64());
    while Instant::now() < end {
        std::hint::spin_loop();
    }
}

#[test]
fn what_was_acknowledged_survives_being_killed_at_any_instant() {
    let rounds = std::env::var("SM_CRASH_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut all = Vec::new();
    for round in 0..rounds {
        if round % 5 == 4 {
            // While it opens the store, and perhaps mends what the last crash left.
            let mut server = Server::launch(program(), folder.path());
            a_moment(Duration::from_millis(60));
            server.child.0.kill().unwrap();
            server.wait();
            continue;
        }
        let mut server = Server::start(folder.path());
        let load = Load::begin(&server.address, round);
        all.extend(load.wait_for(fastrand::usize(1..120)));
        a_moment(Duration::from_millis(5));
        server.child.0.kill().unwrap();
        assert!(!server.wait().success());
        all.extend(load.the_rest());
        if round % LOOK_EACH == 0 {
            check_kept(folder.path(), &all);
        }
    }
    check_kept(folder.path(), &all);
    println!("killed {rounds} times, {} acknowledged, none lost", all.len());
}
