//! The widget: it listens in the page, asks the core, and does what the core says.
//!
//! In a browser it does without the standard library: what that brings along (formatting, unwinding, its allocator) is
//! larger than everything else here, and every kilobyte is charged to somebody else's customer.

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod api;
mod capture;
mod clock;
mod comments;
mod config;
mod consent;
mod debug;
mod forget;
mod guest;
mod inspect;
mod listeners;
mod prompter;
mod replies;
mod retry;
mod script;
mod storage;
mod transport;
mod widget;

use alloc::string::String;

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

use crate::guest::Guest;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

/// Nothing is said and nothing is unwound: the module stops, and the loader keeps that from the page.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn stop(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

/// Begins: `tag` is the script element's dataset, `base` the collector's address, `open` loads a module by name, `disk`
/// keeps a text where it outlives a browser that is killed, and `on_disk` is what was kept there, if anything.
/// Returns the function that carries out the page's calls: `(name, first, second)`.
#[wasm_bindgen]
pub fn start(tag: &Object, base: String, open: Function, disk: Function, on_disk: &JsValue) -> Function {
    let guest = Guest::new(base, open, disk, on_disk.as_string().unwrap_or_default());
    api::begin(guest, tag);
    script::function(move |name, first, second| {
        api::command(guest, &name.as_string().unwrap_or_default(), &first, &second);
    })
}
