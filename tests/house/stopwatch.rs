//! How long the core's work takes in a browser: `cargo xtask bench core`.

use std::{env, fs};

use crate::lab::{Lab, vectors};

/// The median of several runs, each long enough for a coarse clock, in nanoseconds by the name of the work.
const MEASURE: &str = "
    const bench = new lab.Stopwatch(arguments[0]);
    const lasts = (work, rounds) => {
      const begin = performance.now();
      bench.run(work, rounds);
      return performance.now() - begin;
    };
    const median_ns = (work) => {
      let rounds = 64;
      while (lasts(work, rounds) < 60) rounds *= 2;
      const runs = Array.from({ length: 15 }, () => lasts(work, rounds)).sort((a, b) => a - b);
      return (runs[7] * 1e6) / rounds;
    };
    return Object.fromEntries(lab.works().split(' ').map((work) => [work, median_ns(work)]));
";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures and tests nothing: cargo xtask bench core"]
async fn stopwatch() {
    let lab = Lab::open().await;
    let measured = lab.ask(MEASURE, &vectors("readiness.txt")).await;
    println!("{measured:#}");
    if let Some(path) = env::var_os("SM_BENCH") {
        fs::write(&path, measured.to_string()).expect("the numbers are kept");
    }
}
