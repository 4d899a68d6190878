//! The figures that are told, each from what was measured, and their medians.

use serde_json::{Map, Value, json};

use super::measured::{Measured, NONE, Runs};

pub(super) struct Figure {
    pub(super) what: &'static str,
    /// What one run of one contestant says; nothing if it was not asked for.
    of: fn(&Measured) -> Option<f64>,
    /// What the page itself costs is taken off.
    pub(super) is_added: bool,
    pub(super) digits: usize,
}

pub(super) const SESSION_SCRIPT: Figure = added("script of the session, ms", |one| Some(one.session.script_ms), 1);
pub(super) const START_SCRIPT: Figure = added("script at start, ms", |one| Some(one.start.script_ms), 1);
pub(super) const HEAP: Figure = added(
    "memory after the session, KB",
    |one| Some(f64::from(one.session.script_bytes + one.session.wasm_bytes) / KB),
    0,
);
pub(super) const LONGEST: Figure = whole("longest task at start, ms", |one| Some(one.start.longest_task_ms), 1);
pub(super) const LONGEST_SLOW: Figure =
    whole("the same on the slower one, ms", |one| Some(one.slow_start.as_ref()?.longest_task_ms), 1);
pub(super) const TELLS: Figure = whole("times something was told", |one| Some(count(one.told.sizes.len())), 0);
pub(super) const BYTES: Figure =
    whole("bytes told", |one| Some(one.told.sizes.iter().copied().map(f64::from).fold(0.0, |sum, size| sum + size)), 0);
pub(super) const LARGEST: Figure =
    whole("largest of these, bytes", |one| one.told.sizes.iter().max().copied().map(f64::from), 0);
pub(super) const USES: Figure = whole("uses that arrived, of 210", |one| Some(f64::from(one.told.uses)), 0);

/// In the order of the table.
pub(super) const FIGURES: [Figure; 16] = [
    SESSION_SCRIPT,
    added("for each click, us", |one| Some(1000.0 * one.session.click_script_ms / CLICKS), 0),
    added("main thread in the session, ms", |one| Some(one.session.all_ms), 0),
    START_SCRIPT,
    added("main thread at start, ms", |one| Some(one.start.all_ms), 1),
    added("script at start, slower, ms", |one| Some(one.slow_start.as_ref()?.script_ms), 1),
    LONGEST,
    LONGEST_SLOW,
    HEAP,
    added("of it WebAssembly's, KB", |one| Some(f64::from(one.session.wasm_bytes) / KB), 0),
    added("kept in the browser, characters", |one| Some(f64::from(one.session.kept_chars)), 0),
    TELLS,
    BYTES,
    LARGEST,
    whole("times asked first, or for settings", |one| Some(f64::from(one.told.preflights + one.told.asks)), 0),
    USES,
];

const KB: f64 = 1024.0;
const CLICKS: f64 = 200.0;

const fn added(what: &'static str, of: fn(&Measured) -> Option<f64>, digits: usize) -> Figure {
    Figure { what, of, is_added: true, digits }
}

const fn whole(what: &'static str, of: fn(&Measured) -> Option<f64>, digits: usize) -> Figure {
    Figure { what, of, is_added: false, digits }
}

impl Figure {
    /// The median over the runs; of what is added to the page's own, the median of the differences within a run.
    pub(super) fn median(&self, runs: &Runs, name: &str) -> Option<f64> {
        median(runs.of(name).map(|one| self.one(runs, one)))
    }

    /// How many times what the page takes without any.
    pub(super) fn to_none(&self, runs: &Runs, name: &str) -> Option<f64> {
        median(runs.of(name).map(|one| Some((self.of)(one)? / (self.of)(runs.one(NONE, one.run)?)?)))
    }

    /// How many times what the lightest peer takes in the same run.
    pub(super) fn to_lightest(&self, runs: &Runs, name: &str) -> Option<f64> {
        median(runs.of(name).map(|one| Some(self.one(runs, one)? / self.lightest(runs, one.run)?.1)))
    }

