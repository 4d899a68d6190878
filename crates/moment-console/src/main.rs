//! The growth team's pages: how trials are doing, which are ready to upgrade, and why.

#![expect(unreachable_pub, reason = "leptos' component macro makes the functions' properties public")]
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties; its view outlives the call")]

mod app;
mod door;
mod session;

mod overview;
mod trial;
mod trials;

mod badge;
mod not_found;
mod page;
mod score;
mod shell;

mod api;
mod clock;
mod live;

mod address;
mod number;
mod plain;
mod span;
mod when;

fn main() {
    // Before the router looks at the address: a token in it is nobody else's business.
    let session = session::Session::begin();
    if let Some(boot) = leptos::prelude::document().get_element_by_id("boot") {
        boot.remove();
    }
    leptos::mount::mount_to_body(move || app::App(app::AppProps { session }));
}
