//! Malformed input: how much of it there is, and the first of it with what is wrong.

use serde::Serialize;

/// So many lines are quoted; the rest is counted.
const QUOTED_MAX: usize = 10;

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
    pub fn add(&mut self, line: u64, quote: impl FnOnce() -> String, fault: String) {
        self.count += 1;
        if self.first.len() < QUOTED_MAX {
            self.first.push(BadLine { line, text: quote(), fault });
        }
    }
}
