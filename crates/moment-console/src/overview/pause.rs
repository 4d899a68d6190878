//! The one button that pauses every prompt.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Glance;
use crate::api::{self, Failure};
use crate::live::Live;
use crate::number::count_u64;
use crate::plain::counted;
use crate::session::Session;

/// Pausing asks once more, because it takes prompts from people's screens; running again does not.
#[component]
pub(crate) fn Pause(live: Live<Glance>) -> impl IntoView {
    let session = expect_context::<Session>();
    let dialog = NodeRef::<html::Dialog>::new();
    let failure = RwSignal::new(None::<Failure>);
    let is_paused =
        Memo::new(move |_| live.data.with(|glance| glance.as_ref().is_some_and(|glance| glance.overview.paused)));
    let meaning = move || {
        if is_paused.get() {
            live.data.with(|glance| {
                let affected = glance.as_ref().map(affected).unwrap_or_default();
                format!("This reaches {affected}: nobody sees one until you resume them.")
            })
        } else {
            "Customers see one when it helps them.".to_owned()
        }
    };
    let affected = move || live.data.with(|glance| glance.as_ref().map(affected));

    let set = move |paused: bool| {
        let token = session.pass_now();
        spawn_local(async move {
            match api::set_paused(&token, paused).await {
                Ok(answer) => {
                    failure.set(None);
                    live.data.update(|glance| {
                        if let Some(glance) = glance {
                            glance.overview.paused = answer.paused;
                        }
                    });
                    live.refresh();
                }
                Err(Failure::Refused) => session.expire(),
                Err(reason) => failure.set(Some(reason)),
            }
        });
    };
    let press = move |_| {
        if is_paused.get_untracked() {
            set(false);
        } else if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    let close = move |paused: bool| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
        if paused {
            set(true);
        }
    };

    view! {
        <section class="pause card" class:is-paused=is_paused aria-label="Prompts">
            <p class="pause-words" role="status">
                <strong data-testid="paused-state" data-paused=move || is_paused.get().to_string()>
                    {move || if is_paused.get() { "Prompts are paused" } else { "Prompts are running" }}
                </strong>
                " "
                <span>{meaning}</span>
            </p>
            <Show
                when=move || session.may_change()
                fallback=|| view! { <span class="soft" data-testid="pause-who">"Editors can pause and resume them."</span> }
            >
                <button type="button" data-testid="pause" on:click=press>
                    {move || if is_paused.get() { "Resume prompts" } else { "Pause all prompts" }}
                </button>
            </Show>
            <p class="error" role="alert">
                {move || failure.get().map(|failure| format!("Nothing was changed. {}", failure.sentence()))}
            </p>
        </section>
        <dialog class="card" aria-labelledby="pause-title" aria-describedby="pause-what" node_ref=dialog>
            <h2 id="pause-title">"Pause all prompts?"</h2>
            <p id="pause-what">
                "This reaches " {affected}
                ". Prompts that are open close within seconds, and no new one appears until you resume them. Nothing that was measured is lost."
            </p>
            <p class="actions">
                <button type="button" class="main-action" data-testid="pause-confirm" on:click=move |_| close(true)>
                    "Pause all prompts"
                </button>
                <button type="button" data-testid="pause-cancel" on:click=move |_| close(false)>
                    "Keep them running"
                </button>
            </p>
        </dialog>
    }
}

/// "all 120 trials (12 of them simulated)".
fn affected(glance: &Glance) -> String {
    let overview = &glance.overview;
    let trials = counted(overview.trials, &count_u64(overview.trials), "trial");
    let simulated = match overview.simulated {
        0 => String::new(),
        simulated => format!(" ({} of them simulated)", count_u64(simulated)),
    };
    if overview.trials == 1 { format!("the only trial{simulated}") } else { format!("all {trials}{simulated}") }
}
