//! How much was found, for the last line of what `check` says.

use std::fmt;

/// How many findings of each kind there are in all playbooks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    /// Files that cannot be read.
    pub(super) unreadable: usize,
    /// Faults of the language.
    pub(super) faults: usize,
    /// Lints that nobody acknowledged.
    pub(super) lints: usize,
    /// Lints that are acknowledged; they are no findings that must be mended.
    pub(super) acknowledged: usize,
}

impl Count {
    /// Whether nothing must be mended.
    pub(super) fn is_nothing(&self) -> bool {
        self.unreadable + self.faults + self.lints == 0
    }
}

impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let kinds = [(self.faults, "fault"), (self.lints, "lint"), (self.unreadable, "unreadable file")];
        let parts: Vec<_> =
            kinds.into_iter().filter(|kind| kind.0 > 0).map(|(many, kind)| counted(many, kind)).collect();
        let all = counted(self.unreadable + self.faults + self.lints, "finding");
        write!(formatter, "{all}: {}", parts.join(", "))?;
        if self.acknowledged > 0 {
            write!(formatter, "; {} more acknowledged", self.acknowledged)?;
        }
        Ok(())
    }
}

/// `1 limit`, `2 limits`.
pub(super) fn counted(many: usize, thing: &str) -> String {
    format!("{many} {thing}{}", if many == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_said_without_an_s() {
        let count = Count { faults: 1, lints: 2, unreadable: 0, acknowledged: 1 };
        assert_eq!(count.to_string(), "3 findings: 1 fault, 2 lints; 1 more acknowledged");
        assert_eq!(Count { unreadable: 1, ..Count::default() }.to_string(), "1 finding: 1 unreadable file");
    }
}
