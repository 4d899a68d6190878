//! `GET` and `POST /v1/replies`: a browser asks what its customer was answered, waits for more, and says what was seen.
//!
//! The contract stands in `reply.rs` of the wire. Whoever does not know the vendor's signature is told what was written
//! in one replica only: that the random number of a replica is known proves that it is one's own.

use std::convert::Infallible;
use std::net::IpAddr;
use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use moment_wire::beacon::is_id;
use moment_wire::hex::hex;
use moment_wire::reply::{REPLIES_MAX, RepliesV2, ReplyV2, SEEN_BYTES_MAX, SeenV2};
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};

use crate::app::Parts;
use crate::bell::Listener;
use crate::http::auth::is_token;
use crate::http::body::read;
use crate::http::limit::Client;
use crate::http::origin::{self, Params as KeyParams, admit, is_vouched_for, readable, replica};
use crate::http::problem::Problem;
use crate::keeper::Wish;
use crate::keys::Key;
use crate::limits::{Limit, Limits, Place};
use crate::store::desk::DeskChange;
use crate::store::reply::{OPEN_MS, Pending, ReplyChange};

/// How often a stream says that it is alive, so that nothing between us cuts it.
const ALIVE_EVERY: Duration = Duration::from_secs(20);

/// How long a browser waits before it comes again when a stream was cut.
const COME_AGAIN: Duration = Duration::from_secs(5);

/// The address's query.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// The public key.
    #[serde(default)]
    key: String,
    /// The trial's id.
    #[serde(default)]
    trial: String,
    /// Up to sixteen hexadecimal digits.
    #[serde(default)]
    replica: String,
    /// The account's id that was signed.
    #[serde(default)]
    account: String,
    /// Sixty-four hexadecimal digits.
    signature: Option<String>,
}

/// Whose replies.
#[derive(Debug, Clone)]
pub(crate) struct Whose {
    pub(crate) trial: String,
    /// Only those to what was written in it.
    pub(crate) replica: Option<u64>,
}

/// Tells what is pending, once or as a stream.
#[utoipa::path(get, path = "/v1/replies", tag = "browser", params(Params),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 204, description = "Asked as a stream: nothing is pending and no comment is open")))]
pub async fn get(
    State(parts): State<Parts>,
    client: Option<Extension<Client>>,
    params: Result<Query<Params>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let client = client.map(|Extension(Client(address))| address);
    let answer = match whose(&parts, params, &headers) {
        Ok(whose) if wants_stream(&headers) => begin(parts, client, whose).await,
        Ok(whose) => look(&parts, &whose).await.map(|found| {
            let head = [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, "no-store")];
            (head, found.encode()).into_response()
        }),
        Err(problem) => Err(problem),
    };
    readable(&headers, answer)
}

fn wants_stream(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accepted.contains("text/event-stream")
}

fn whose(parts: &Parts, params: Result<Query<Params>, QueryRejection>, headers: &HeaderMap) -> Result<Whose, Problem> {
    let Query(params) = params?;
    let key = admit(parts, &params.key, headers)?;
    if !is_id(&params.trial) {
        return Err(Problem::bad_request("expected ?trial= with a trial's id"));
    }
    let replica = replica(&params.replica)?;
    parts.limit(Limits::trial, &params.trial)?;
    whose_replies(key, params.trial, &params.account, params.signature.as_deref(), replica)
}

/// Of whom a browser is told, with or without the digits of a signature. Errors: it is wrong.
pub(crate) fn whose_replies(
    key: &Key,
    trial: String,
    account: &str,
    signature: Option<&str>,
    replica: u64,
) -> Result<Whose, Problem> {
    extent(key, trial, account, origin::signature(signature)?.as_deref(), replica)
}

/// The whole trial with the right signature, one replica without any. Errors: the signature is wrong.
fn extent(key: &Key, trial: String, account: &str, signature: Option<&[u8]>, replica: u64) -> Result<Whose, Problem> {
    let is_whole = is_vouched_for(key, &trial, account, signature)?;
    Ok(Whose { trial, replica: (!is_whole).then_some(replica) })
}

async fn look(parts: &Parts, whose: &Whose) -> Result<RepliesV2, Problem> {
    let (Whose { trial, replica }, since_ms) = (whose.clone(), (parts.clock)().saturating_sub(OPEN_MS));
    let (pending, open) = parts
        .ask(move |store| {
            let desk = store.desk();
            Ok((desk.pending(&trial, replica, REPLIES_MAX)?, desk.open_comments(&trial, replica, since_ms)?))
        })
        .await?;
    Ok(RepliesV2 { open: open > 0, replies: pending.into_iter().map(told).collect() })
}

