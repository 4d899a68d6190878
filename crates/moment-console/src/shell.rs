//! What stands around every page: the name, the way to the other pages, and the way out.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use crate::api;
use crate::app::BASE;
use crate::session::{Pass, Session};

#[component]
pub(crate) fn Shell(children: Children) -> impl IntoView {
    let session = expect_context::<Session>();
    let main = NodeRef::<html::Main>::new();
    // The router would take a plain `#main` for a navigation and not move the focus.
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    };
    let sign_out = move |_| {
        let pass = session.pass_now();
        spawn_local(async move {
            if matches!(pass, Pass::Person(_)) {
                api::sign_out(&pass).await;
            }
            session.sign_out();
        });
    };
    view! {
        <a class="skip" href="#main" on:click=skip>
            "Skip to the page"
        </a>
        <header class="top">
            <div class="top-in">
                <Brand />
                <nav aria-label="Console">
                    <A href=format!("{BASE}/") exact=true>
                        "Overview"
                    </A>
                    <A href=format!("{BASE}/trials")>"Trials"</A>
                </nav>
                <p class="who">{move || session.name()}</p>
                <button type="button" class="quiet" data-testid="sign-out" on:click=sign_out>
                    "Sign out"
                </button>
            </div>
        </header>
        <main id="main" tabindex="-1" node_ref=main>
            {children()}
        </main>
    }
}

/// Two rings: the first moment is a look, the second is use.
#[component]
pub(crate) fn Brand() -> impl IntoView {
    view! {
        <p class="brand">
            <svg viewBox="0 0 32 20" width="32" height="20" aria-hidden="true">
                <circle cx="11" cy="10" r="7.5" class="brand-ring" />
                <circle cx="21" cy="10" r="8.5" class="brand-disc" />
            </svg>
            "Second Moment"
        </p>
    }
}
