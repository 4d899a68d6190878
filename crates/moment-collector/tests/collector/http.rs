//! The doors, each by its address.

mod assets;
mod beacon;
mod comments;
mod console;
mod erase;
mod outcomes;
mod refusals;
mod start;
mod strain;
mod stripe;
mod webhooks;
