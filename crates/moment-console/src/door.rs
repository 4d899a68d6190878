//! The door: people sign in, take an invitation up, or show a token.

mod by_token;
mod join;
mod person;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, Failure};
use crate::page::Heading;
use crate::session::{Pass, Session, may_be_known};
use crate::shell::Brand;

use by_token::ByToken;
use join::Join;
use person::Person;

#[component]
pub(crate) fn Door() -> impl IntoView {
    let session = expect_context::<Session>();
    // Another tab, or an earlier visit, may have signed in.
    if may_be_known() && session.invitation().is_none() {
        spawn_local(async move {
            if let Ok(person) = api::session().await {
                session.sign_in(Pass::Person(person));
            }
        });
    }
    let way = move || match session.invitation() {
        Some(code) => view! { <Join code=code /> }.into_any(),
        None => view! {
            <Heading title="Sign in" />
            <p>"See how your trials are doing, which of them are ready to upgrade, and why."</p>
            <Person />
            <hr />
            <ByToken />
        }
        .into_any(),
    };
    view! {
        <main class="door">
            <Brand />
            {way}
        </main>
    }
}

/// What the collector says of a name and password.
fn sentence(failure: &Failure) -> String {
    match failure {
        Failure::Problem(detail) => format!("Nobody was let in: {detail}."),
        failure => failure.sentence(),
    }
}
