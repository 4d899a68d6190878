//! Name and password.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sentence;
use crate::api;
use crate::session::{Pass, Session};

#[component]
pub(super) fn Person() -> impl IntoView {
    let session = expect_context::<Session>();
    let (name, password) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let is_trying = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(name), Some(field)) = (name.get_untracked(), password.get_untracked()) else { return };
        if is_trying.get_untracked() {
            return;
        }
        is_trying.set(true);
        spawn_local(async move {
            let answer = api::sign_in(name.value(), field.value()).await;
            is_trying.set(false);
            match answer {
                Ok(person) => session.sign_in(Pass::Person(person)),
                Err(failure) => {
                    error.set(Some(sentence(&failure)));
                    field.select();
                    let _ = field.focus();
                }
            }
        });
    };
    view! {
        <form on:submit=submit>
            <label for="name">"Name"</label>
            <input id="name" autocomplete="username" spellcheck="false" required data-testid="name-input" node_ref=name />
            <label for="password">"Password"</label>
            <input
                id="password"
                type="password"
                autocomplete="current-password"
                required
                aria-describedby="person-error"
                data-testid="password-input"
                node_ref=password
            />
            <p id="person-error" class="error" role="alert">
                {error}
            </p>
            <button type="submit" class="main-action" data-testid="person-sign-in">
                {move || if is_trying.get() { "Signing in…" } else { "Sign in" }}
            </button>
        </form>
    }
}
