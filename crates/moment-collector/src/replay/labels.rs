//! Labels: which trials converted, and up to which instant their readiness may look.

use std::collections::{BTreeSet, HashMap};
use std::io::BufRead;

use moment_core::time::{DAY_MS, UnixMs};
use serde::Serialize;

use crate::replay::lines::Lines;
use crate::replay::log::instant;

/// The end of day `day` of a trial that began at `started_ms`: the first instant of the day after it. The first day is
/// day 0.
#[must_use]
pub fn end_of_day(started_ms: UnixMs, day: u16) -> UnixMs {
    started_ms.saturating_add((u64::from(day) + 1) * DAY_MS)
}

/// The instant of a reading that knows what happened before `end_ms`, and whose today is the day that ends there.
#[must_use]
pub fn just_before(end_ms: UnixMs) -> UnixMs {
    end_ms.saturating_sub(1)
}

/// What is asked of each trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Readiness is read at the end of this day.
    pub day: u16,
    /// Whether the trial converts within so many days after that.
    pub horizon_days: u16,
}

/// The labels that were not yet asked for.
#[derive(Debug)]
pub struct Labels {
    question: Question,
    rows: Rows,
    /// What could not be put together.
    pub left_out: LeftOut,
    /// Trials without a row, where the labels are conversions: whoever has none has not converted.
    pub taken_as_not_converted: u64,
}

/// By user.
#[derive(Debug)]
enum Rows {
    /// Columns `user,landmark,T,y`: T, and whether the trial converted within the horizon after it.
    Judged(HashMap<String, (UnixMs, bool)>),
    /// Columns `user,at`: when the trial converted. Empty: never.
    Conversions(HashMap<String, Option<UnixMs>>),
}

/// Labels and trials that could not be put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LeftOut {
    /// Trials without a label, where every label says itself who converted.
    pub trials_without_labels: u64,
    /// Labels of trials that have no events before the instant up to which readiness looks.
    pub labels_without_events: u64,
    /// Trials that converted before their readiness is read.
    pub converted_before: u64,
}

/// What the labels say of one trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// When readiness is read.
    pub read_ms: UnixMs,
    /// Whether the trial converted within the horizon; `None` if it is left out.
    pub converted: Option<bool>,
}

impl Labels {
    /// Reads a labels file. Errors: the number of the line and what is wrong with it.
    pub fn read(reader: impl BufRead, question: Question) -> Result<Self, (u64, String)> {
        let mut lines = Lines::new(reader);
        lines.advance().map_err(|error| (1, error.to_string()))?;
        let head = lines.text().map_err(|fault| (1, fault))?.to_owned();
        let rows = match cells(&head).collect::<Vec<_>>()[..] {
            ["user", "landmark", "T", "y"] => Rows::Judged(read_judged(&mut lines, question.day)?),
            ["user", "at"] => Rows::Conversions(read_conversions(&mut lines)?),
            _ => return Err((1, format!("the columns are `{head}`, expected `user,landmark,T,y` or `user,at`"))),
        };
        Ok(Self { question, rows, left_out: LeftOut::default(), taken_as_not_converted: 0 })
    }

    /// What is said of the trial of `user` that began at `started_ms`; each trial is asked for once.
    pub fn take(&mut self, user: &str, started_ms: UnixMs) -> Label {
        let end_ms = end_of_day(started_ms, self.question.day);
        let left_out = Label { read_ms: just_before(end_ms), converted: None };
        match &mut self.rows {
            Rows::Judged(rows) => match rows.remove(user) {
                Some((end_ms, converted)) if end_ms > started_ms => {
                    Label { read_ms: just_before(end_ms), converted: Some(converted) }
                }
                Some(_) => {
                    self.left_out.labels_without_events += 1;
                    left_out
                }
                None => {
                    self.left_out.trials_without_labels += 1;
                    left_out
                }
            },
            Rows::Conversions(rows) => {
                let row = rows.remove(user);
                self.taken_as_not_converted += u64::from(row.is_none());
                let at_ms = row.flatten();
                let is_before = at_ms.is_some_and(|at_ms| at_ms <= end_ms);
                self.left_out.converted_before += u64::from(is_before);
                let until_ms = end_ms.saturating_add(u64::from(self.question.horizon_days) * DAY_MS);
                let converted = at_ms.is_some_and(|at_ms| at_ms <= until_ms);
                Label { converted: (!is_before).then_some(converted), ..left_out }
            }
        }
    }

    /// All trials have been asked for: the labels that are left have no events.
    pub fn close(&mut self) {
        let left = match &self.rows {
            Rows::Judged(rows) => rows.len(),
            Rows::Conversions(rows) => rows.len(),
        };
        self.left_out.labels_without_events += left as u64;
    }

    /// What was asked; where every label stands on its own there is no horizon to know.
    #[must_use]
    pub fn question(&self) -> (u16, Option<u16>) {
        let has_horizon = matches!(self.rows, Rows::Conversions(_));
        (self.question.day, has_horizon.then_some(self.question.horizon_days))
    }
}

fn read_judged<R: BufRead>(lines: &mut Lines<R>, day: u16) -> Result<HashMap<String, (UnixMs, bool)>, (u64, String)> {
    let mut rows = HashMap::new();
    let mut days = BTreeSet::new();
    for_each(lines, |text| {
        let [user, landmark, read, y] = cells(text).collect::<Vec<_>>()[..] else {
            return Err(format!("expected 4 columns: `{text}`"));
        };
        let landmark: u16 =
            landmark.parse().map_err(|_| format!("`landmark` is `{landmark}`, expected the number of a day"))?;
        let read_ms = instant(read).ok_or_else(|| format!("`T` is `{read}`, expected Unix seconds"))?;
        let converted = match y {
            "0" => false,
            "1" => true,
            _ => return Err(format!("`y` is `{y}`, expected 0 or 1")),
        };
        days.insert(landmark);
        if landmark == day && rows.insert(user.to_owned(), (read_ms, converted)).is_some() {
            return Err(format!("the user {user} has a second row for day {day}"));
        }
        Ok(())
    })?;
    if rows.is_empty() {
        let known: Vec<String> = days.iter().map(ToString::to_string).collect();
        let others = if known.is_empty() { "no other".to_owned() } else { known.join(", ") };
        return Err((lines.number(), format!("no row is of day {day}; days that have rows: {others}")));
    }
    Ok(rows)
}

