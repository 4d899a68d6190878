//! `POST /v1/comments/{id}/reply`: the vendor answers a customer who spoke.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use moment_wire::beacon::is_id;
use moment_wire::hex::{hex, unhex};
use moment_wire::reply::REPLY_WORDS_MAX;
use moment_wire::report::{NewReplyV1, ReplyLineV1};

use crate::app::Parts;
use crate::http::auth::{AtLeast, Editor};
use crate::http::body::Told;
use crate::http::problem::Problem;
use crate::keeper::Wish;
use crate::keys::random_id;
use crate::store::desk::DeskChange;
use crate::store::reply::{Reply, ReplyChange};

/// Keeps a reply, and wakes the browsers that wait for it.
#[utoipa::path(post, path = "/v1/comments/{id}/reply", tag = "steering", params(("id" = String, Path, description = "The comment's id")),
    request_body = NewReplyV1, security(("token" = ["editor"])), responses((status = 201, body = ReplyLineV1)))]
pub async fn post(
    AtLeast(caller): Editor,
    State(parts): State<Parts>,
    id: Result<Path<String>, PathRejection>,
    wanted: Result<Told<NewReplyV1>, Problem>,
) -> Result<(StatusCode, Json<ReplyLineV1>), Problem> {
    let (Path(id), Told(NewReplyV1 { trial, words })) = (id?, wanted?);
    let comment: Option<[u8; 16]> = unhex(&id).and_then(|bytes| bytes.try_into().ok());
    let comment = comment.ok_or_else(|| Problem::bad_request("the address names no comment's id"))?;
    if !is_id(&trial) {
        return Err(Problem::bad_request("`trial` is no trial id"));
    }
    let words = words.trim().to_owned();
    if words.is_empty() || words.chars().count() > REPLY_WORDS_MAX {
        return Err(Problem::bad_request(format!("`words` has 1 to {REPLY_WORDS_MAX} characters")));
    }
    let asked = trial.clone();
    if !parts.ask(move |store| store.desk().has_comment(&asked, &comment)).await? {
        return Err(Problem::not_found("the trial has no such comment"));
    }
    let at_ms = (parts.clock)();
    let reply_id = random_id().map_err(|error| Problem::failed(&error))?;
    let reply =
        Reply { id: reply_id, trial: trial.clone(), comment, words, who: caller.name.clone(), at_ms, seen_ms: None };
    let line = reply_line(reply.clone());
    let wish = Wish::Desk(vec![DeskChange::Reply(ReplyChange::Put(reply))]);
    parts.keeper.keep(caller.wishes(wish, "comment.replied", &id, at_ms)).await?;
    parts.bell.ring(&trial);
    Ok((StatusCode::CREATED, Json(line)))
}

/// A reply as the console reads it.
#[must_use]
pub fn reply_line(reply: Reply) -> ReplyLineV1 {
    let Reply { id, words, who, at_ms, seen_ms, .. } = reply;
    ReplyLineV1 { id: hex(&id), words, who, at_ms, seen_ms }
}
