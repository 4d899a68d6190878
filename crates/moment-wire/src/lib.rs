#![doc = include_str!("../README.md")]
#![no_std]
#![warn(missing_docs)]

extern crate alloc;
// What derives schemas writes `std`, `vec!` and `format!`.
#[cfg(feature = "schema")]
#[macro_use]
extern crate std;

pub mod codec;
pub mod decimal;
pub mod fault;
pub mod hex;

pub mod beacon;
pub mod comment;
pub mod held;
pub mod reply;
pub mod saved;
pub mod summary;

pub mod playbook;
pub mod prompt;
pub mod rule;
pub mod start;
pub mod words;

#[cfg(feature = "json")]
pub mod beacon_json;
#[cfg(feature = "json")]
pub mod people;
#[cfg(feature = "json")]
pub mod report;
#[cfg(feature = "json")]
pub mod summary_json;
#[cfg(feature = "json")]
pub mod sums;
#[cfg(feature = "json")]
pub mod webhook;
