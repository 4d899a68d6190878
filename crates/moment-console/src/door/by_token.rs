//! A token is tried before anybody is let in with it.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::session::{Pass, Session};

#[component]
pub(super) fn ByToken() -> impl IntoView {
    let session = expect_context::<Session>();
    let field = NodeRef::<html::Input>::new();
    let is_trying = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = field.get_untracked() else { return };
        let token = input.value().trim().to_owned();
        if token.is_empty() {
            error.set(Some("Enter a token first.".to_owned()));
            let _ = input.focus();
            return;
        }
        if is_trying.get_untracked() {
            return;
        }
        is_trying.set(true);
        spawn_local(async move {
            let pass = Pass::Token(token);
            let answer = api::overview(&pass).await;
            is_trying.set(false);
            match answer {
                Ok(_) => session.sign_in(pass),
                Err(failure) => {
                    error.set(Some(failure.sentence()));
                    input.select();
                    let _ = input.focus();
                }
            }
        });
    };
    let message = move || error.get().or_else(|| session.notice().map(str::to_owned));

    view! {
            <form on:submit=submit>
                <label for="token">"Access token"</label>
                <input
                    id="token"
                    type="password"
                    autocomplete="current-password"
                    spellcheck="false"
                    aria-describedby="token-hint token-error"
                    aria-invalid=move || message().is_some().then_some("true")
                    data-testid="token-input"
                    node_ref=field
                />
                <p id="token-hint" class="hint">
                    "Whoever runs the collector makes one with "
                    <code>"second-moment token"</code>
                    ". It is kept until you close this tab."
                </p>
                <p id="token-error" class="error" role="alert">
                    {message}
                </p>
                <button type="submit" class="main-action" data-testid="sign-in">
                    {move || if is_trying.get() { "Trying it…" } else { "Use the token" }}
                </button>
            </form>
    }
}
