//! `cargo xtask bench collector`: durable acknowledged beacons a second beside a handler that does nothing, in the same run
//! on the same load; what a beacon costs; and how long the pages' questions take at several sizes.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;
use xshell::cmd;

use crate::house::House;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How long each side is loaded in a round
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// How often; the two sides take turns
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// The largest store that is asked
    #[arg(long, default_value_t = 1_000_000)]
    trials: u32,
}

#[derive(Deserialize)]
struct Measured {
    connections: u32,
    seconds: u32,
    beacon_bytes: u32,
    rounds: Vec<Round>,
    sizes: Vec<Size>,
}

#[derive(Deserialize)]
struct Round {
    noop: Side,
    collector: Side,
    trials: f64,
    bytes: f64,
}

#[derive(Deserialize)]
struct Side {
    per_second: f64,
    sustained_per_second: f64,
    p50_us: f64,
    p99_us: f64,
    processor_us: f64,
    memory_kb: f64,
}

#[derive(Deserialize)]
struct Size {
    trials: u32,
    bytes: f64,
    memory_kb: f64,
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    name: String,
    first_ms: f64,
    p50_ms: f64,
    p99_ms: f64,
}

/// At least so much of what the handler that does nothing answers.
const SHARE_MIN: f64 = 0.5;

/// The overview of a million trials.
const OVERVIEW_MS_MAX: f64 = 50.0;

pub(crate) fn run(house: &House, options: &Options) -> Result<()> {
    let path = house.target.join("bench-collector.json");
    let (seconds, rounds, trials) = (options.seconds, options.rounds, options.trials);
    cmd!(house.shell, "cargo bench --package moment-collector --bench collector")
        .env("SM_BENCH", &path)
        .env("SM_BENCH_SECONDS", seconds.to_string())
        .env("SM_BENCH_ROUNDS", rounds.to_string())
        .env("SM_BENCH_TRIALS", trials.to_string())
        .run()
        .context("measuring")?;
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let measured: Measured = serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    println!("{}", report(&measured));
    Ok(())
}

/// A number of one side.
type Figure = fn(&Side) -> f64;

fn report(measured: &Measured) -> String {
    let head = format!(
        "{} connections, {} s a side, medians of {} rounds; a beacon has {} bytes",
        measured.connections,
        measured.seconds,
        measured.rounds.len(),
        measured.beacon_bytes
    );
    let mut lines = vec![head, String::new(), row("", "nothing done", "kept", "ratio")];
    let figures: [(&str, Figure); 6] = [
        ("answers a second", |side| side.per_second),
        ("with all that is left to be done", |side| side.sustained_per_second),
        ("half are answered within, us", |side| side.p50_us),
        ("99 of 100 are within, us", |side| side.p99_us),
        ("processor time of one, us", |side| side.processor_us),
        ("most memory, KB", |side| side.memory_kb),
    ];
    for (what, figure) in figures {
        let noop = median(measured.rounds.iter().map(|round| figure(&round.noop)));
        let ours = median(measured.rounds.iter().map(|round| figure(&round.collector)));
        lines.push(row(what, &format!("{noop:.0}"), &format!("{ours:.0}"), &format!("{:.2}", ours / noop)));
    }
    let bytes = median(measured.rounds.iter().map(|round| round.bytes / round.trials));
    lines.push(format!("{:<32} {bytes:>12.0}", "bytes on the disk for a trial"));
    for size in &measured.sizes {
        let bytes = size.bytes / f64::from(size.trials);
        let memory = size.memory_kb / 1024.0;
        lines.push(format!("\n{} trials, {bytes:.0} bytes each on the disk, {memory:.0} MB of memory", size.trials));
        lines.push(row("milliseconds", "the first", "p50", "p99"));
        for answer in &size.answers {
            let [first, half, most] = [answer.first_ms, answer.p50_ms, answer.p99_ms].map(|ms| format!("{ms:.1}"));
            lines.push(row(&answer.name, &first, &half, &most));
        }
    }
    lines.push(String::new());
    lines.extend(verdicts(measured));
    lines.join("\n")
}

fn verdicts(measured: &Measured) -> Vec<String> {
    let share = median(measured.rounds.iter().map(|round| round.collector.per_second / round.noop.per_second));
    let kept = verdict("kept, of what is answered by doing nothing", share, "at least", SHARE_MIN, share >= SHARE_MIN);
    let largest = measured.sizes.last();
    let overview =
        largest.and_then(|size| Some((size.trials, size.answers.iter().find(|one| one.name == "overview")?)));
    let overview = overview.map(|(trials, answer)| {
        let what = format!("p99 of the overview of {trials} trials, ms");
        verdict(&what, answer.p99_ms, "at most", OVERVIEW_MS_MAX, answer.p99_ms <= OVERVIEW_MS_MAX)
    });
    [kept].into_iter().chain(overview).collect()
}

fn verdict(what: &str, is: f64, bound: &str, budget: f64, is_met: bool) -> String {
    let verdict = if is_met { "met" } else { "missed" };
    format!("{what:<44} {is:>8.2}  {bound} {budget:.2}  {verdict}")
}

fn row(what: &str, first: &str, second: &str, third: &str) -> String {
    format!("{what:<32} {first:>12} {second:>12} {third:>8}").trim_end().to_owned()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(per_second: f64) -> Side {
        Side {
            per_second,
            sustained_per_second: per_second / 4.0,
            p50_us: 1.0,
            p99_us: 2.0,
            processor_us: 3.0,
            memory_kb: 4.0,
        }
    }

    fn measured(kept: f64, overview_ms: f64) -> Measured {
        let answer = Answer { name: "overview".into(), first_ms: 90.0, p50_ms: 1.0, p99_ms: overview_ms };
        Measured {
            connections: 64,
            seconds: 5,
            beacon_bytes: 400,
            rounds: vec![Round { noop: side(1000.0), collector: side(kept), trials: 10.0, bytes: 9000.0 }],
            sizes: vec![Size { trials: 1_000_000, bytes: 9e8, memory_kb: 1024.0, answers: vec![answer] }],
        }
    }

    #[test]
    fn a_verdict_says_whether_a_budget_is_met() {
        let words = |measured: &Measured| {
            let verdicts = verdicts(measured);
            verdicts.iter().map(|line| line.rsplit(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words(&measured(500.0, 50.0)), ["met", "met"]);
        assert_eq!(words(&measured(499.0, 50.1)), ["missed", "missed"]);
    }

    #[test]
    fn the_table_compares_the_two_sides_of_one_run() {
        let report = report(&measured(600.0, 5.0));
        assert!(report.contains("answers a second                         1000          600     0.60"), "{report}");
        assert!(report.contains("bytes on the disk for a trial             900"), "{report}");
    }
}