fn read_conversions<R: BufRead>(lines: &mut Lines<R>) -> Result<HashMap<String, Option<UnixMs>>, (u64, String)> {
    let mut rows = HashMap::new();
    for_each(lines, |text| {
        let [user, at] = cells(text).collect::<Vec<_>>()[..] else {
            return Err(format!("expected 2 columns: `{text}`"));
        };
        let at_ms = instant(at);
        if at_ms.is_none() && !at.is_empty() {
            return Err(format!("`at` is `{at}`, expected Unix seconds or nothing"));
        }
        if rows.insert(user.to_owned(), at_ms).is_some() {
            return Err(format!("the user {user} has a second row"));
        }
        Ok(())
    })?;
    Ok(rows)
}

/// Hands each line that holds anything to `take`. Errors: the number of the line and its fault.
fn for_each<R: BufRead>(
    lines: &mut Lines<R>,
    mut take: impl FnMut(&str) -> Result<(), String>,
) -> Result<(), (u64, String)> {
    loop {
        match lines.advance() {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => return Err((lines.number(), error.to_string())),
        }
        let taken = lines.text().and_then(|text| if text.is_empty() { Ok(()) } else { take(text) });
        taken.map_err(|fault| (lines.number(), fault))?;
    }
}

/// The cells of a row; quotes around one are taken off, commas within one are not foreseen.
fn cells(row: &str) -> impl Iterator<Item = &str> {
    row.split(',').map(|cell| {
        let cell = cell.trim();
        cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: Question = Question { day: 2, horizon_days: 7 };
    const DAY_S: u64 = 86_400;

    fn read(text: &str) -> Result<Labels, (u64, String)> {
        Labels::read(text.as_bytes(), QUESTION)
    }

    #[test]
    fn rows_of_the_asked_day_are_labels() {
        let mut labels = read("user,landmark,T,y\na,0,5,0\na,2,7,1\n\nb,2,8,0\n\"c\",2,9,1\nd,2,9,1\n").unwrap();
        assert_eq!(labels.take("a", 1_000), Label { read_ms: 6_999, converted: Some(true) });
        assert_eq!(labels.take("b", 1_000), Label { read_ms: 7_999, converted: Some(false) });
        assert_eq!(labels.take("c", 9_000).converted, None, "nothing happened before the instant of the label");
        let unknown = labels.take("x", 1_000);
        assert_eq!(unknown, Label { read_ms: 999 + 3 * DAY_MS, converted: None });
        labels.close();
        let left_out = LeftOut { trials_without_labels: 1, labels_without_events: 2, converted_before: 0 };
        assert_eq!(labels.left_out, left_out);
        assert_eq!(labels.question(), (2, None));
    }

    #[test]
    fn conversions_are_labels_by_the_end_of_the_day_and_the_horizon() {
        let (end, until) = (3 * DAY_S, 10 * DAY_S);
        let text =
            format!("user,at\nbefore,{end}\nafter,{}\nlast,{until}\nlate,{}\nnever,\ngone,1\n", end + 1, until + 1);
        let mut labels = read(&text).unwrap();
        let converted = |user: &str, labels: &mut Labels| labels.take(user, 0).converted;
        assert_eq!(converted("before", &mut labels), None);
        assert_eq!(converted("after", &mut labels), Some(true));
        assert_eq!(converted("last", &mut labels), Some(true));
        assert_eq!(converted("late", &mut labels), Some(false));
        assert_eq!(converted("never", &mut labels), Some(false));
        assert_eq!(converted("unknown", &mut labels), Some(false));
        labels.close();
        let left_out = LeftOut { trials_without_labels: 0, labels_without_events: 1, converted_before: 1 };
        assert_eq!((labels.left_out, labels.taken_as_not_converted), (left_out, 1));
        assert_eq!(labels.question(), (2, Some(7)));
    }

    #[test]
    fn a_wrong_file_is_told_with_its_line() {
        let cases = [
            ("", 1, "the columns are ``"),
            ("user,when\n", 1, "the columns are `user,when`"),
            ("user,at\na\n", 2, "expected 2 columns: `a`"),
            ("user,at\na,soon\n", 2, "`at` is `soon`"),
            ("user,at\na,1\na,2\n", 3, "the user a has a second row"),
            ("user,landmark,T,y\na,2,3\n", 2, "expected 4 columns"),
            ("user,landmark,T,y\n\na,two,3,1\n", 3, "`landmark` is `two`"),
            ("user,landmark,T,y\na,2,NaN,1\n", 2, "`T` is `NaN`"),
            ("user,landmark,T,y\na,2,3,yes\n", 2, "`y` is `yes`"),
            ("user,landmark,T,y\na,2,3,1\na,2,4,1\n", 3, "a second row for day 2"),
            ("user,landmark,T,y\na,0,3,1\na,1,4,1\n", 4, "no row is of day 2; days that have rows: 0, 1"),
        ];
        for (text, line, fault) in cases {
            let (told_line, told) = read(text).unwrap_err();
            assert_eq!(told_line, line, "{text}");
            assert!(told.contains(fault), "{text}: {told}");
        }
    }
}
