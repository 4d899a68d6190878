//! `POST` and `GET /v1/comments`: what customers wrote comes in, each acknowledged once it is durable, and is read.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use moment_core::time::DAY_MS;
use moment_wire::comment::COMMENTS_BYTES_MAX;
use moment_wire::hex::{hex, unhex};
use moment_wire::report::{CommentLineV1, CommentsPageV1, KeptV1};
use serde::Deserialize;

use crate::app::Parts;
use crate::http::auth::Reader;
use crate::http::body::read;
use crate::http::origin::{Params, admit, readable};
use crate::http::page::{after, limit, next_of};
use crate::http::problem::Problem;
use crate::http::reply::reply_line;
use crate::http::table::Wanted;
use crate::ingest::{Refusal, check_comments};
use crate::keeper::Wish;
use crate::limits::Limits;
use crate::store::reply::Reply;
use crate::store::{Comment, CommentsQuery, Store, Stored};

/// How many new comments of one browser are taken in within a day: nobody has more to say.
pub const COMMENTS_A_DAY_MAX: usize = 200;

/// And how many of one trial, where the vendor does not vouch for whose they are: somebody may make browsers up.
pub const UNSIGNED_A_DAY_MAX: usize = 1_000;

/// Takes comments in, a `CommentsV1` of the wire. The answer lists the ids that are durable; one that came before is among them.
#[utoipa::path(post, path = "/v1/comments", tag = "browser", params(Params),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = KeptV1)))]
pub async fn post(
    State(parts): State<Parts>,
    params: Result<Query<Params>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    readable(&headers, keep(&parts, params, &headers, body).await.map(Json))
}

async fn keep(
    parts: &Parts,
    params: Result<Query<Params>, QueryRejection>,
    headers: &HeaderMap,
    body: Body,
) -> Result<KeptV1, Problem> {
    let Query(params) = params?;
    let key = admit(parts, &params.key, headers)?;
    let too_long = || Problem::refused_comments(&Refusal::TooLong);
    let body = read(parts, body, COMMENTS_BYTES_MAX, too_long).await?;
    let now_ms = (parts.clock)();
    let comments = check_comments(&body, key, parts.playbook.source.require_signature, now_ms)
        .map_err(|refusal| Problem::refused_comments(&refusal))?;
    let kept = KeptV1 { kept: comments.iter().map(|comment| hex(&comment.id)).collect() };
    parts.limit(Limits::trial, comments.first().map_or("", |comment| &comment.trial))?;
    let (asked, since_ms) = (comments.clone(), now_ms.saturating_sub(DAY_MS));
    if parts.ask(move |store| are_too_many(store, &asked, since_ms)).await? {
        return Err(Problem::too_many_comments());
    }
    parts.keeper.keep(Wish::Comments(comments)).await?;
    Ok(kept)
}

/// Whether more came within a day than may. What is known already is acknowledged however much came.
fn are_too_many(store: &dyn Store, comments: &[Comment], since_ms: u64) -> Stored<bool> {
    let Some(Comment { trial, replica, signed, .. }) = comments.first() else { return Ok(false) };
    let mut new = 0;
    for comment in comments {
        new += usize::from(!store.desk().has_comment(trial, &comment.id)?);
    }
    if new == 0 {
        return Ok(false);
    }
    let of_browser = store.comments_since(trial, Some(*replica), since_ms)?;
    let of_trial = if *signed { 0 } else { store.comments_since(trial, None, since_ms)? };
    Ok(of_browser + new > COMMENTS_A_DAY_MAX || of_trial + new > UNSIGNED_A_DAY_MAX)
}

/// The address's query of a reader.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReadParams {
    /// At most so many, 50 if it is not said, 200 at most.
    limit: Option<usize>,
    /// What the page before gave as `next`.
    cursor: Option<String>,
    /// Only those of this trial.
    trial: Option<String>,
    /// Only those that have all these words, or words that begin so.
    q: Option<String>,
    /// Only those that were answered, or only those that were not.
    answered: Option<bool>,
}

/// A page of the list, the newest first.
#[utoipa::path(get, path = "/v1/comments", tag = "reading", params(ReadParams), security(("token" = ["viewer"])),
    responses((status = 200, content((CommentsPageV1), (String = "text/csv")))))]
pub async fn list(
    _: Reader,
    State(parts): State<Parts>,
    params: Result<Query<ReadParams>, QueryRejection>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let Query(params) = params?;
    let limit = limit(params.limit);
    let after = after(params.cursor.as_deref(), cursor_from)?;
    // One more than asked tells whether there is a next page.
    let query = CommentsQuery {
        limit: limit + 1,
        after,
        trial: params.trial.filter(|trial| !trial.is_empty()),
        words: params.q.filter(|words| !words.trim().is_empty()),
        answered: params.answered,
    };
    let mut found = parts.ask(move |store| store.comments(&query)).await?;
    let next = next_of(&mut found, limit, |last| format!("{}.{}", last.received_ms, hex(&last.id)));
    let answered = parts
        .ask(move |store| {
            let with = |comment: Comment| Ok((store.desk().replies_to(&comment.trial, &comment.id)?, comment));
            found.into_iter().map(with).collect::<Stored<Vec<_>>>()
        })
        .await?;
    let comments = answered.into_iter().map(|(replies, comment)| line(comment, replies)).collect();
    wanted.answer(CommentsPageV1 { comments, next: next.clone() }, |page| &page.comments[..], next.as_deref())
}

/// A cursor is when the last comment on the page before was received, and its id.
fn cursor_from(cursor: &str) -> Option<(u64, [u8; 16])> {
    let (received_ms, id) = cursor.split_once('.')?;
    Some((received_ms.parse().ok()?, unhex(id)?.try_into().ok()?))
}

fn line(comment: Comment, replies: Vec<Reply>) -> CommentLineV1 {
    let Comment { trial, id, words, about, at_ms, received_ms, signed, .. } = comment;
    let replies = replies.into_iter().map(reply_line).collect();
    CommentLineV1 { id: hex(&id), trial, words, about, at_ms, received_ms, signed, replies }
}