fn told(Pending { reply, asked, asked_ms }: Pending) -> ReplyV2 {
    let by = name_for_customers(&reply.who).to_owned();
    ReplyV2 { id: reply.id, comment: reply.comment, at_ms: reply.at_ms, words: reply.words, by, asked, asked_ms }
}

/// Who answered, as a customer may know it: no address of a colleague's, and no name of a program's.
fn name_for_customers(who: &str) -> &str {
    if is_token(who) { "" } else { who.split('@').next().unwrap_or_default() }
}

/// A stream that is open.
struct Stream {
    parts: Parts,
    whose: Whose,
    listener: Listener,
    /// When it ends: whoever still waits comes again, and whoever does not gives the place to others.
    until: Instant,
    _places: [Place; 2],
    /// What was told at first, or last.
    told: Vec<[u8; 16]>,
    /// What is told at once.
    first: Option<RepliesV2>,
}

async fn begin(parts: Parts, client: Option<IpAddr>, whose: Whose) -> Result<Response, Problem> {
    let Some(places) = parts.limits.stream(client, &whose.trial) else {
        parts.metrics.limited(Limit::Streams);
        return Err(Problem::too_many_streams());
    };
    // Listen first, look then: what is answered in between is heard.
    let listener = parts.bell.listen(&whose.trial).ok_or_else(Problem::too_many_streams)?;
    let found = look(&parts, &whose).await?;
    if !found.open && found.replies.is_empty() {
        return Ok((StatusCode::NO_CONTENT, [(CACHE_CONTROL, "no-store")]).into_response());
    }
    let first = (!found.replies.is_empty()).then_some(found);
    let until = Instant::now() + parts.limits.patience().stream;
    let open = Stream { parts, whose, listener, until, _places: places, told: Vec::new(), first };
    let events = stream::unfold(open, |mut open| async move {
        let replies = open.next().await?;
        let event = Event::default().event("replies").retry(COME_AGAIN).data(hex(&replies.encode()));
        Some((Ok::<_, Infallible>(event), open))
    });
    let alive = KeepAlive::new().interval(ALIVE_EVERY);
    Ok(([(CACHE_CONTROL, "no-store")], Sse::new(events).keep_alive(alive)).into_response())
}

impl Stream {
    /// The next message: what is pending and was not told in this stream. `None` ends it; the browser comes again.
    async fn next(&mut self) -> Option<RepliesV2> {
        let found = match self.first.take() {
            Some(found) => found,
            None => loop {
                if !timeout_at(self.until, self.listener.heard()).await.unwrap_or(false) {
                    return None;
                }
                let mut found = look(&self.parts, &self.whose).await.ok()?;
                found.replies.retain(|reply| !self.told.contains(&reply.id));
                if !found.replies.is_empty() {
                    break found;
                }
            },
        };
        self.told.extend(found.replies.iter().map(|reply| reply.id));
        Some(found)
    }
}

/// Takes in what was seen, or put off; 204 once it is durable. Seen twice is seen once.
#[utoipa::path(post, path = "/v1/replies", tag = "browser", params(KeyParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204, description = "It is durable")))]
pub async fn seen(
    State(parts): State<Parts>,
    params: Result<Query<KeyParams>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    readable(&headers, keep_seen(&parts, params, &headers, body).await.map(|()| StatusCode::NO_CONTENT))
}

async fn keep_seen(
    parts: &Parts,
    params: Result<Query<KeyParams>, QueryRejection>,
    headers: &HeaderMap,
    body: Body,
) -> Result<(), Problem> {
    let Query(params) = params?;
    let key = admit(parts, &params.key, headers)?;
    let body = read(parts, body, SEEN_BYTES_MAX, || Problem::too_long(SEEN_BYTES_MAX)).await?;
    let SeenV2 { trial, account, signature, replica, ids, put_off } =
        SeenV2::decode(&body).map_err(|error| Problem::bad_request(error.to_string()))?;
    parts.limit(Limits::trial, &trial)?;
    let signature = signature.as_ref().map(<[u8; 32]>::as_slice);
    let Whose { trial, replica } = extent(key, trial, &account.unwrap_or_default(), signature, replica)?;
    let at_ms = (!put_off).then(|| (parts.clock)());
    let seen = ReplyChange::Seen { trial, replica, ids, at_ms };
    parts.keeper.keep(Wish::Desk(vec![DeskChange::Reply(seen)])).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::name_for_customers;

    #[test]
    fn customers_learn_a_name_and_no_address() {
        let cases = [
            ("ada@example.com", "ada"),
            ("Ada Lovelace", "Ada Lovelace"),
            ("token helpdesk", ""),
            ("a token without a name", ""),
        ];
        for (who, name) in cases {
            assert_eq!(name_for_customers(who), name);
        }
    }
}
