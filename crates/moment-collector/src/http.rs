//! The doors: one file for each address.

pub mod assets;
pub mod audit;
pub mod auth;
pub mod beacon;
pub mod comments;
pub mod erase;
pub mod limit;
pub mod metrics;
pub mod origin;
pub mod outcomes;
pub mod overview;
pub mod page;
pub mod pause;
pub mod problem;
pub mod quarantine;
pub mod ready;
pub mod start;
pub mod stripe;
pub mod trials;
pub mod webhooks;
