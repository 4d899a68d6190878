//! The doors, each by its address.

mod assets;
mod beacon;
mod bodies;
mod comments;
mod console;
mod crowds;
mod described;
mod erase;
mod limits;
mod lists;
mod metrics;
mod outcomes;
mod people;
mod quarantine;
mod races;
mod reading;
mod refusals;
mod replies;
mod rights;
mod start;
pub(crate) mod strain;
mod stripe;
mod webhooks;
