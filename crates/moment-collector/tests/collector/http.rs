//! The doors, each by its address.

mod assets;
mod beacon;
mod comments;
mod console;
mod erase;
mod outcomes;
mod people;
mod reading;
mod refusals;
mod replies;
mod rights;
mod start;
mod strain;
mod stripe;
mod webhooks;
