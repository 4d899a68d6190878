//! What is counted for the operator, in the text that Prometheus reads. Labels are names of ours, never ids or addresses.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use crate::ingest::plausible::Doubt;
use crate::keeper::Keeper;
use crate::keeper::health::Sums;
use crate::limits::Limit;
use crate::store::Totals;
use crate::store::trouble::Trouble;

/// Methods that are counted by their names; a stranger may send any word.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Limited {
    by: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct NotKept {
    trouble: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Apart {
    reason: &'static str,
}

/// The counters that requests drive; everything else is asked for when somebody reads.
#[derive(Debug)]
pub struct Metrics {
    answered: Family<Answered, Counter>,
    seconds: Histogram,
    limited: Family<Limited, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        // From a tenth of a millisecond to about seven seconds.
        let seconds = Histogram::new(exponential_buckets(0.0001, 4.0, 9));
        Self { answered: Family::default(), seconds, limited: Family::default() }
    }
}

impl Metrics {
    /// A request was answered.
    pub fn answered(&self, method: &str, route: &str, status: u16, spent: Duration) {
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or("other");
        self.answered.get_or_create(&Answered { method, route: route.to_owned(), status }).inc();
        self.seconds.observe(spent.as_secs_f64());
    }

    /// A request was one too many.
    pub fn limited(&self, by: Limit) {
        self.limited.get_or_create(&Limited { by: by.name() }).inc();
    }

    /// Everything as text, in the format of `OpenMetrics`.
    #[must_use]
    pub fn text(&self, keeper: &Keeper, totals: &Totals) -> String {
        let mut registry = Registry::with_prefix("second_moment");
        registry.register("requests", "Requests that were answered", self.answered.clone());
        registry.register_with_unit("request", "How long answers took", Unit::Seconds, self.seconds.clone());
        registry.register("limited", "Requests that were one too many, by the limit", self.limited.clone());
        register_keeper(&mut registry, keeper);
        registry.register("trials", "Trials that are known", gauge(totals.trials));
        registry.register("quarantined", "Replicas that are kept apart", gauge(totals.quarantined));
        let dropped = counter(totals.quarantine_dropped);
        registry.register("quarantine_dropped", "Replicas that were kept apart and dropped for newer ones", dropped);
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &registry);
        text
    }
}

fn register_keeper(registry: &mut Registry, keeper: &Keeper) {
    let health = keeper.health();
    let sums = health.sums();
    let is_keeping = keeper.is_running() && health.trouble().is_none();
    registry.register("keeping", "1 while what comes is kept", gauge(u64::from(is_keeping)));
    registry.register("queue_waiting", "Wishes that wait to be kept", gauge(keeper.waiting() as u64));
    registry.register("commits", "Batches that were kept", counter(sums.commits));
    registry.register("kept", "Wishes that were kept", counter(sums.kept));
    let spent = Counter::<f64, AtomicU64>::default();
    spent.inc_by(sums.spent.as_secs_f64());
    registry.register_with_unit("commit", "Time that batches took", Unit::Seconds, spent);
    register_inbox(registry, keeper, &sums);
    registry.register(
        "kept_apart",
        "Beacons that cannot be true and were kept apart, by the reason",
        by_doubt(sums.apart),
    );
    registry.register("not_kept", "Wishes that the store failed, by its trouble", by_trouble(sums.failed));
}

fn register_inbox(registry: &mut Registry, keeper: &Keeper, sums: &Sums) {
    let waited = keeper.inbox().oldest().map_or(0.0, |since| since.elapsed().as_secs_f64());
    let oldest = Gauge::<f64, AtomicU64>::default();
    oldest.set(waited);
    registry.register("inbox_waiting", "Beacons that wait to be joined", gauge(keeper.inbox().letters() as u64));
    registry.register_with_unit("inbox_oldest", "How long the first of them has waited", Unit::Seconds, oldest);
    registry.register("joined", "Beacons that waited and were joined with their trials", counter(sums.joined));
    let spent = Counter::<f64, AtomicU64>::default();
    spent.inc_by(sums.joining.as_secs_f64());
    registry.register_with_unit("join", "Time that joining them took", Unit::Seconds, spent);
    registry.register("not_joined", "Attempts to join that the store failed", by_trouble(sums.not_joined));
}

fn by_doubt(counts: [u64; Doubt::ALL.len()]) -> Family<Apart, Counter> {
    let family = Family::<Apart, Counter>::default();
    for (doubt, count) in Doubt::ALL.iter().zip(counts) {
        family.get_or_create(&Apart { reason: doubt.name() }).inc_by(count);
    }
    family
}

fn by_trouble(counts: [u64; Trouble::ALL.len()]) -> Family<NotKept, Counter> {
    let family = Family::<NotKept, Counter>::default();
    for (trouble, count) in Trouble::ALL.iter().zip(counts) {
        family.get_or_create(&NotKept { trouble: trouble.name() }).inc_by(count);
    }
    family
}

fn gauge(value: u64) -> Gauge {
    let gauge = Gauge::default();
    gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
    gauge
}

fn counter(value: u64) -> Counter {
    let counter = Counter::default();
    counter.inc_by(value);
    counter
}
