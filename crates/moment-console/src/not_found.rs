//! The page for addresses that lead nowhere.

use leptos::prelude::*;

use crate::app::BASE;
use crate::page::Heading;

#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <div class="page-head">
            <Heading title="There is no such page" />
        </div>
        <p>
            "The address may be mistyped. "
            <a href=format!("{BASE}/")>"Go to the overview"</a>
            " or "
            <a href=format!("{BASE}/trials")>"look through the trials"</a>
            "."
        </p>
    }
}
