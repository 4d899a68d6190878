//! The collector's API: every request of these pages is made here.

use gloo_net::http::{Request, RequestBuilder, Response};
use moment_wire::people::{CSRF, JoinV1, SessionV1, SignInV1};
use moment_wire::report::{CommentsPageV1, NewReplyV1, OverviewV1, PauseV1, ProblemV1, ReplyLineV1, TrialV1, TrialsV1};
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

use crate::address::encode;
use crate::session::Pass;

/// A collector that takes longer counts as out of reach.
const TIMEOUT_MS: u32 = 10_000;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Nobody that the collector knows.
    Refused,
    /// What was asked for is not there.
    Missing,
    /// No answer at all, or not the collector's.
    Unreachable,
    /// The collector says what is wrong.
    Problem(String),
}

impl Failure {
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Refused => "That was not accepted. Check that all of it was copied.".to_owned(),
            Self::Missing => "The collector does not know it.".to_owned(),
            Self::Unreachable => "The collector cannot be reached.".to_owned(),
            Self::Problem(detail) => format!("The collector says: {detail}"),
        }
    }
}

pub(crate) async fn overview(pass: &Pass) -> Result<OverviewV1, Failure> {
    get(pass, "/v1/overview").await
}

/// `query` is what follows the question mark.
pub(crate) async fn trials(pass: &Pass, query: &str) -> Result<TrialsV1, Failure> {
    get(pass, &format!("/v1/trials?{query}")).await
}

pub(crate) async fn trial(pass: &Pass, id: &str) -> Result<TrialV1, Failure> {
    get(pass, &format!("/v1/trials/{}", encode(id))).await
}

/// What a trial's customer wrote, the newest first.
pub(crate) async fn comments(pass: &Pass, trial: &str) -> Result<CommentsPageV1, Failure> {
    get(pass, &format!("/v1/comments?limit=50&trial={}", encode(trial))).await
}

/// Answers a comment.
pub(crate) async fn reply(pass: &Pass, id: &str, trial: String, words: String) -> Result<ReplyLineV1, Failure> {
    let request = with_head(Request::post(&format!("/v1/comments/{}/reply", encode(id))), pass);
    let request = request.json(&NewReplyV1 { trial, words }).map_err(|_| Failure::Unreachable)?;
    read(request.send().await).await
}

/// Who is signed in in this browser.
pub(crate) async fn session() -> Result<SessionV1, Failure> {
    read(with_patience(Request::get("/v1/session")).send().await).await
}

/// Signs somebody in.
pub(crate) async fn sign_in(name: String, password: String) -> Result<SessionV1, Failure> {
    let request = with_patience(Request::post("/v1/session")).json(&SignInV1 { name, password });
    read(request.map_err(|_| Failure::Unreachable)?.send().await).await
}

/// Takes an invitation up.
pub(crate) async fn join(code: String, name: Option<String>, password: String) -> Result<SessionV1, Failure> {
    let request = with_patience(Request::post("/v1/invitation")).json(&JoinV1 { code, name, password });
    read(request.map_err(|_| Failure::Unreachable)?.send().await).await
}

/// Ends the person's session. What comes back is of no use.
pub(crate) async fn sign_out(pass: &Pass) {
    let _ = with_head(Request::delete("/v1/session"), pass).send().await;
}

/// Pauses every prompt, or lets them run again.
pub(crate) async fn set_paused(pass: &Pass, paused: bool) -> Result<PauseV1, Failure> {
    let request = with_head(Request::put("/v1/pause"), pass);
    let request = request.json(&PauseV1 { paused }).map_err(|_| Failure::Unreachable)?;
    read(request.send().await).await
}

async fn get<T: DeserializeOwned>(pass: &Pass, address: &str) -> Result<T, Failure> {
    read(with_head(Request::get(address), pass).send().await).await
}

fn with_head(request: RequestBuilder, pass: &Pass) -> RequestBuilder {
    let request = with_patience(request);
    match pass {
        Pass::Token(token) => request.header("Authorization", &format!("Bearer {token}")),
        Pass::Person(person) => request.header(CSRF, &person.csrf),
    }
}

/// For somebody who is not let in yet.
fn with_patience(request: RequestBuilder) -> RequestBuilder {
    let patience = AbortSignal::timeout_with_u32(TIMEOUT_MS);
    request.header("Accept", "application/json").abort_signal(Some(&patience))
}

async fn read<T: DeserializeOwned>(answer: Result<Response, gloo_net::Error>) -> Result<T, Failure> {
    let answer = answer.map_err(|_| Failure::Unreachable)?;
    match answer.status() {
        200..=299 => answer.json().await.map_err(|_| Failure::Unreachable),
        401 => Err(Failure::Refused),
        404 => Err(Failure::Missing),
        _ => Err(answer.json::<ProblemV1>().await.map_or(Failure::Unreachable, |problem| {
            Failure::Problem(if problem.detail.is_empty() { problem.title } else { problem.detail })
        })),
    }
}
