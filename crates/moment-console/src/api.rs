//! The collector's API: every request of these pages is made here.

use gloo_net::http::{Request, RequestBuilder, Response};
use moment_wire::report::{CommentsPageV1, NewReplyV1, OverviewV1, PauseV1, ProblemV1, ReplyLineV1, TrialV1, TrialsV1};
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

use crate::address::encode;

/// A collector that takes longer counts as out of reach.
const TIMEOUT_MS: u32 = 10_000;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The token is wrong.
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
            Self::Refused => "That token was not accepted. Check that all of it was copied.".to_owned(),
            Self::Missing => "The collector does not know it.".to_owned(),
            Self::Unreachable => "The collector cannot be reached.".to_owned(),
            Self::Problem(detail) => format!("The collector could not answer: {detail}"),
        }
    }
}

pub(crate) async fn overview(token: &str) -> Result<OverviewV1, Failure> {
    get(token, "/v1/overview").await
}

/// `query` is what follows the question mark.
pub(crate) async fn trials(token: &str, query: &str) -> Result<TrialsV1, Failure> {
    get(token, &format!("/v1/trials?{query}")).await
}

pub(crate) async fn trial(token: &str, id: &str) -> Result<TrialV1, Failure> {
    get(token, &format!("/v1/trials/{}", encode(id))).await
}

/// What a trial's customer wrote, the newest first.
pub(crate) async fn comments(token: &str, trial: &str) -> Result<CommentsPageV1, Failure> {
    get(token, &format!("/v1/comments?limit=50&trial={}", encode(trial))).await
}

/// Answers a comment.
pub(crate) async fn reply(token: &str, id: &str, trial: String, words: String) -> Result<ReplyLineV1, Failure> {
    let request = with_head(Request::post(&format!("/v1/comments/{}/reply", encode(id))), token);
    let request = request.json(&NewReplyV1 { trial, words }).map_err(|_| Failure::Unreachable)?;
    read(request.send().await).await
}

/// Pauses every prompt, or lets them run again.
pub(crate) async fn set_paused(token: &str, paused: bool) -> Result<PauseV1, Failure> {
    let request = with_head(Request::put("/v1/pause"), token);
    let request = request.json(&PauseV1 { paused }).map_err(|_| Failure::Unreachable)?;
    read(request.send().await).await
}

async fn get<T: DeserializeOwned>(token: &str, address: &str) -> Result<T, Failure> {
    read(with_head(Request::get(address), token).send().await).await
}

fn with_head(request: RequestBuilder, token: &str) -> RequestBuilder {
    let patience = AbortSignal::timeout_with_u32(TIMEOUT_MS);
    request
        .header("Authorization", &format!("Bearer {token}"))
        .header("Accept", "application/json")
        .abort_signal(Some(&patience))
}

async fn read<T: DeserializeOwned>(answer: Result<Response, gloo_net::Error>) -> Result<T, Failure> {
    let answer = answer.map_err(|_| Failure::Unreachable)?;
    match answer.status() {
        200..=299 => answer.json().await.map_err(|_| Failure::Unreachable),
        401 | 403 => Err(Failure::Refused),
        404 => Err(Failure::Missing),
        _ => Err(answer.json::<ProblemV1>().await.map_or(Failure::Unreachable, |problem| {
            Failure::Problem(if problem.detail.is_empty() { problem.title } else { problem.detail })
        })),
    }
}
