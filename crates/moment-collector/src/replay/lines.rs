//! Lines of a text that may be anything: one at a time, in a buffer that cannot grow past a bound.

use std::io::{self, BufRead, Read};

/// A longer line is passed over and told.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// What some programs put before a text in UTF-8. It stands for nothing.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// So much of a line is quoted when something is wrong with it.
const QUOTE_CHARS: usize = 120;

/// A text's lines. Only the current one is in memory.
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    line: Vec<u8>,
    number: u64,
    is_too_long: bool,
}

impl<R: BufRead> Lines<R> {
    /// Stands before the first line of `reader`.
    #[must_use]
    pub fn new(reader: R) -> Self {
        Self { reader, line: Vec::new(), number: 0, is_too_long: false }
    }

    /// Goes to the next line; false if there is none. Errors: those of the reader.
    pub fn advance(&mut self) -> io::Result<bool> {
        self.line.clear();
        self.number += 1;
        let bound = LINE_BYTES_MAX as u64 + 1;
        let read = self.reader.by_ref().take(bound).read_until(b'\n', &mut self.line)?;
        let has_end = self.line.pop_if(|last| *last == b'\n').is_some();
        self.is_too_long = self.line.len() > LINE_BYTES_MAX;
        if self.is_too_long && !has_end {
            self.reader.skip_until(b'\n')?;
        }
        self.line.pop_if(|last| *last == b'\r');
        if self.number == 1 && self.line.starts_with(BYTE_ORDER_MARK) {
            self.line.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(read > 0)
    }

    /// The number of the current line, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The current line without its end. Errors: why it cannot be read.
    pub fn text(&self) -> Result<&str, String> {
        if self.is_too_long {
            return Err(format!("the line is longer than {LINE_BYTES_MAX} bytes"));
        }
        str::from_utf8(&self.line).map_err(|error| format!("not UTF-8 after byte {}", error.valid_up_to()))
    }

    /// The beginning of the current line, whatever it is.
    #[must_use]
    pub fn quote(&self) -> String {
        let longest = self.line.len().min(4 * QUOTE_CHARS);
        let mut quote: String = String::from_utf8_lossy(&self.line[..longest]).chars().take(QUOTE_CHARS).collect();
        if quote.len() < self.line.len() {
            quote.push('…');
        }
        quote
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_they_like() {
        let mut lines = Lines::new(&b"one\r\n\ntwo"[..]);
        for (number, text) in [(1, "one"), (2, ""), (3, "two")] {
            assert!(lines.advance().unwrap());
            assert_eq!((lines.number(), lines.text().as_deref()), (number, Ok(text)));
        }
        assert!(!lines.advance().unwrap());
    }

    #[test]
    fn a_byte_order_mark_before_the_text_is_passed_over() {
        let mut lines = Lines::new("\u{feff}one\n\u{feff}two\n".as_bytes());
        for text in ["one", "\u{feff}two"] {
            assert!(lines.advance().unwrap());
            assert_eq!(lines.text(), Ok(text));
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_without_being_kept() {
        let long = "x".repeat(20 * LINE_BYTES_MAX);
        let text = format!("{long}\nnext\n{}\nlast\n{long}", &long[..LINE_BYTES_MAX]);
        let mut lines = Lines::new(text.as_bytes());
        lines.advance().unwrap();
        assert_eq!(lines.text().unwrap_err(), "the line is longer than 65536 bytes");
        assert_eq!(lines.quote().chars().count(), QUOTE_CHARS + 1);
        assert!(lines.line.capacity() <= 4 * LINE_BYTES_MAX, "the buffer has a bound");
        for text in ["next", &long[..LINE_BYTES_MAX], "last"] {
            assert!(lines.advance().unwrap());
            assert_eq!(lines.text(), Ok(text));
        }
        assert!(lines.advance().unwrap());
        assert!(lines.text().is_err());
        assert!(!lines.advance().unwrap());
    }

    #[test]
    fn bytes_that_are_no_text_are_told() {
        let mut lines = Lines::new(&b"ab\xff\n"[..]);
        lines.advance().unwrap();
        assert_eq!(lines.text().unwrap_err(), "not UTF-8 after byte 2");
        assert_eq!(lines.quote(), "ab\u{fffd}");
    }
}
