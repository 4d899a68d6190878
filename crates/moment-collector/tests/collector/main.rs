//! The collector from outside: the contract of its stores, its doors, its commands, and what survives a crash.

mod receiver;
mod scene;
mod told;

#[cfg(debug_assertions)]
mod faults;
mod http;
mod inbox;
mod ingest;
mod keeper;
mod limits;
mod retention;
mod store;

mod cli;
mod corpus;
mod durability;
mod export;
mod golden;
mod log;
mod replay;
mod server;
mod tls;
