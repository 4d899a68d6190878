#![doc = include_str!("../README.md")]
#![no_std]
#![warn(missing_docs)]

extern crate alloc;

pub mod envelope;
pub mod summary;
pub mod beacon;
pub mod saved;

pub mod rule;
pub mod words;
pub mod playbook;
pub mod start;
pub mod prompt;

pub mod report;
