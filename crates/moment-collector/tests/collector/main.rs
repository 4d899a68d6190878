//! The collector from outside: the contract of its stores, its doors, its commands, and what survives a crash.

mod receiver;
mod scene;
mod told;

mod http;
mod ingest;
mod keeper;
mod store;

mod cli;
mod durability;
mod replay;
mod server;
