#![doc = include_str!("../README.md")]
#![no_std]
#![warn(missing_docs)]

extern crate alloc;

pub mod clock;
pub mod device;
pub mod effect;
pub mod event;
pub mod name;
pub mod time;

pub mod day_counts;
pub mod day_set;
pub mod exposure;
pub mod feature;
pub mod friction;
pub mod limit;
pub mod merge;
pub mod moment;
pub mod reaction;
pub mod summary;

pub mod arm;
pub mod decay;
pub mod playbook;
pub mod readiness;
pub mod reading;
pub mod route;
pub mod rule;

pub mod budget;
pub mod decision;
pub mod prompt;
pub mod schedule;

pub mod page;
pub mod trial;
