//! Simulated visitors: the native core walks at random, but seeded, through the same playbook, and its beacons go over
//! HTTP like everybody's. Each is marked as simulated.

pub mod person;
pub mod walk;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use moment_core::summary::Summary;
use moment_wire::beacon::BeaconV4;

use crate::demo::product::tell_outcome;
use crate::demo::visitors::person::Person;
use crate::demo::visitors::walk::Walk;
use crate::ingest::sign;
use crate::keys::Key;
use crate::playbook::Playbook;

/// Visitors that are on their way at once.
const AT_ONCE: u32 = 8;

/// A crowd to be sent.
#[derive(Debug, Clone)]
pub struct Crowd {
    /// How many.
    pub count: u32,
    /// Another seed, another crowd.
    pub seed: u64,
    /// What they walk through.
    pub playbook: Playbook,
    /// The collector's address.
    pub collector: String,
    /// The product's origin, which their browsers would name.
    pub origin: String,
    /// The vendor's keys.
    pub key: Key,
}

/// Sends the crowd and says how it went.
pub fn send_crowd(crowd: &Crowd) {
    if crowd.count == 0 {
        return;
    }
    let (next, lost) = (AtomicU32::new(0), AtomicU32::new(0));
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(crowd.count) {
            scope.spawn(|| {
                let agent = ureq::agent();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= crowd.count {
                        break;
                    }
                    if let Err(error) = send_one(crowd, &agent, number) {
                        lost.fetch_add(1, Ordering::Relaxed);
                        tracing::warn!(%error, "a simulated visitor's beacon was lost");
                    }
                    if (number + 1).is_multiple_of(100) {
                        println!("  {} of {} simulated trials", number + 1, crowd.count);
                    }
                }
            });
        }
    });
    let lost = lost.load(Ordering::Relaxed);
    println!(
        "  {} simulated trials added in {:.1} s, {lost} with lost beacons",
        crowd.count,
        begin.elapsed().as_secs_f64()
    );
}

fn send_one(crowd: &Crowd, agent: &ureq::Agent, number: u32) -> Result<(), Box<ureq::Error>> {
    let person = Person::new(crowd.seed, number, jiff::Timestamp::now().as_millisecond().cast_unsigned());
    let address = format!("{}/v1/beacon?key={}", crowd.collector, crowd.key.public);
    let mut walk = Walk::new(person.clone(), &crowd.playbook);
    while let Some((at_ms, summary)) = walk.next_visit() {
        let beacon = beacon(crowd, &person, at_ms, &summary).encode();
        agent.post(&address).header("origin", &crowd.origin).send(&beacon).map_err(Box::new)?;
    }
    if let Some(at_ms) = walk.upgraded_ms() {
        let at = jiff::Timestamp::from_millisecond(at_ms.cast_signed()).unwrap_or_default();
        tell_outcome(&crowd.collector, &crowd.key, &person.trial, at)?;
    }
    Ok(())
}

fn beacon(crowd: &Crowd, person: &Person, sent_ms: u64, summary: &Summary) -> BeaconV4 {
    BeaconV4 {
        trial: person.trial.clone(),
        account: Some(person.account.clone()),
        plan: None,
        locale: Some(person.locale.to_owned()),
        started_ms: person.started_ms,
        length_days: walk::LENGTH_DAYS,
        replica: person.replica,
        sent_ms,
        playbook: crowd.playbook.version(),
        simulated: true,
        signature: Some(sign(&crowd.key.secret, &person.trial, &person.account)),
        summary: summary.clone(),
    }
}
