//! Malformed input: how much of it there is, and the first of it with what is wrong.

use std::fmt;

use serde::Serialize;

/// So many lines are quoted; the rest is counted.
const QUOTED_MAX: usize = 10;

/// So much of a fault is told: a user may be called anything.
const FAULT_CHARS: usize = 200;

/// What was wrong with a log.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Malformed {
    /// How many lines were left out.
    pub count: u64,
    /// The first ten of them.
    pub first: Vec<BadLine>,
}

/// One line that was left out.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// How it begins.
    pub text: String,
    /// What is wrong with it.
    pub fault: String,
}

impl Malformed {
    /// One more; `quote` is asked for only while lines are quoted.
    pub fn add(&mut self, line: u64, quote: impl FnOnce() -> String, mut fault: String) {
        self.count += 1;
        if let Some((end, _)) = fault.char_indices().nth(FAULT_CHARS) {
            fault.truncate(end);
            fault.push('…');
        }
        if self.first.len() < QUOTED_MAX {
            self.first.push(BadLine { line, text: quote(), fault });
        }
    }
}

/// A line for people: number, fault and text, without what would move a terminal's cursor.
impl fmt::Display for BadLine {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let Self { line, text, fault } = self;
        write!(out, "{line}: {}: {}", visible(fault), visible(text))
    }
}

fn visible(text: &str) -> String {
    let mut visible = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '\'' | '\\' => visible.push(letter),
            _ => visible.extend(letter.escape_debug()),
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_a_line_as_it_stands_in_the_log_but_for_what_cannot_be_seen() {
        let text = "{\"u\":\"d'é\\n\",\t\u{1b}[2J".to_owned();
        let bad = BadLine { line: 7, text, fault: "`o` is \"\u{7}\"".into() };
        assert_eq!(bad.to_string(), "7: `o` is \"\\u{7}\": {\"u\":\"d'é\\n\",\\t\\u{1b}[2J");
    }

    #[test]
    fn a_fault_has_a_bound() {
        let mut malformed = Malformed::default();
        malformed.add(1, String::new, "ü".repeat(9_000));
        assert_eq!(malformed.first[0].fault, format!("{}…", "ü".repeat(FAULT_CHARS)));
    }
}
