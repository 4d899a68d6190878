//! What the customer wrote, in their own words.

use leptos::prelude::*;
use moment_wire::report::{CommentLineV1, CommentsPageV1};

use crate::api;
use crate::live::Live;
use crate::when::Ago;

/// Asked for on its own: few trials have any, and the newest are the same wherever the rest of the page is.
#[component]
pub(crate) fn Comments(trial: String) -> impl IntoView {
    let live = Live::of(move |token| {
        let trial = trial.clone();
        async move { api::comments(&token, &trial).await }
    });
    let list = move || live.data.get().map(lines);
    view! {
        <section class="card" aria-labelledby="comments-title">
            <h2 id="comments-title">"Comments"</h2>
            {list}
        </section>
    }
}

fn lines(page: CommentsPageV1) -> impl IntoView {
    let none = page.comments.is_empty().then(|| view! { <p class="soft">"The customer has written nothing."</p> });
    let more = page.next.is_some().then(|| {
        view! { <p class="soft">"These are the newest; "<code>"GET /v1/comments"</code>" has all of them."</p> }
    });
    view! {
        {none}
        <ul class="comments" role="list">
            {page.comments.into_iter().map(line).collect_view()}
        </ul>
        {more}
    }
}

/// The words are a text node, so whatever a customer wrote is only read.
fn line(comment: CommentLineV1) -> impl IntoView {
    let about = comment.about.map(|about| view! { <span>"About " <code>{about}</code></span> });
    view! {
        <li data-testid="trial-comment">
            <p class="comment-words" dir="auto">
                {comment.words}
            </p>
            <div class="comment-line soft">
                <Ago ms=comment.received_ms />
                {about}
            </div>
        </li>
    }
}
