//! Tells the person who waits what is being done, how many steps there are, and how long it has taken.

use std::time::Instant;

pub(crate) struct Steps {
    total: usize,
    begun: usize,
    start: Instant,
}

impl Steps {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, begun: 0, start: Instant::now() }
    }

    /// Standard error, so that a command's own answer stays clean on standard output.
    pub(crate) fn next(&mut self, what: &str) {
        self.begun += 1;
        eprintln!("[{}/{}] {:>6.1} s  {what}", self.begun, self.total, self.seconds());
    }

    /// A line that belongs to the running step.
    pub(crate) fn note(&self, what: &str) {
        let width = format!("[{}/{}]", self.begun, self.total).len();
        eprintln!("{:width$} {:>6.1} s    {what}", "", self.seconds());
    }

    pub(crate) fn finish(&self, what: &str) {
        eprintln!("{what} in {:.1} s", self.seconds());
    }

    fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }
}