    /// The peer that is the lightest most of the time.
    pub(super) fn lightest_name<'a>(&self, runs: &'a Runs) -> Option<&'a str> {
        let weight = |name: &&str| self.median(runs, name).unwrap_or(f64::INFINITY);
        runs.peers().min_by(|one, other| weight(one).total_cmp(&weight(other)))
    }

    fn lightest<'a>(&self, runs: &'a Runs, run: u32) -> Option<(&'a str, f64)> {
        let peers = runs.peers().filter_map(|name| Some((name, self.one(runs, runs.one(name, run)?)?)));
        peers.min_by(|one, other| one.1.total_cmp(&other.1))
    }

    fn one(&self, runs: &Runs, one: &Measured) -> Option<f64> {
        let none = if self.is_added && one.name != NONE { (self.of)(runs.one(NONE, one.run)?)? } else { 0.0 };
        Some((self.of)(one)? - none)
    }
}

/// Nothing if any of them is missing, or there are none.
fn median(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect::<Option<_>>()?;
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

/// All medians, by contestant and figure.
pub(super) fn medians(runs: &Runs) -> Value {
    let of = |name: &String| {
        let figures = FIGURES.iter().map(|figure| (figure.what.to_owned(), json!(figure.median(runs, name))));
        (name.clone(), Value::Object(figures.collect()))
    };
    Value::Object(runs.names.iter().map(of).collect::<Map<_, _>>())
}

#[expect(clippy::cast_precision_loss, reason = "nobody sends so often")]
fn count(times: usize) -> f64 {
    times as f64
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::bench::page::measured::Session;

    /// Runs in which scripts took so long.
    pub(crate) fn runs(all: &[(&str, u32, f64)]) -> Runs {
        let one = |(name, run, script_ms): &(&str, u32, f64)| Measured {
            name: (*name).to_owned(),
            run: *run,
            session: Session { script_ms: *script_ms, ..Session::default() },
            ..Measured::default()
        };
        Runs::new(all.iter().map(one).collect()).unwrap()
    }

    #[test]
    fn what_is_added_is_compared_within_a_run() {
        // The second run was on a busy machine, and the third on an idle one.
        let runs = runs(&[
            ("none", 1, 30.0),
            ("second-moment", 1, 50.0),
            ("heavy", 1, 430.0),
            ("light", 1, 230.0),
            ("none", 2, 60.0),
            ("second-moment", 2, 90.0),
            ("heavy", 2, 660.0),
            ("light", 2, 460.0),
            ("none", 3, 10.0),
            ("second-moment", 3, 20.0),
            ("heavy", 3, 410.0),
            ("light", 3, 110.0),
        ]);
        assert_eq!(SESSION_SCRIPT.median(&runs, "none"), Some(30.0));
        assert_eq!(SESSION_SCRIPT.median(&runs, "second-moment"), Some(20.0));
        assert_eq!(SESSION_SCRIPT.to_lightest(&runs, "second-moment"), Some(0.1));
        assert_eq!(SESSION_SCRIPT.to_none(&runs, "second-moment"), Some(5.0 / 3.0));
        assert_eq!(SESSION_SCRIPT.lightest_name(&runs), Some("light"));
    }

    #[test]
    fn what_was_not_asked_for_is_not_told() {
        let runs = runs(&[("none", 1, 30.0), ("second-moment", 1, 50.0)]);
        assert_eq!(LONGEST_SLOW.median(&runs, "second-moment"), None);
        assert_eq!(SESSION_SCRIPT.to_lightest(&runs, "second-moment"), None);
    }

    #[test]
    fn between_two_runs_the_median_is_in_the_middle() {
        assert_eq!(median([Some(4.0), Some(1.0)].into_iter()), Some(2.5));
        assert_eq!(median([Some(9.0), Some(1.0), Some(2.0)].into_iter()), Some(2.0));
        assert_eq!(median([].into_iter()), None);
    }
}
