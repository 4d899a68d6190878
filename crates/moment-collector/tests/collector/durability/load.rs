//! Load: senders that each tell one thing after the other, and note what was acknowledged.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use moment_wire::beacon::BeaconV4;
use moment_wire::comment::CommentsV1;

use super::PATIENCE;
use crate::told::{STARTED_MS, comments, maker};

const SENDERS: u64 = 4;

/// What was acknowledged.
#[derive(Debug)]
pub(super) enum Acknowledged {
    /// A state of this replica in which so many things were made.
    Beacon {
        trial: String,
        replica: u64,
        made: u32,
    },
    Comment {
        trial: String,
        id: [u8; 16],
    },
    Outcome {
        trial: String,
        at_ms: u64,
    },
}

/// Senders under way.
pub(super) struct Load {
    senders: Vec<JoinHandle<()>>,
    acknowledged: Receiver<Acknowledged>,
}

impl Load {
    /// Senders that go on until there is nobody to send to. No two rounds have the same replicas.
    pub(super) fn begin(address: &str, round: u64) -> Self {
        let (note, acknowledged) = channel();
        let sender = |number| {
            let (address, note) = (address.to_owned(), note.clone());
            std::thread::spawn(move || send(&address, round * SENDERS + number, &note))
        };
        Self { senders: (0..SENDERS).map(sender).collect(), acknowledged }
    }

    /// Waits for so many acknowledgements.
    pub(super) fn wait_for(&self, count: usize) -> Vec<Acknowledged> {
        (0..count).map(|_| self.acknowledged.recv_timeout(PATIENCE).expect("the server answers")).collect()
    }

    /// What was acknowledged until the senders had nobody to send to.
    pub(super) fn the_rest(self) -> impl Iterator<Item = Acknowledged> {
        for sender in self.senders {
            sender.join().unwrap();
        }
        self.acknowledged.into_iter()
    }
}

/// Twenty states of a trial, with words and an end now and then, then the next trial, until one is not acknowledged.
fn send(address: &str, replica: u64, note: &Sender<Acknowledged>) {
    for number in 0_u32.. {
        let trial = format!("t_{replica}_{}", number / 20);
        let made = number % 20 + 1;
        if !beacon(address, &trial, replica, made, note) {
            return;
        }
        if number % 5 == 0 && !comment(address, &trial, replica, number, note) {
            return;
        }
        if number % 7 == 0 && !outcome(address, &trial, number, note) {
            return;
        }
    }
}

/// Sends one state; false if it was not acknowledged.
pub(super) fn beacon(address: &str, trial: &str, replica: u64, made: u32, note: &Sender<Acknowledged>) -> bool {
    let beacon = BeaconV4 { replica, ..maker(trial, made) };
    let is_kept = agent()
        .post(format!("{address}/v1/beacon?key=pk_test"))
        .send(&beacon.encode())
        .is_ok_and(|answer| answer.status() == 204);
    if is_kept {
        note.send(Acknowledged::Beacon { trial: trial.to_owned(), replica, made }).unwrap();
    }
    is_kept
}

fn comment(address: &str, trial: &str, replica: u64, number: u32, note: &Sender<Acknowledged>) -> bool {
    let told = CommentsV1 { replica, ..comments(trial, &[&format!("words {number}")]) };
    let id = told.comments[0].id;
    let answer = agent().post(format!("{address}/v1/comments?key=pk_test")).send(&told.encode());
    // It counts if its id is in the answer, and only then.
    let kept = answer.ok().and_then(|mut answer| answer.body_mut().read_to_string().ok()).unwrap_or_default();
    let is_kept = kept.contains(&moment_wire::hex::hex(&id));
    if is_kept {
        note.send(Acknowledged::Comment { trial: trial.to_owned(), id }).unwrap();
    }
    is_kept
}

fn outcome(address: &str, trial: &str, number: u32, note: &Sender<Acknowledged>) -> bool {
    let at_ms = STARTED_MS + u64::from(number) * 1_000;
    let at = jiff::Timestamp::from_millisecond(i64::try_from(at_ms).unwrap()).unwrap();
    let body = format!(r#"{{"trial":"{trial}","outcome":"upgraded","at":"{at}"}}"#);
    let is_kept = agent()
        .post(format!("{address}/v1/outcomes"))
        .header("authorization", "Bearer sk_test")
        .header("content-type", "application/json")
        .send(body.as_bytes())
        .is_ok_and(|answer| answer.status() == 204);
    if is_kept {
        note.send(Acknowledged::Outcome { trial: trial.to_owned(), at_ms }).unwrap();
    }
    is_kept
}

thread_local! {
    static AGENT: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
}

/// One for each thread, which keeps its connection.
fn agent() -> ureq::Agent {
    AGENT.with(Clone::clone)
}
