//! What was promised of the widget (section 9 of the design), and whether it is so.

use super::figure::{BYTES, Figure, HEAP, LARGEST, LONGEST, LONGEST_SLOW, SESSION_SCRIPT, START_SCRIPT, TELLS, USES};
use super::measured::{NONE, OURS, Runs};

struct Budget {
    what: &'static str,
    figure: Figure,
    most: f64,
    against: Against,
}

/// What a budget is a number of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Against {
    Itself,
    /// The lightest peer of the same run.
    Lightest,
}

/// The session's own clicks and calls.
const USES_WANTED: f64 = 210.0;

const BUDGETS: [Budget; 8] = [
    Budget { what: "script of the session", figure: SESSION_SCRIPT, most: 1.0 / 5.0, against: Against::Lightest },
    Budget { what: "script at start", figure: START_SCRIPT, most: 1.0 / 3.0, against: Against::Lightest },
    Budget { what: "longest task at start, ms", figure: LONGEST, most: 16.0, against: Against::Itself },
    Budget { what: "the same at 4x slow-down", figure: LONGEST_SLOW, most: 50.0, against: Against::Itself },
    Budget { what: "memory, WebAssembly's too, KB", figure: HEAP, most: 300.0, against: Against::Itself },
    Budget { what: "beacons", figure: TELLS, most: 10.0, against: Against::Itself },
    Budget { what: "bytes of all beacons", figure: BYTES, most: 4096.0, against: Against::Itself },
    Budget { what: "bytes of the largest beacon", figure: LARGEST, most: 400.0, against: Against::Itself },
];

/// A line for each budget that something was measured of; nothing where ours was not measured.
pub(super) fn verdicts(runs: &Runs) -> String {
    let mut lines: Vec<String> = BUDGETS.iter().filter_map(|budget| budget.verdict(runs)).collect();
    if let Some(uses) = USES.median(runs, OURS) {
        let worst = runs.of(OURS).map(|one| f64::from(one.told.uses)).fold(uses, f64::min);
        lines.push(format!("uses counted {worst:.0} of {USES_WANTED:.0}"));
    }
    lines.join("\n")
}

impl Budget {
    fn verdict(&self, runs: &Runs) -> Option<String> {
        let (is, of) = match self.against {
            Against::Itself => (self.figure.median(runs, OURS)?, String::new()),
            Against::Lightest => {
                let lightest = self.figure.lightest_name(runs)?;
                (self.figure.to_lightest(runs, OURS)?, format!(" of {lightest}'s"))
            }
        };
        let digits = if self.against == Against::Lightest { 2 } else { self.figure.digits };
        let percent = 100.0 * (is - self.most).abs() / self.most;
        let verdict =
            if is <= self.most { format!("met, {percent:.0} % below") } else { format!("missed by {percent:.0} %") };
        let most = format!("{:.digits$}", self.most);
        let page =
            self.of_the_page(runs).map_or_else(String::new, |none| format!("; the page without any {none:.digits$}"));
        Some(format!("{:<30} {is:>8.digits$}  at most {most:>6}{of}  {verdict}{page}", self.what))
    }

    /// What of a whole figure is the page's own, if anything.
    fn of_the_page(&self, runs: &Runs) -> Option<f64> {
        self.figure.median(runs, NONE).filter(|none| !self.figure.is_added && *none > 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::figure::tests::runs;
    use super::*;

    #[test]
    fn a_budget_says_by_how_much_it_is_met_or_missed() {
        let verdict = |ours| {
            let runs = runs(&[("none", 1, 30.0), (OURS, 1, 30.0 + ours), ("light", 1, 130.0), ("heavy", 1, 530.0)]);
            BUDGETS[0].verdict(&runs).unwrap()
        };
        let begin = "script of the session              0.15  at most   0.20 of light's";
        assert_eq!(verdict(15.0), format!("{begin}  met, 25 % below"));
        assert!(verdict(20.0).ends_with("met, 0 % below"));
        assert!(verdict(30.0).ends_with("missed by 50 %"));
    }

    #[test]
    fn beside_a_whole_figure_stands_the_page_without_any() {
        let mut runs = runs(&[(NONE, 1, 30.0), (OURS, 1, 50.0)]);
        for (one, longest_task_ms) in runs.all.iter_mut().zip([12.0, 18.0]) {
            one.start.longest_task_ms = longest_task_ms;
        }
        let verdict = BUDGETS[2].verdict(&runs).unwrap();
        assert!(verdict.ends_with("18.0  at most   16.0  missed by 12 %; the page without any 12.0"), "{verdict}");
    }

    #[test]
    fn without_peers_nothing_is_compared_with_them() {
        let runs = runs(&[("none", 1, 30.0), (OURS, 1, 50.0)]);
        let told = verdicts(&runs);
        assert!(!told.contains("script of the session") && told.contains("uses counted 0 of 210"), "{told}");
    }
}
