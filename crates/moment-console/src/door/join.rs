//! An invitation: somebody chooses a password, and the first admin a name too.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use moment_wire::people::PASSWORD_MIN;

use super::sentence;
use crate::api;
use crate::page::Heading;
use crate::session::{Pass, Session};

#[component]
pub(super) fn Join(code: String) -> impl IntoView {
    let session = expect_context::<Session>();
    let (name, password) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let is_trying = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(name), Some(password)) = (name.get_untracked(), password.get_untracked()) else { return };
        if is_trying.get_untracked() {
            return;
        }
        is_trying.set(true);
        let chosen = Some(name.value()).filter(|name| !name.trim().is_empty());
        let code = code.clone();
        spawn_local(async move {
            let answer = api::join(code, chosen, password.value()).await;
            is_trying.set(false);
            match answer {
                Ok(person) => session.sign_in(Pass::Person(person)),
                Err(failure) => error.set(Some(sentence(&failure))),
            }
        });
    };
    view! {
        <Heading title="You are invited" />
        <form on:submit=submit>
            <label for="name">"Name"</label>
            <input id="name" autocomplete="username" spellcheck="false" aria-describedby="name-hint" data-testid="name-input" node_ref=name />
            <p id="name-hint" class="hint">
                "Such as your e-mail address. Leave it empty if the invitation was made for your name."
            </p>
            <label for="password">"Password"</label>
            <input
                id="password"
                type="password"
                autocomplete="new-password"
                required
                minlength=PASSWORD_MIN.to_string()
                aria-describedby="password-hint join-error"
                data-testid="password-input"
                node_ref=password
            />
            <p id="password-hint" class="hint">
                {format!("At least {PASSWORD_MIN} characters, and not your name.")}
            </p>
            <p id="join-error" class="error" role="alert">
                {error}
            </p>
            <button type="submit" class="main-action" data-testid="join">
                {move || if is_trying.get() { "Letting you in…" } else { "Join" }}
            </button>
        </form>
    }
}
