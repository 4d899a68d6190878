//! Where the product got in the customer's way.

use leptos::prelude::*;
use moment_wire::report::FrictionV1;

use crate::number::count;
use crate::plain::friction;
use crate::when::Ago;

#[component]
pub(crate) fn Friction(friction: Vec<FrictionV1>) -> impl IntoView {
    let met: Vec<_> = friction.into_iter().filter(|friction| friction.count > 0).collect();
    let none = met.is_empty().then(|| view! { <p class="soft">"Nothing got in their way."</p> });
    view! {
        <section class="card" aria-labelledby="friction-title">
            <h2 id="friction-title">"Trouble they met"</h2>
            {none}
            <ul class="friction" role="list">
                {met.into_iter().map(item).collect_view()}
            </ul>
        </section>
    }
}

fn item(friction: FrictionV1) -> impl IntoView {
    let (name, meaning) = friction::words(&friction.kind);
    view! {
        <li data-testid="trial-friction" data-kind=friction.kind.clone() data-count=friction.count>
            <span class="tally">{count(friction.count)}</span>
            <div>
                <strong>{name.to_owned()}</strong>
                <div class="soft">{meaning}</div>
                <div class="soft">
                    "most recently "
                    <Ago ms=friction.last_ms />
                </div>
            </div>
        </li>
    }
}
