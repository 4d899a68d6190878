//! The table of all figures: a line for each, a column for each contestant.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::figure::{FIGURES, Figure, HEAP, SESSION_SCRIPT, START_SCRIPT};
use super::measured::{NONE, Runs};

/// Their ratios are told too.
const COMPARED: [&str; 3] = [SESSION_SCRIPT.what, START_SCRIPT.what, HEAP.what];

const WHAT_WIDTH: usize = 34;
const WIDTH: usize = 14;

/// Medians over the runs. `+` is what is added to the page without any.
pub(super) fn table(runs: &Runs, versions: &BTreeMap<String, String>) -> String {
    let times = match runs.how_many() {
        1 => "one run".to_owned(),
        many => format!("medians of {many} runs"),
    };
    let mut lines = vec![line(&times, runs.names.iter().cloned())];
    let version = |name: &String| versions.get(name).cloned().unwrap_or_default();
    lines.push(line("", runs.names.iter().map(version)));
    for figure in &FIGURES {
        if runs.names.iter().all(|name| figure.median(runs, name).is_none()) {
            continue;
        }
        lines.push(line(figure.what, runs.names.iter().map(|name| cell(figure, runs, name))));
        if COMPARED.contains(&figure.what) {
            let ratio = |ratio: Option<f64>| ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}x"));
            let to_none = runs.names.iter().map(|name| ratio(figure.to_none(runs, name)));
            lines.push(line("  to the page without any", to_none));
            let to_lightest = |name: &String| if name == NONE { None } else { figure.to_lightest(runs, name) };
            lines.push(line("  to the lightest peer", runs.names.iter().map(|name| ratio(to_lightest(name)))));
        }
    }
    lines.join("\n")
}

fn cell(figure: &Figure, runs: &Runs, name: &str) -> String {
    let Some(median) = figure.median(runs, name) else { return "-".to_owned() };
    let digits = figure.digits;
    if figure.is_added && name != NONE { format!("{median:+.digits$}") } else { format!("{median:.digits$}") }
}

fn line(what: &str, cells: impl Iterator<Item = String>) -> String {
    let mut line = format!("{what:<WHAT_WIDTH$}");
    for cell in cells {
        let _ = write!(line, " {cell:>WIDTH$}");
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::figure::tests::runs;
    use super::*;

    #[test]
    fn a_line_has_what_is_added_and_how_it_compares() {
        let runs = runs(&[("none", 1, 30.0), ("second-moment", 1, 45.0), ("light", 1, 130.0)]);
        let table = table(&runs, &[("light".to_owned(), "1.2.3".to_owned())].into());
        let words = |at: usize| table.lines().nth(at).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(0), "one run none second-moment light");
        assert_eq!(words(1), "1.2.3");
        assert_eq!(words(2), "script of the session, ms 30.0 +15.0 +100.0");
        assert_eq!(words(3), "to the page without any 1.00x 1.50x 4.33x");
        assert_eq!(words(4), "to the lightest peer 0.15x 1.00x");
        assert!(!table.contains("slower"), "nobody asked for it: {table}");
    }
}
