//! The doors: one file for each address.

pub mod accounts;
pub mod assets;
pub mod audit;
pub mod auth;
pub mod beacon;
pub mod comments;
pub mod erase;
pub mod openapi;
pub mod origin;
pub mod outcomes;
pub mod overview;
pub mod page;
pub mod pause;
pub mod people;
pub mod problem;
pub mod replies;
pub mod reply;
pub mod rows;
pub mod session;
pub mod start;
pub mod stripe;
pub mod sums;
pub mod table;
pub mod trials;
pub mod webhooks;
