//! The controls that narrow the list down; each change goes into the address.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::filters::Filters;
use crate::badge::BANDS;

/// Long enough to type the next letter.
const TYPING: Duration = Duration::from_millis(250);

#[component]
pub(crate) fn FilterBar(filters: Memo<Filters>) -> impl IntoView {
    let navigate = use_navigate();
    let go = move |filters: Filters| {
        // Replaced, so that "back" leaves the list and does not undo it letter by letter.
        let options = NavigateOptions { resolve: false, replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&filters.address(), options);
    };
    let go = StoredValue::new_local(go);
    let change = move |change: &dyn Fn(&mut Filters)| {
        let mut changed = filters.get_untracked();
        change(&mut changed);
        if changed != filters.get_untracked() {
            go.with_value(|go| go(changed));
        }
    };
    view! {
        <form class="filters" role="search" aria-label="Trials" on:submit=|event| event.prevent_default()>
            <Search filters=filters set=move |text: String| change(&|filters| filters.text.clone_from(&text)) />
            <label>
                <span>"Band"</span>
                <select
                    data-testid="filter-band"
                    on:change=move |event| {
                        let band = Some(event_target_value(&event)).filter(|band| !band.is_empty());
                        change(&|filters| filters.band.clone_from(&band));
                    }
                >
                    <option value="" prop:selected=move || filters.with(|filters| filters.band.is_none())>
                        "All bands"
                    </option>
                    {BANDS
                        .iter()
                        .map(|(band, label)| {
                            let is_chosen = move || filters.with(|filters| filters.band.as_deref() == Some(*band));
                            view! { <option value=*band prop:selected=is_chosen>{*label}</option> }
                        })
                        .collect_view()}
                </select>
            </label>
            <label>
                <span>"Value"</span>
                <select
                    data-testid="filter-activated"
                    on:change=move |event| {
                        let activated = event_target_value(&event).parse().ok();
                        change(&|filters| filters.activated = activated);
                    }
                >
                    {[("", "Found or not", None), ("true", "Found", Some(true)), ("false", "Not found yet", Some(false))]
                        .map(|(value, label, activated)| {
                            let is_chosen = move || filters.with(|filters| filters.activated == activated);
                            view! { <option value=value prop:selected=is_chosen>{label}</option> }
                        })
                        .into_iter()
                        .collect_view()}
                </select>
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    data-testid="filter-simulated"
                    prop:checked=move || filters.with(|filters| filters.hides_simulated)
                    on:change=move |event| {
                        let hides = event_target_checked(&event);
                        change(&|filters| filters.hides_simulated = hides);
                    }
                />
                <span>"Hide simulated"</span>
            </label>
            <Show when=move || filters.with(|filters| *filters != Filters::default())>
                <button type="button" class="quiet" on:click=move |_| change(&|filters| *filters = Filters::default())>
                    "Clear filters"
                </button>
            </Show>
        </form>
    }
}

/// What is typed stays as it is typed; the address follows after a pause.
#[component]
fn Search(filters: Memo<Filters>, set: impl Fn(String) + Clone + 'static) -> impl IntoView {
    let typed = RwSignal::new(filters.with_untracked(|filters| filters.text.clone()));
    let text = Memo::new(move |_| filters.with(|filters| filters.text.clone()));
    // Somebody cleared the filters or went back: anything else in the address came from here.
    Effect::new(move || {
        let text = text.get();
        if typed.with_untracked(|typed| typed.trim() != text) {
            typed.set(text);
        }
    });
    let mut set_later = debounce(TYPING, move |text: String| set(text.trim().to_owned()));
    view! {
        <label class="search">
            <span>"Trial or account"</span>
            <input
                type="search"
                placeholder="Part of an id"
                autocomplete="off"
                spellcheck="false"
                data-testid="filter-text"
                prop:value=typed
                on:input=move |event| {
                    let text = event_target_value(&event);
                    typed.set(text.clone());
                    set_later(text);
                }
            />
        </label>
    }
}
