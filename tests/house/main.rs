//! The whole house in one binary: a product, a collector and its console in this process, a real browser in front of
//! them. Each test has a house and a browser profile of its own.

mod eventually;

mod browser;
mod driver;
mod engines;
mod lab;
mod world;

mod customer;
mod growth_team;
mod prompt;

mod bench;
mod cheap;
mod comments;
mod consent;
mod counting;
mod delivery;
mod every_engine;
mod first_prompt;
mod forget;
mod friction;
mod gallery;
mod guest;
mod inspect;
mod kinds;
mod limit;
mod listen;
mod memory;
mod pause;
mod people;
mod pictures;
mod preview;
mod privacy;
mod reload;
mod replies;
mod session;
mod stopwatch;
mod storage;
mod tabs;
mod trouble;
mod vectors;
