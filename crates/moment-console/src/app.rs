//! The whole console: asks who is there, then shows the page that the address names.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::clock::Clock;
use crate::door::Door;
use crate::not_found::NotFound;
use crate::overview::Overview;
use crate::page::Visits;
use crate::session::Session;
use crate::shell::Shell;
use crate::trial::Trial;
use crate::trials::Trials;

/// Where the collector serves these pages.
pub(crate) const BASE: &str = "/console";

#[component]
pub(crate) fn App(session: Session) -> impl IntoView {
    provide_context(session);
    provide_context(Clock::start());
    provide_context(Visits::default());
    view! {
        <Router base=BASE>
            <Show when=move || session.is_open() fallback=Door>
                <Shell>
                    <Routes fallback=NotFound>
                        <Route path=path!("/") view=Overview />
                        <Route path=path!("/trials") view=Trials />
                        <Route path=path!("/trials/:id") view=Trial />
                    </Routes>
                </Shell>
            </Show>
        </Router>
    }
}
