//! Bytes in and out: the format of [postcard](https://postcard.jamesmunns.com/wire-format), written by hand.
//!
//! Derived code reads the same format and is ten times the size, because it stops at every field that may be wrong.
//! This reader remembers the first fault, goes on with zeros, and is asked once at the end. In the browser that is a
//! fifth of the module; a test holds the two forms against each other.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::fault::DecodeError;

/// Puts fields one after the other.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    version: u8,
}

impl Writer {
    /// A message of this version, without fields yet.
    #[must_use]
    pub fn new(version: u8) -> Self {
        Self { bytes: Vec::from([version]), version }
    }

    /// The message's version; 0 of what is packed into another one.
    #[must_use]
    pub fn version(&self) -> u8 {
        self.version
    }

    /// The message.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// One byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// A truth.
    pub fn flag(&mut self, flag: bool) {
        self.byte(flag.into());
    }

    /// A number of up to 64 bits: seven bits a byte, the lowest first.
    pub fn number(&mut self, number: impl Into<u64>) {
        self.varint(number.into());
    }

    /// A number with a sign: 0, -1, 1, -2 … become 0, 1, 2, 3 …
    pub fn signed(&mut self, number: i32) {
        self.varint(((number << 1) ^ (number >> 31)).cast_unsigned().into());
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.packed(text.as_bytes());
    }

    /// Bytes whose number both sides know.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Bytes of which this side knows no more.
    pub fn packed(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.raw(bytes);
    }

    /// A list.
    pub fn list<T>(&mut self, items: &[T], put: impl Fn(&mut Self, &T)) {
        self.count(items.len());
        for item in items {
            put(self, item);
        }
    }

    /// What may be missing.
    pub fn option<T>(&mut self, item: Option<T>, put: impl FnOnce(&mut Self, T)) {
        self.flag(item.is_some());
        if let Some(item) = item {
            put(self, item);
        }
    }

    /// How many items follow.
    pub fn count(&mut self, count: usize) {
        self.varint(count as u64);
    }

    fn varint(&mut self, mut number: u64) {
        while number > 127 {
            #[expect(clippy::cast_possible_truncation, reason = "seven bits fit")]
            self.byte(number as u8 | 128);
            number >>= 7;
        }
        #[expect(clippy::cast_possible_truncation, reason = "seven bits fit")]
        self.byte(number as u8);
    }
}

/// Takes fields one after the other, and remembers the first fault.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    version: u8,
    fault: Option<DecodeError>,
}

impl<'a> Reader<'a> {
    /// The fields of a message. Errors: there is no message, or it is of a version after `newest`.
    pub fn open(message: &'a [u8], newest: u8) -> Result<Self, DecodeError> {
        match message {
            [] => Err(DecodeError::Empty),
            [0, ..] => Err(DecodeError::Malformed),
            [found, ..] if *found > newest => Err(DecodeError::FutureVersion { found: *found, newest }),
            [version, bytes @ ..] => Ok(Self { bytes, version: *version, fault: None }),
        }
    }

    /// The fields of what was packed: its version is that of the message around it.
    #[must_use]
    pub fn packed(bytes: &'a [u8]) -> Self {
        Self { bytes, version: 0, fault: None }
    }

    /// The message's version.
    #[must_use]
    pub fn version(&self) -> u8 {
        self.version
    }

    /// `message`, if all of it was right and nothing is left. Errors: the first fault.
    pub fn close<T>(self, message: T) -> Result<T, DecodeError> {
        match self.fault {
            Some(fault) => Err(fault),
            None if self.bytes.is_empty() => Ok(message),
            None => Err(DecodeError::Malformed),
        }
    }

    /// Something cannot be. Only the first fault is told.
    pub fn refuse(&mut self, fault: DecodeError) {
        self.fault.get_or_insert(fault);
        self.bytes = &[];
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.bytes.split_first() else {
            self.refuse(DecodeError::Malformed);
            return 0;
        };
        self.bytes = rest;
        *byte
    }

    /// A truth.
    pub fn flag(&mut self) -> bool {
        let byte = self.byte();
        if byte > 1 {
            self.refuse(DecodeError::Malformed);
        }
        byte == 1
    }

    /// A number of up to 64 bits.
    #[inline(never)]
    pub fn u64(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                // The tenth byte has room for one bit.
                if shift == 63 && byte > 1 {
                    break;
                }
                return number;
            }
        }
        self.refuse(DecodeError::Malformed);
        0
    }

    /// A number of up to 32 bits.
    #[inline(never)]
    pub fn u32(&mut self) -> u32 {
        let number = u32::try_from(self.u64());
        number.unwrap_or_else(|_| {
            self.refuse(DecodeError::Malformed);
            0
        })
    }

    /// A number of up to 16 bits.
    pub fn u16(&mut self) -> u16 {
        let number = u16::try_from(self.u32());
        number.unwrap_or_else(|_| {
            self.refuse(DecodeError::Malformed);
            0
        })
    }

    /// A number with a sign.
    pub fn i32(&mut self) -> i32 {
        let number = self.u32();
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }

    /// A text.
    #[inline(never)]
    pub fn text(&mut self) -> String {
        let text = core::str::from_utf8(self.bytes()).map(ToOwned::to_owned);
        text.unwrap_or_else(|_| {
            self.refuse(DecodeError::Malformed);
            String::new()
        })
    }

    /// Bytes that go on to somebody who knows more of them.
    pub fn bytes(&mut self) -> &'a [u8] {
        let len = self.u32();
        let len = self.fitting(len);
        self.raw(len).unwrap_or_default()
    }

    /// Bytes whose number both sides know; `None` if there are not so many.
    pub fn raw(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        Some(taken)
    }

    /// So many bytes as both sides know.
    pub fn array<const LEN: usize>(&mut self) -> [u8; LEN] {
        let bytes = self.raw(LEN).and_then(|bytes| bytes.try_into().ok());
        bytes.unwrap_or_else(|| {
            self.refuse(DecodeError::Malformed);
            [0; LEN]
        })
    }

    /// A list. No item is smaller than a byte, so a list is never longer than what is left.
    pub fn list<T>(&mut self, take: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.u32();
        self.items(count, take)
    }

    /// So many items, as in a list.
    pub fn items<T>(&mut self, count: u32, mut take: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.fitting(count);
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(take(self));
            if self.fault.is_some() {
                break;
            }
        }
        items
    }

    /// What may be missing.
    pub fn option<T>(&mut self, take: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.flag() { Some(take(self)) } else { None }
    }

    /// None of them if there is not a byte for each.
    #[inline(never)]
    fn fitting(&mut self, count: u32) -> usize {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if count > self.bytes.len() {
            self.refuse(DecodeError::Malformed);
            return 0;
        }
        count
    }
}
