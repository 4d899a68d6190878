//! The core's pieces of work, natively. `cargo xtask bench core` runs this and puts it beside the browser's numbers.

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use moment_lab::bench::{Bench, Work};

const VECTORS: &str = include_str!("../../../tests/vectors/readiness.txt");

fn core(criterion: &mut Criterion) {
    for work in Work::ALL {
        let mut bench = Bench::new(VECTORS).expect("the vectors hold the trial that is measured on");
        criterion.bench_function(work.name(), |bencher| bencher.iter(|| bench.once(work)));
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    targets = core
}
criterion_main!(benches);
