//! The core's rules, by example and as laws. One binary: [`journey`] plays scripts and [`arbitrary`] makes them up.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes its snapshots with them")]

#[path = "core/almanac.rs"]
mod almanac;
#[path = "core/arbitrary.rs"]
mod arbitrary;
#[path = "core/journey.rs"]
mod journey;
#[path = "core/laptop.rs"]
mod laptop;
#[path = "core/rulebook.rs"]
mod rulebook;

#[path = "core/arms.rs"]
mod arms;
#[path = "core/asking.rs"]
mod asking;
#[path = "core/attention.rs"]
mod attention;
#[path = "core/gates.rs"]
mod gates;
#[path = "core/order_of_reasons.rs"]
mod order_of_reasons;
#[path = "core/prompting.rs"]
mod prompting;
#[path = "core/reactions.rs"]
mod reactions;
#[path = "core/replicas.rs"]
mod replicas;
#[path = "core/rounds.rs"]
mod rounds;
#[path = "core/scoring.rs"]
mod scoring;
#[path = "core/staircase.rs"]
mod staircase;
#[path = "core/vectors.rs"]
mod vectors;
#[path = "core/vocabulary.rs"]
mod vocabulary;

#[path = "core/laws_of_counting.rs"]
mod laws_of_counting;
#[path = "core/laws_of_deciding.rs"]
mod laws_of_deciding;
#[path = "core/laws_of_growing.rs"]
mod laws_of_growing;
#[path = "core/laws_of_merging.rs"]
mod laws_of_merging;
#[path = "core/laws_of_reading.rs"]
mod laws_of_reading;
#[path = "core/laws_of_schedules.rs"]
mod laws_of_schedules;
#[path = "core/laws_of_time.rs"]
mod laws_of_time;
