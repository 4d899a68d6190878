//! Printing: one JSON document that grows trial by trial, or a summary for people at the end.

use std::io::{self, Write};

use moment_core::readiness::Band;

use crate::replay::malformed::Malformed;
use crate::replay::metrics::Metrics;
use crate::replay::results::{Totals, TrialResult, real};

/// Where results go, and in which form.
#[derive(Debug)]
pub struct Printer<W> {
    out: W,
    form: Form,
    printed: u64,
}

/// The form of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One JSON document: `{"trials":[…],"totals":{…},"metrics":{…},"malformed":{…}}`, a trial on each line.
    Json,
    /// Totals, reasons and metrics.
    Summary,
}

/// What is known at the end.
#[derive(Debug)]
pub struct Findings {
    /// All trials together.
    pub totals: Totals,
    /// Readiness against the labels, if there are any.
    pub metrics: Option<Metrics>,
    /// What was left out of the log.
    pub malformed: Malformed,
}

/// `count` with what is counted, in the number that fits.
#[must_use]
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

impl<W: Write> Printer<W> {
    /// Nothing is printed yet.
    pub fn new(out: W, form: Form) -> Self {
        Self { out, form, printed: 0 }
    }

    /// One trial. Errors: those of the output.
    pub fn trial(&mut self, trial: &TrialResult) -> io::Result<()> {
        if self.form == Form::Summary {
            return Ok(());
        }
        self.out.write_all(if self.printed == 0 { b"{\"trials\":[\n" } else { b",\n" })?;
        self.printed += 1;
        serde_json::to_writer(&mut self.out, trial).map_err(io::Error::from)
    }

    /// The end. Errors: those of the output.
    pub fn end(mut self, findings: &Findings) -> io::Result<()> {
        match self.form {
            Form::Json => self.end_json(findings)?,
            Form::Summary => self.summary(findings)?,
        }
        self.out.flush()
    }

    fn end_json(&mut self, findings: &Findings) -> io::Result<()> {
        self.out.write_all(if self.printed == 0 { b"{\"trials\":[" } else { b"\n" })?;
        self.out.write_all(b"],\n\"totals\":")?;
        serde_json::to_writer(&mut self.out, &findings.totals)?;
        if let Some(metrics) = &findings.metrics {
            self.out.write_all(b",\n\"metrics\":")?;
            serde_json::to_writer(&mut self.out, metrics)?;
        }
        self.out.write_all(b",\n\"malformed\":")?;
        serde_json::to_writer(&mut self.out, &findings.malformed)?;
        self.out.write_all(b"}\n")
    }

    fn summary(&mut self, findings: &Findings) -> io::Result<()> {
        let Findings { totals, metrics, malformed } = findings;
        let Totals { trials, events, sessions, .. } = totals;
        let trials = counted(*trials, "trial", "trials");
        let events = counted(*events, "event", "events");
        writeln!(self.out, "{trials}, {events}, {}", counted(*sessions, "visit", "visits"))?;
        self.bands(totals)?;
        if totals.dropped > 0 {
            let events = counted(totals.dropped, "event", "events");
            writeln!(self.out, "{events} did not fit or had no proper name")?;
        }
        if malformed.count > 0 {
            let lines = counted(malformed.count, "malformed line was", "malformed lines were");
            writeln!(self.out, "{lines} left out")?;
        }
        if !totals.unpaintable.is_empty() {
            writeln!(self.out, "replies, which no log can bring: {}", totals.unpaintable.join(", "))?;
        }
        self.moments(totals)?;
        self.prompts(totals)?;
        metrics.as_ref().map_or(Ok(()), |metrics| self.metrics(metrics))
    }

    fn bands(&mut self, totals: &Totals) -> io::Result<()> {
        let Some(mean) = totals.mean_probability else { return Ok(()) };
        let count = |band: Band| totals.bands.get(band.name()).copied().unwrap_or(0);
        let bands: Vec<String> = Band::ALL.into_iter().map(|band| format!("{} {}", count(band), band.name())).collect();
        writeln!(self.out, "readiness: {}; mean probability {mean:.4}", bands.join(", "))
    }

    fn moments(&mut self, totals: &Totals) -> io::Result<()> {
        if totals.moments.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n{:<40} {:>9} {:>7} {:>10}", "moment", "trials", "share", "mean hours")?;
        for moment in &totals.moments {
            let share = 100.0 * real(moment.trials) / real(totals.trials.max(1));
            let hours = moment.mean_hours.map_or("-".into(), |hours| format!("{hours:.1}"));
            writeln!(self.out, "{:<40} {:>9} {share:>5.1} % {hours:>10}", moment.name, moment.trials)?;
        }
        Ok(())
    }

    fn prompts(&mut self, totals: &Totals) -> io::Result<()> {
        if totals.prompts.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n{:<40} {:<20} {:>9} {:>9}", "prompt", "shown, due, why not", "times", "trials")?;
        for prompt in &totals.prompts {
            writeln!(self.out, "{:<40} {:<20} {:>9} {:>9}", prompt.id, "shown", prompt.shown, prompt.trials)?;
            writeln!(self.out, "{:<40} {:<20} {:>9} {:>9}", "", "due", "", prompt.due)?;
            for (reason, wait) in &prompt.waits {
                writeln!(self.out, "{:<40} {:<20} {:>9} {:>9}", "", reason.name(), wait.count, wait.trials)?;
            }
        }
        Ok(())
    }

    fn metrics(&mut self, metrics: &Metrics) -> io::Result<()> {
        let Metrics { day, rows, positives, left_out, .. } = metrics;
        let horizon = match metrics.horizon_days {
            None => String::new(),
            Some(1) => " and the day after it".into(),
            Some(days) => format!(" and the {days} days after it"),
        };
        let trials = counted(*rows as u64, "trial", "trials");
        writeln!(self.out, "\nagainst the labels of day {day}{horizon}: {trials}, {positives} converted")?;
        let figures = [
            ("base rate", metrics.base_rate),
            ("AUC", metrics.auc),
            ("average precision", metrics.average_precision),
            ("log loss", metrics.log_loss),
            ("Brier score", metrics.brier),
            ("calibration error", metrics.ece),
            ("expected / observed", metrics.expected_to_observed),
        ];
        for (name, figure) in figures {
            let figure = figure.map_or("-".into(), |figure| format!("{figure:.4}"));
            writeln!(self.out, "  {name:<20} {figure:>8}")?;
        }
        let told = [
            (
                metrics.taken_as_not_converted,
                "trial has no row and counts as not converted",
                "trials have no row and count as not converted",
            ),
            (left_out.trials_without_labels, "trial has no label", "trials have no label"),
            (left_out.labels_without_events, "label has no events", "labels have no events"),
            (
                left_out.converted_before,
                "trial had converted before and is left out",
                "trials had converted before and are left out",
            ),
        ];
        for (count, one, many) in told.into_iter().filter(|(count, _, _)| *count > 0) {
            writeln!(self.out, "  {}", counted(count, one, many))?;
        }
        Ok(())
    }
}
