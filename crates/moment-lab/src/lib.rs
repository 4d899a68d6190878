#![doc = include_str!("../README.md")]

pub mod arms;
pub mod bench;
pub mod block;
pub mod bytes;
pub mod readiness;

use wasm_bindgen::prelude::*;

use crate::bench::{Bench, Work};

/// The widget's allocator, because a step allocates.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

/// What the core says otherwise than the readiness vectors in `text`, a line each; empty when all agree.
#[wasm_bindgen]
pub fn check_readiness(text: &str) -> String {
    readiness::Library::read(text).map_or_else(|fault| fault, |library| library.check())
}

/// What the core says otherwise than the vectors of arms in `text`, a line each; empty when all agree.
#[wasm_bindgen]
pub fn check_arms(text: &str) -> String {
    arms::check(text)
}

/// The names of all pieces of work, with a space between.
#[wasm_bindgen]
pub fn works() -> String {
    Work::ALL.map(Work::name).join(" ")
}

/// A bench for scripts: `new Stopwatch(vectors).run('readiness', 1000)`. The script holds the watch.
#[wasm_bindgen]
pub struct Stopwatch(Bench);

#[wasm_bindgen]
impl Stopwatch {
    /// Sets up the bench from the text of the readiness vectors. Errors: they hold no `mid_trial`.
    #[wasm_bindgen(constructor)]
    pub fn new(vectors: &str) -> Result<Self, String> {
        Bench::new(vectors).map(Self)
    }

    /// Does a piece of work so many times. Errors: there is no work of this name.
    pub fn run(&mut self, work: &str, rounds: u32) -> Result<(), String> {
        let work = Work::named(work).ok_or_else(|| format!("no work is called {work}"))?;
        for _ in 0..rounds {
            self.0.once(work);
        }
        Ok(())
    }
}
