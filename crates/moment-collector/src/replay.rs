//! Replay: a log of events through the core that runs in the browser, one trial at a time.

pub mod input;
pub mod lines;
pub mod log;
pub mod malformed;
pub mod property;

pub mod labels;
pub mod mapping;
pub mod paint;
pub mod walk;

pub mod metrics;
pub mod print;
pub mod results;

use std::io::{self, BufRead, Write};

use moment_core::playbook::Playbook as Rules;
use moment_core::time::UnixMs;

use crate::replay::labels::{Label, Labels, end_of_day, just_before};
use crate::replay::lines::Lines;
use crate::replay::log::{Order, Record};
use crate::replay::malformed::Malformed;
use crate::replay::mapping::Meaning;
use crate::replay::metrics::Metrics;
use crate::replay::print::{Findings, Printer};
use crate::replay::results::{Totals, TrialResult};
use crate::replay::walk::{Course, Walk};

/// What is replayed, and how.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The playbook's rules.
    pub rules: &'a Rules,
    /// How long a trial lasts.
    pub length_days: u16,
    /// The day at whose end readiness is read; without one, the last event.
    pub day: Option<u16>,
}

/// Replays `log` and prints what each trial came to as soon as it is over; returns what was left out. In memory are one
/// trial, the labels that were not asked for yet, and of each trial that is over a hash and, with labels, a probability.
/// Errors: those of the output. A log that cannot be read to its end is a fault of its last line.
pub fn replay(
    plan: &Plan,
    log: impl BufRead,
    labels: Option<Labels>,
    printer: Printer<impl Write>,
) -> io::Result<Malformed> {
    let mut run = Run { plan, labels, rows: Vec::new(), totals: Totals::new(plan.rules), walk: None, printer };
    let mut malformed = Malformed::default();
    let mut order = Order::default();
    let mut lines = Lines::new(log);
    loop {
        match lines.advance() {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                malformed.add(lines.number(), String::new, format!("the log cannot be read on from here: {error}"));
                break;
            }
        }
        if lines.text().is_ok_and(|text| text.trim_ascii().is_empty()) {
            continue;
        }
        let heard = lines.text().and_then(Record::parse).and_then(|record| {
            let meaning = Meaning::of(&record, plan.rules)?;
            let is_new = order.admit(&record.user, record.at_ms())?;
            Ok(run.hear(&record, &meaning, is_new))
        });
        match heard {
            Ok(result) => result?,
            Err(fault) => malformed.add(lines.number(), || lines.quote(), fault),
        }
    }
    run.end(malformed)
}

/// A replay on its way.
struct Run<'a, W> {
    plan: &'a Plan<'a>,
    labels: Option<Labels>,
    /// What is measured: (probability, converted).
    rows: Vec<(f64, bool)>,
    totals: Totals,
    walk: Option<(Walk<'a>, Option<bool>)>,
    printer: Printer<W>,
}

impl<W: Write> Run<'_, W> {
    fn hear(&mut self, record: &Record, meaning: &Meaning, is_new: bool) -> io::Result<()> {
        if is_new {
            self.end_trial()?;
            self.begin_trial(&record.user, record.at_ms());
        }
        if let Some((walk, _)) = &mut self.walk {
            walk.hear(record.at_ms(), meaning);
        }
        Ok(())
    }

    fn begin_trial(&mut self, user: &str, started_ms: UnixMs) {
        let Plan { rules, length_days, day } = *self.plan;
        let label = self.labels.as_mut().map(|labels| labels.take(user, started_ms));
        let (read_ms, converted) = match label {
            Some(Label { read_ms, converted }) => (Some(read_ms), converted),
            None => (day.map(|day| just_before(end_of_day(started_ms, day))), None),
        };
        self.walk = Some((Walk::begin(rules, user, started_ms, length_days, read_ms), converted));
    }

    fn end_trial(&mut self) -> io::Result<()> {
        let Some((walk, converted)) = self.walk.take() else { return Ok(()) };
        let course: Course = walk.end();
        self.totals.add(&course);
        if let Some(converted) = converted {
            self.rows.push((course.reading.readiness.probability, converted));
        }
        self.printer.trial(&TrialResult::of(&course, self.plan.rules, converted))
    }

    fn end(mut self, malformed: Malformed) -> io::Result<Malformed> {
        self.end_trial()?;
        let metrics = self.labels.as_mut().map(|labels| {
            labels.close();
            Metrics::of(&self.rows, labels)
        });
        let findings = Findings { totals: self.totals, metrics, malformed };
        self.printer.end(&findings)?;
        Ok(findings.malformed)
    }
}
