//! `cargo xtask bench core`: the core's pieces of work, natively by criterion and in the browser by its own clock.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use xshell::cmd;

use super::estimate::median_ns;
use crate::house::House;
use crate::test::browser::Browser;
use crate::{build, test};

/// The pieces of work by their names in `crates/moment-lab/src/bench.rs`, with the design's budgets, natively.
const WORK: [Work; 8] = [
    Work { name: "step_use", what: "step: a use", budget_ns: Some(1000.0) },
    Work { name: "step_tick", what: "step: a tick, decided", budget_ns: Some(1000.0) },
    Work { name: "step_tick_of_two", what: "step: a tick, two replicas", budget_ns: Some(1000.0) },
    Work { name: "readiness", what: "readiness", budget_ns: Some(1000.0) },
    Work { name: "decision", what: "decision", budget_ns: None },
    Work { name: "encode", what: "encode a beacon", budget_ns: None },
    Work { name: "decode", what: "decode a beacon", budget_ns: None },
    Work { name: "merge", what: "merge two states", budget_ns: None },
];

struct Work {
    name: &'static str,
    what: &'static str,
    budget_ns: Option<f64>,
}

pub(crate) fn run(house: &House) -> Result<()> {
    build::lab::run(house)?;
    let browser = in_browser(house)?;
    eprintln!("measuring natively");
    cmd!(house.shell, "cargo bench --package moment-lab --bench core")
        .ignore_stdout()
        .run()
        .context("measuring natively")?;
    println!("{}", row("nanoseconds", ["native", "browser", "ratio", "budget"]));
    for work in WORK {
        let native = median_ns(house, work.name)?;
        let browser = browser.get(work.name).with_context(|| format!("the browser did not measure {}", work.name))?;
        println!("{}", work.line(native, *browser));
    }
    Ok(())
}

/// Nanoseconds by the name of the work. A whole-house test measures, because it has the browser in hand.
fn in_browser(house: &House) -> Result<BTreeMap<String, f64>> {
    let browser = Browser::find_or_install(&house.shell)?;
    let path = house.lab().join("browser.json");
    eprintln!("measuring in {}", browser.chrome.display());
    test::native_tests(house, &browser)
        .args(["--test", "house", "--", "--ignored", "--exact", "stopwatch::stopwatch", "--nocapture"])
        .env("SM_BENCH", &path)
        .ignore_stdout()
        .run()
        .context("measuring in the browser")?;
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))
}

impl Work {
    fn line(&self, native_ns: f64, browser_ns: f64) -> String {
        let budget = self.budget_ns.map_or_else(|| "-".to_owned(), |most| format!("{most:.0}"));
        let is_over = self.budget_ns.is_some_and(|most| native_ns > most);
        let ratio = format!("{:.1}", browser_ns / native_ns);
        let numbers = [format!("{native_ns:.0}"), format!("{browser_ns:.0}"), ratio, budget];
        let verdict = if is_over { "  over budget" } else { "" };
        row(self.what, numbers.each_ref().map(String::as_str)) + verdict
    }
}

fn row(what: &str, [native, browser, ratio, budget]: [&str; 4]) -> String {
    format!("{what:<28} {native:>9} {browser:>9} {ratio:>7} {budget:>9}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_over_its_budget_natively() {
        let line = |native, browser| WORK[0].line(native, browser);
        assert_eq!(line(999.0, 2997.0), "step: a use                        999      2997     3.0      1000");
        assert!(line(1001.0, 1001.0).ends_with("  over budget"));
        assert!(WORK[7].line(10.0, 25.0).ends_with(" 2.5         -"));
    }
}
