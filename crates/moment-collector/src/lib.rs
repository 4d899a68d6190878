//! The collector: takes beacons in, keeps them before it says so, and answers the growth team's questions.

pub mod playbook;

pub mod ingest;
pub mod judge;
pub mod keeper;
pub mod keys;
pub mod limits;
pub mod links;
pub mod metrics;
pub mod own_file;
pub mod password;
pub mod role;
pub mod store;
pub mod stripe;
pub mod tell;

pub mod cell;
pub mod export;
pub mod replay;

pub mod courier;

pub mod census;
pub mod tally;

pub mod app;
pub mod assets;
pub mod bell;
pub mod claim;
pub mod http;
pub mod retention;
pub mod server;
pub mod tls;

pub mod cli;
pub mod demo;
