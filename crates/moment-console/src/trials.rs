//! All trials, the readiest first, and the ways to narrow them down.

mod filter_bar;
mod filters;
mod order;
mod row;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use moment_wire::report::TrialLineV1;

use crate::api::{self, Failure};
use crate::app::BASE;
use crate::live::Live;
use crate::number::count_u64;
use crate::page::{Heading, Standing};
use crate::plain::counted;
use crate::session::Pass;

use filter_bar::FilterBar;
use filters::Filters;
use row::Row;

const COLUMNS: [&str; 8] =
    ["Readiness", "Trial", "Day", "Strongest reason", "Value", "Prompts", "Outcome", "Last seen"];

/// The pages that were loaded so far, as one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct List {
    /// What was asked for.
    filters: Filters,
    lines: Vec<TrialLineV1>,
    has_more: bool,
}

#[component]
pub(crate) fn Trials() -> impl IntoView {
    let query = use_query_map();
    let filters = Memo::new(move |_| query.with(|query| Filters::read(|name| query.get(name))));
    let pages = RwSignal::new(1_usize);
    Effect::watch(move || filters.get(), move |_, _, _| pages.set(1), false);
    let live = Live::of(move |pass| load(pass, filters.get(), pages.get()));
    let is_stale = move || live.data.with(|list| list.as_ref().is_some_and(|list| list.filters != filters.get()));
    let has_more = move || live.data.with(|list| list.as_ref().is_some_and(|list| list.has_more));
    view! {
        <div class="page-head">
            <Heading title="Trials" />
            <Standing live=live />
        </div>
        <FilterBar filters=filters />
        <p class="soft" role="status" data-testid="trials-count">
            {move || live.data.with(|list| list.as_ref().map(summary))}
        </p>
        <div class="trials-area" class:is-stale=is_stale>
            <Table live=live />
            <Show when=has_more>
                <p class="load-more">
                    <button type="button" data-testid="load-more" on:click=move |_| pages.update(|pages| *pages += 1)>
                        "Load more trials"
                    </button>
                </p>
            </Show>
        </div>
    }
}

/// Rows keep their places while somebody points at them or has the focus among them.
#[component]
fn Table(live: Live<List>) -> impl IntoView {
    let is_focused = RwSignal::new(false);
    let is_pointed_at = RwSignal::new(false);
    let rows = Memo::new(move |old: Option<&(Filters, Vec<String>)>| {
        let is_held = is_focused.get() || is_pointed_at.get();
        live.data.with(|list| {
            let Some(list) = list else { return (Filters::default(), Vec::new()) };
            let fresh: Vec<String> = list.lines.iter().map(|line| line.trial.clone()).collect();
            let old = old.filter(|(filters, _)| is_held && *filters == list.filters);
            (list.filters.clone(), old.map_or_else(|| fresh.clone(), |(_, rows)| order::settle(rows, &fresh)))
        })
    });
    let is_empty = Memo::new(move |_| rows.with(|(_, rows)| rows.is_empty()));
    let heads: Vec<_> =
        COLUMNS.iter().map(|column| view! { <th scope="col" role="columnheader">{*column}</th> }).collect();
    view! {
        <Show when=move || !is_empty.get()>
            <table
                class="trials"
                role="table"
                on:focusin=move |_| is_focused.set(true)
                on:focusout=move |_| is_focused.set(false)
                on:pointerenter=move |_| is_pointed_at.set(true)
                on:pointerleave=move |_| is_pointed_at.set(false)
            >
                <caption class="visually-hidden">"Trials, the readiest first"</caption>
                <thead role="rowgroup">
                    <tr role="row">{heads.clone()}</tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || rows.get().1 key=Clone::clone let:id>
                        <Row id=id list=live />
                    </For>
                </tbody>
            </table>
        </Show>
    }
}

/// What the list amounts to.
fn summary(list: &List) -> impl IntoView + use<> {
    let count = list.lines.len() as u64;
    let (is_filtered, has_more) = (list.filters != Filters::default(), list.has_more);
    match (count, is_filtered) {
        (0, true) => view! {
            "No trial fits these filters. "
            <a href=format!("{BASE}/trials")>"Show all trials"</a>
        }
        .into_any(),
        (0, false) => view! {
            "No trial has been seen yet. "
            <a href=format!("{BASE}/")>"See how to begin"</a>
        }
        .into_any(),
        _ => {
            let first = if has_more { "The first " } else { "" };
            let fitting = if is_filtered { " that fit" } else { "" };
            format!("{first}{}{fitting}, the readiest first", counted(count, &count_u64(count), "trial")).into_any()
        }
    }
}

/// Page after page, because a cursor is known only with the page before it.
async fn load(pass: Pass, filters: Filters, pages: usize) -> Result<List, Failure> {
    let mut list = List { filters, lines: Vec::new(), has_more: false };
    let mut cursor = None::<String>;
    for _ in 0..pages {
        let page = api::trials(&pass, &list.filters.question(cursor.as_deref())).await?;
        list.lines.extend(page.trials);
        list.has_more = page.next.is_some();
        if page.next.is_none() {
            break;
        }
        cursor = page.next;
    }
    // A trial can move from one page to the next between two questions.
    let mut seen = std::collections::HashSet::new();
    list.lines.retain(|line| seen.insert(line.trial.clone()));
    Ok(list)
}
