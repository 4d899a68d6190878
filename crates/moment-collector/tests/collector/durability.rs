//! What was acknowledged outlives the program, killed or told to stop.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use moment_collector::judge::Whole;
use moment_collector::store::Store;
use moment_collector::store::sqlite::SqliteStore;
use moment_wire::beacon::BeaconV2;
use tempfile::TempDir;

use crate::cli::program;
use crate::scene::PLAYBOOK;
use crate::told::maker;

/// Nothing here takes a tenth of this; what takes longer hangs.
const PATIENCE: Duration = Duration::from_mins(1);
const SENDERS: u64 = 4;

/// A beacon that was acknowledged: its trial, replica, and how many things were made.
type Acknowledged = (String, u64, u32);

/// The real program on a folder.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let playbook = folder.join("playbook.toml");
        std::fs::write(&playbook, PLAYBOOK).unwrap();
        let mut child = program()
            .args(["serve", "--listen", "127.0.0.1:0", "--key", "pk_test", "--secret", "sk_test"])
            .arg("--playbook")
            .arg(playbook)
            .arg("--data")
            .arg(folder.join("data"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        Self { child, address: address.trim().to_owned() }
    }

    /// Senders that each send one beacon after the other until there is nobody to send to.
    fn load(&self, round: u64, acknowledged: &Sender<Acknowledged>) -> Vec<JoinHandle<()>> {
        let sender = |number| {
            let address = format!("{}/v1/beacon?key=pk_test", self.address);
            let acknowledged = acknowledged.clone();
            std::thread::spawn(move || send(&address, round * SENDERS + number, &acknowledged))
        };
        (0..SENDERS).map(sender).collect()
    }

    /// Waits until it has ended by itself.
    fn wait(mut self) -> ExitStatus {
        let (ended, has_ended) = channel();
        let id = self.child.id();
        std::thread::spawn(move || ended.send(self.child.wait().unwrap()));
        has_ended.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("process {id} does not end"))
    }
}

/// Twenty states of a trial, then the next trial, until one is not acknowledged.
fn send(address: &str, replica: u64, acknowledged: &Sender<Acknowledged>) {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    for number in 0_u32.. {
        let trial = format!("t_{replica}_{}", number / 20);
        let made = number % 20 + 1;
        let beacon = BeaconV2 { replica, ..maker(&trial, made) };
        match agent.post(address).send(&beacon.encode()) {
            Ok(answer) if answer.status() == 204 => acknowledged.send((trial, replica, made)).unwrap(),
            _ => return,
        }
    }
}

/// Waits for so many acknowledgements.
fn wait_for(count: usize, acknowledged: &Receiver<Acknowledged>) -> Vec<Acknowledged> {
    (0..count).map(|_| acknowledged.recv_timeout(PATIENCE).expect("the server answers")).collect()
}

/// What was acknowledged until the senders had nobody to send to.
fn the_rest(senders: Vec<JoinHandle<()>>, acknowledged: Receiver<Acknowledged>) -> impl Iterator<Item = Acknowledged> {
    for sender in senders {
        sender.join().unwrap();
    }
    acknowledged.into_iter()
}

/// Expects all of them in the folder, in the replicas and in the standings made of them.
fn check_kept(folder: &Path, acknowledged: &[Acknowledged]) {
    let store = SqliteStore::open(&folder.join("data")).unwrap();
    for (trial, replica, made) in acknowledged {
        let replicas = store.replicas(trial).unwrap();
        let kept = replicas.iter().find(|kept| kept.replica == *replica).expect("an acknowledged replica is lost");
        let beacon = BeaconV2::decode(&kept.beacon).unwrap();
        let total = beacon.summary.feature("made").unwrap().counts.total();
        assert!(total >= *made, "{trial}: {made} were acknowledged, {total} are kept");
        let (standing, _) = store.trial(trial).unwrap().expect("an acknowledged trial has no standing");
        let whole = Whole::of(&replicas).unwrap();
        assert_eq!(standing, whole.standing(&crate::scene::playbook(PLAYBOOK)), "{trial}");
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn what_was_acknowledged_survives_being_killed_at_any_instant() {
    let folder = folder();
    let mut all = Vec::new();
    for round in 0..3 {
        let mut server = Server::start(folder.path());
        let (sender, acknowledged) = channel();
        let senders = server.load(round, &sender);
        drop(sender);
        all.extend(wait_for(fastrand::usize(1..300), &acknowledged));
        server.child.kill().unwrap();
        assert!(!server.wait().success());
        all.extend(the_rest(senders, acknowledged));
        check_kept(folder.path(), &all);
    }
}

#[cfg(unix)]
#[test]
fn told_to_stop_it_finishes_what_has_begun_and_ends_with_0() {
    let folder = folder();
    let server = Server::start(folder.path());
    let (sender, acknowledged) = channel();
    let senders = server.load(0, &sender);
    drop(sender);
    let mut all = wait_for(100, &acknowledged);
    let told = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert_eq!(server.wait().code(), Some(0));
    all.extend(the_rest(senders, acknowledged));
    check_kept(folder.path(), &all);
}
