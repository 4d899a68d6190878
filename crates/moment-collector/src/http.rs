//! The doors: one file for each address.

pub mod assets;
pub mod auth;
pub mod beacon;
pub mod comments;
pub mod erase;
pub mod limit;
pub mod metrics;
pub mod origin;
pub mod outcomes;
pub mod overview;
pub mod pause;
pub mod problem;
pub mod quarantine;
pub mod ready;
pub mod start;
pub mod trials;
