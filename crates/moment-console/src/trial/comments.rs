//! What the customer wrote, in their own words.

use leptos::prelude::*;
use moment_wire::report::{CommentLineV1, CommentsPageV1};

use crate::api;
use crate::live::Live;
use crate::session::Session;
use crate::trial::reply::{ReplyBox, replies};
use crate::when::Ago;

/// Asked for on its own: few trials have any, and the newest are the same wherever the rest of the page is.
#[component]
pub(crate) fn Comments(trial: String) -> impl IntoView {
    let live = Live::of(move |token| {
        let trial = trial.clone();
        async move { api::comments(&token, &trial).await }
    });
    // One that is the same keeps its place on the page, and with it what somebody is about to answer.
    let comments = move || live.data.with(|page| page.as_ref().map(|page| page.comments.clone()).unwrap_or_default());
    let note = move || live.data.with(|page| page.as_ref().map(note));
    view! {
        <section class="card" aria-labelledby="comments-title">
            <h2 id="comments-title">"Comments"</h2>
            {note}
            <ul class="comments" role="list">
                <For each=comments key=|comment| (comment.id.clone(), comment.replies.clone()) let:comment>
                    {line(comment, live)}
                </For>
            </ul>
        </section>
    }
}

fn note(page: &CommentsPageV1) -> Option<impl IntoView + use<>> {
    let note = match (page.comments.is_empty(), page.next.is_some()) {
        (true, _) => view! { "The customer has written nothing." }.into_any(),
        (_, true) => view! { "These are the newest; "<code>"GET /v1/comments"</code>" has all of them." }.into_any(),
        _ => return None,
    };
    Some(view! { <p class="soft">{note}</p> })
}

/// The words are a text node, so whatever a customer wrote is only read.
fn line(comment: CommentLineV1, live: Live<CommentsPageV1>) -> impl IntoView {
    let session = expect_context::<Session>();
    let answered = replies(comment.replies.clone());
    let for_box = comment.clone();
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
            {answered}
            {move || session.may_change().then(|| view! { <ReplyBox comment=for_box.clone() live=live /> })}
        </li>
    }
}
