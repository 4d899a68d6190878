//! What was answered to a comment, and the box in which somebody answers it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use moment_wire::reply::REPLY_WORDS_MAX;
use moment_wire::report::{CommentLineV1, CommentsPageV1, ReplyLineV1};

use crate::api::{self, Failure};
use crate::live::Live;
use crate::session::Session;
use crate::when::{Ago, instant};

/// What was answered, the oldest first.
pub(super) fn replies(replies: Vec<ReplyLineV1>) -> impl IntoView {
    let line = |reply: ReplyLineV1| {
        let seen = match reply.seen_ms {
            Some(seen_ms) => format!("Seen {}", instant(seen_ms)),
            None => "Not seen yet".to_owned(),
        };
        view! {
            <li class="reply" data-testid="trial-reply">
                <p class="reply-words" dir="auto">
                    {reply.words}
                </p>
                <div class="comment-line soft">
                    <span>"Answered by " {reply.who}</span>
                    <Ago ms=reply.at_ms />
                    <span data-testid="reply-seen">{seen}</span>
                </div>
            </li>
        }
    };
    view! {
        <ul class="replies" role="list">
            {replies.into_iter().map(line).collect_view()}
        </ul>
    }
}

/// The customer sees the answer in the product, at once if a page is open.
#[component]
pub(super) fn ReplyBox(comment: CommentLineV1, live: Live<CommentsPageV1>) -> impl IntoView {
    let session = expect_context::<Session>();
    let words = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<String>);
    let is_sending = RwSignal::new(false);
    let label = if comment.replies.is_empty() { "Reply" } else { "Reply again" };
    let field = format!("reply-{}", comment.id);
    let (error, described) = (format!("{field}-error"), format!("{field}-error"));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let said = words.get_untracked().trim().to_owned();
        if said.is_empty() {
            failure.set(Some("Write something first.".to_owned()));
            return;
        }
        if is_sending.get_untracked() {
            return;
        }
        is_sending.set(true);
        let (token, id, trial) = (session.pass_now(), comment.id.clone(), comment.trial.clone());
        spawn_local(async move {
            let answer = api::reply(&token, &id, trial, said).await;
            is_sending.try_set(false);
            match answer {
                Ok(_) => {
                    failure.try_set(None);
                    words.try_set(String::new());
                    live.refresh();
                }
                Err(Failure::Refused) => session.expire(),
                Err(reason) => _ = failure.try_set(Some(format!("Nothing was sent. {}", reason.sentence()))),
            }
        });
    };
    view! {
        <form class="reply-box" on:submit=submit>
            <label for=field.clone()>{label}</label>
            <textarea
                id=field
                rows="2"
                dir="auto"
                maxlength=REPLY_WORDS_MAX.to_string()
                aria-describedby=described
                data-testid="reply-words"
                prop:value=words
                on:input=move |event| words.set(event_target_value(&event))
            ></textarea>
            <button type="submit" data-testid="reply-send">
                {move || if is_sending.get() { "Sending…" } else { "Send reply" }}
            </button>
            <p id=error class="error" role="alert">
                {failure}
            </p>
        </form>
    }
}
