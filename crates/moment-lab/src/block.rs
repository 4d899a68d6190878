//! Plain text in blocks: a line a field, its name first. A blank line ends a block; `#` begins a comment line; a line
//! that begins with a space goes on with the field before.

use std::fmt;
use std::str::FromStr;

use moment_wire::hex::{hex, unhex};

/// How many bytes stand on a line, in hexadecimal digits.
const BYTES_A_LINE: usize = 56;

/// One block. Its first field says what it is and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    fields: Vec<(String, String)>,
}

impl Block {
    /// A block with its first field.
    pub fn new(kind: &str, name: &str) -> Self {
        Self { fields: vec![(kind.to_owned(), name.to_owned())] }
    }

    /// With a field more.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl fmt::Display) -> Self {
        self.fields.push((field.to_owned(), value.to_string()));
        self
    }

    /// With a field of bytes more.
    #[must_use]
    pub fn with_bytes(self, field: &str, bytes: &[u8]) -> Self {
        let lines: Vec<String> = bytes.chunks(BYTES_A_LINE).map(hex).collect();
        self.with(field, lines.join("\n "))
    }

    /// All blocks of a text.
    pub fn read_all(text: &str) -> Vec<Self> {
        let mut blocks = Vec::new();
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines().chain([""]).filter(|line| !line.starts_with('#')) {
            if line.is_empty() {
                if !fields.is_empty() {
                    blocks.push(Self { fields: std::mem::take(&mut fields) });
                }
            } else if let (Some(more), Some((_, value))) = (line.strip_prefix(' '), fields.last_mut()) {
                value.push_str(more);
            } else {
                let (field, value) = line.split_once(' ').unwrap_or((line, ""));
                fields.push((field.to_owned(), value.to_owned()));
            }
        }
        blocks
    }

    /// What the block is: the name of its first field.
    pub fn kind(&self) -> &str {
        self.fields.first().map_or("", |(kind, _)| kind)
    }

    /// What the block is called: the value of its first field.
    pub fn name(&self) -> &str {
        self.fields.first().map_or("", |(_, name)| name)
    }

    /// A field's value. Errors: there is no such field.
    pub fn text(&self, field: &str) -> Result<&str, String> {
        let found = self.fields.iter().find(|(name, _)| name == field);
        found.map(|(_, value)| value.as_str()).ok_or_else(|| self.fault(format_args!("has no {field}")))
    }

    /// A field's number. Errors: there is no such field, or it is no number of this kind.
    pub fn number<T: FromStr>(&self, field: &str) -> Result<T, String> {
        self.text(field)?.parse().map_err(|_| self.fault(format_args!("{field} is no number that fits")))
    }

    /// A field's bytes. Errors: there is no such field, or it does not hold pairs of hexadecimal digits.
    pub fn bytes(&self, field: &str) -> Result<Vec<u8>, String> {
        unhex(self.text(field)?).ok_or_else(|| self.fault(format_args!("{field} is not in hexadecimal digits")))
    }

    /// Where the block says otherwise than `answer`, a line each.
    pub fn differences(&self, answer: &[(&'static str, String)]) -> Vec<String> {
        let difference = |(field, computed): &(&'static str, String)| match self.text(field) {
            Ok(expected) if expected == computed => None,
            Ok(expected) => Some(self.fault(format_args!("{field} is {computed} here, and {expected} in the file"))),
            Err(fault) => Some(fault),
        };
        answer.iter().filter_map(difference).collect()
    }

    /// A fault with the block's name before it.
    pub fn fault(&self, what: impl fmt::Display) -> String {
        format!("{} {}: {what}", self.kind(), self.name())
    }
}

impl fmt::Display for Block {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (field, value) in &self.fields {
            let space = if value.is_empty() { "" } else { " " };
            writeln!(out, "{field}{space}{value}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let bytes: Vec<u8> = (0..=255).collect();
        let block = Block::new("vector", "one two").with("empty", "").with("points", -7).with_bytes("bytes", &bytes);
        let text = format!("# a comment\n\n{block}\n\n{block}");
        let read = Block::read_all(&text);
        assert_eq!(read.len(), 2);
        for block in read {
            assert_eq!((block.kind(), block.name(), block.text("empty")), ("vector", "one two", Ok("")));
            assert_eq!((block.number("points"), block.bytes("bytes")), (Ok(-7), Ok(bytes.clone())));
        }
    }

    #[test]
    fn a_fault_says_in_which_block_it_is() {
        let block = Block::new("vector", "odd").with("bytes", "0g").with("half", "012").with("points", "x");
        assert_eq!(block.text("band"), Err("vector odd: has no band".to_owned()));
        assert_eq!(block.number::<i32>("points"), Err("vector odd: points is no number that fits".to_owned()));
        for field in ["bytes", "half"] {
            assert_eq!(block.bytes(field), Err(format!("vector odd: {field} is not in hexadecimal digits")));
        }
    }
}
