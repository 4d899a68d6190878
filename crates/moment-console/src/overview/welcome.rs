//! A fresh collector: what to do so that there is something to see.

use leptos::prelude::*;

#[component]
pub(crate) fn Welcome() -> impl IntoView {
    let origin = window().location().origin().unwrap_or_default();
    let tag = format!(
        "<script async src=\"{origin}/sm.js\"\n        data-key=\"pk_live_…\"\n        data-trial=\"the trial's id\"\n        data-started=\"2026-11-10T09:00:00Z\"></script>"
    );
    view! {
        <p class="lead">"No trial has been seen yet."</p>
        <section class="welcome card" aria-labelledby="welcome-title">
            <h2 id="welcome-title">"Two ways to begin"</h2>
            <h3>"Look around in the demo product"</h3>
            <p>
                "Start it with "
                <code>"cargo xtask demo"</code>
                ", open the address that it prints and click about. Your own trial shows up here within seconds."
            </p>
            <h3>"Put the tag into your product"</h3>
            <p>"One tag, on every page that your trial customers use:"</p>
            <pre tabindex="0" aria-label="The tag"><code>{tag}</code></pre>
            <p>"This page fills by itself as soon as the first customer is there."</p>
        </section>
    }
}
