//! Errors as the caller sees them: RFC 9457 problem documents. What only the operator may know goes to the log.

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use moment_wire::beacon::BEACON_BYTES_MAX;
use moment_wire::comment::COMMENTS_BYTES_MAX;
use moment_wire::fault::DecodeError;
use moment_wire::report::ProblemV1;

use crate::http::comments::COMMENTS_A_DAY_MAX;
use crate::ingest::{BEACON_JSON_BYTES_MAX, Refusal};
use crate::keeper::NotKept;
use crate::limits::TooMuch;
use crate::password::Denied;
use crate::role::Role;
use crate::store::StoreError;
use crate::store::trouble::Trouble;

/// Seconds after which a caller who was told "later" may ask again.
const RETRY_AFTER_S: u32 = 2;

/// And where somebody has to do something first.
const RETRY_AFTER_TROUBLE_S: u32 = 30;

/// And whoever has written too much for a day.
const RETRY_AFTER_MANY_S: u32 = 3_600;

/// How refusals of a message are called.
struct Wording {
    title: &'static str,
    too_long: &'static str,
    version: &'static str,
    implausible: &'static str,
    malformed: &'static str,
    what: &'static str,
    bytes_max: usize,
    json_bytes_max: Option<usize>,
}

impl Wording {
    fn bound(&self) -> String {
        let bound = format!("{} at most {} bytes", self.what, self.bytes_max);
        match self.json_bytes_max {
            Some(json) => format!("{bound}, and in JSON {json} bytes"),
            None => bound,
        }
    }
}

const OF_A_BEACON: Wording = Wording {
    title: "The beacon is refused",
    too_long: "beacon-too-long",
    version: "beacon-version",
    implausible: "beacon-implausible",
    malformed: "beacon-malformed",
    what: "a beacon has",
    bytes_max: BEACON_BYTES_MAX,
    json_bytes_max: Some(BEACON_JSON_BYTES_MAX),
};

const OF_COMMENTS: Wording = Wording {
    title: "The comments are refused",
    too_long: "comments-too-long",
    version: "comments-version",
    implausible: "comments-implausible",
    malformed: "comments-malformed",
    what: "comments that come at once have",
    bytes_max: COMMENTS_BYTES_MAX,
    json_bytes_max: None,
};

/// What is most likely wrong with an instant before [`crate::ingest::EARLIEST_MS`].
pub const IN_SECONDS: &str = "were seconds since the Unix epoch taken for milliseconds? Multiply them by 1000, or write the instant as RFC 3339 has it";

/// A kind of problem and what is wrong this time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    slug: &'static str,
    title: &'static str,
    detail: String,
    retry_after_s: Option<u32>,
}

impl Problem {
    fn new(status: StatusCode, slug: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        let retry_after_s = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER_S);
        Self { status, slug, title, detail: detail.into(), retry_after_s }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The key in the request is not one of ours.
    #[must_use]
    pub fn unknown_key() -> Self {
        let detail = "expected ?key= with the public key of your tag, such as pk_live_…";
        Self::new(StatusCode::UNAUTHORIZED, "unknown-key", "The key is not known", detail)
    }

    /// The page that asks may not use the key.
    #[must_use]
    pub fn wrong_origin(origin: &str) -> Self {
        let detail =
            format!("the key does not allow pages of {origin}; the collector's --origin lists those it allows");
        Self::new(StatusCode::FORBIDDEN, "wrong-origin", "The page's origin is not allowed", detail)
    }

    /// Neither a token nor a session came, or none of ours.
    #[must_use]
    pub fn unauthorized() -> Self {
        let detail = "expected the header Authorization: Bearer with a token made by `second-moment token`, or the cookie \
                      of somebody who is signed in at the console";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "A token or a session is needed", detail)
    }

    /// No session came, or none that lasts.
    #[must_use]
    pub fn no_session() -> Self {
        let detail = "expected the cookie of a session, as POST /v1/session gives it; no token is one";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "A session is needed", detail)
    }

    /// The vendor's secret key is missing or not one of ours.
    #[must_use]
    pub fn no_secret() -> Self {
        let detail = "expected the header Authorization: Bearer with your secret key, which is the collector's --secret; \
                      no token is one";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "The secret key is needed", detail)
    }

    /// Who wants to erase is nobody who may.
    #[must_use]
    pub fn no_eraser() -> Self {
        let detail = "expected the header Authorization: Bearer with your secret key or a token of the role editor, or the \
                      cookie of such an editor with its x-csrf-token; a page sends ?key= with the public key instead";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "Who may erase is to be said", detail)
    }

    /// The name or the password is wrong; which of them is nobody's business.
    #[must_use]
    pub fn wrong_password() -> Self {
        Self::new(StatusCode::FORBIDDEN, "wrong-password", "Nobody is let in so", "name or password is wrong")
    }

    /// The invitation is unknown, was taken up, or has run out.
    #[must_use]
    pub fn no_invitation() -> Self {
        let detail = "the invitation does not work, or no longer: ask an admin for a new one";
        Self::new(StatusCode::FORBIDDEN, "no-invitation", "There is no such invitation", detail)
    }

    /// A request that changes something came with a session's cookie alone.
    #[must_use]
    pub fn forged() -> Self {
        let detail = "expected the header x-csrf-token with what GET /v1/session says";
        Self::new(StatusCode::FORBIDDEN, "forged", "The request may be another site's", detail)
    }

    /// Who asks is known, and may not do this.
    #[must_use]
    pub fn role_needed(role: Role) -> Self {
        let or_more = if role < Role::Admin { " or a higher one" } else { "" };
        let detail = format!("this needs the role {}{or_more}", role.name());
        Self::new(StatusCode::FORBIDDEN, "role-needed", "The role does not suffice", detail)
    }

    /// The signature in the address is not the vendor's.
    #[must_use]
    pub fn wrong_signature() -> Self {
        let detail = "expected &signature= with HMAC-SHA256(secret key, trial id + \".\" + account id) in hexadecimal, \
                      and &account= with the id that was signed";
        Self::new(StatusCode::FORBIDDEN, "wrong-signature", "The trial is not signed so", detail)
    }

    /// What the request says cannot be.
    #[must_use]
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", "The request is not right", detail)
    }

    /// The address is right, the method is not.
    #[must_use]
    pub fn wrong_method() -> Self {
        let detail = "the header Allow names the methods of this address";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The method is not allowed here", detail)
    }

    /// A browser, or a trial, has written as much as is taken in of one.
    #[must_use]
    pub fn too_many_comments() -> Self {
        let detail = format!("a browser may write {COMMENTS_A_DAY_MAX} comments within a day; send these again later");
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-comments", "Too many comments", detail);
        Self { retry_after_s: Some(RETRY_AFTER_MANY_S), ..problem }
    }

    /// More came than a key, a trial or an address may send.
    #[must_use]
    pub fn too_many_requests(too_much: TooMuch) -> Self {
        let detail =
            format!("more requests than one {} may send; Retry-After says when to go on", too_much.limit.name());
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests", detail);
        // A part of a second is a whole one.
        let wait_s = u32::try_from(too_much.wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1);
        Self { retry_after_s: Some(wait_s), ..problem }
    }

    /// The store is in trouble of a kind that callers may know; the log says more.
    fn in_trouble(error: &StoreError) -> Self {
        let (slug, detail) = match error.trouble {
            Trouble::Full => ("storage-full", "the collector has no room left; nothing was changed"),
            Trouble::Locked => ("storage-locked", "another program holds the collector's store; nothing was changed"),
            Trouble::Disk => ("storage-failed", "the collector's disk failed; nothing was changed"),
            Trouble::Forbidden => ("storage-forbidden", "the collector may not write its store; nothing was changed"),
            Trouble::Damaged => ("storage-damaged", "the collector's store is damaged; nothing was changed"),
            Trouble::Overtaken => return Self::overtaken(),
            Trouble::Other => return Self::failed(error),
        };
        // The keeper says so once, and not for each of thousands of requests.
        tracing::debug!(%error, trouble = error.trouble.name(), "a request was refused");
        let problem =
            Self::new(StatusCode::SERVICE_UNAVAILABLE, slug, "The collector cannot keep or read anything now", detail);
        let is_brief = error.trouble == Trouble::Locked;
        Self { retry_after_s: Some(if is_brief { RETRY_AFTER_S } else { RETRY_AFTER_TROUBLE_S }), ..problem }
    }

    /// Somebody else changed the same first.
    fn overtaken() -> Self {
        let detail = "somebody else changed the same just now; nothing was changed: look again, then repeat it";
        Self::new(StatusCode::CONFLICT, "overtaken", "Somebody else was faster", detail)
    }

    /// Comments are refused.
    #[must_use]
    pub fn refused_comments(refusal: &Refusal) -> Self {
        Self::refused(refusal, &OF_COMMENTS)
    }

    fn refused(refusal: &Refusal, words: &Wording) -> Self {
        let new = |status, slug, detail: String| Self::new(status, slug, words.title, detail);
        let bad = |slug, detail| new(StatusCode::BAD_REQUEST, slug, detail);
        match refusal {
            Refusal::TooLong => new(StatusCode::PAYLOAD_TOO_LARGE, words.too_long, words.bound()),
            Refusal::Unreadable(error @ DecodeError::FutureVersion { .. }) => bad(words.version, error.to_string()),
            Refusal::Unreadable(error @ DecodeError::Implausible(_)) => bad(words.implausible, error.to_string()),
            Refusal::Unreadable(error) => bad(words.malformed, error.to_string()),
            Refusal::NotJson(error) => bad(words.malformed, error.clone()),
            Refusal::InSeconds => {
                bad(words.implausible, format!("the trial begins in 1970 or soon after; {IN_SECONDS}"))
            }
            Refusal::NotBegun => {
                bad(words.implausible, "the trial begins in the future; data-started is in UTC or has an offset".into())
            }
            Refusal::WrongSignature => new(
                StatusCode::FORBIDDEN,
                "wrong-signature",
                "data-signature is not HMAC-SHA256(secret key, trial id + \".\" + account id) in hexadecimal".into(),
            ),
            Refusal::Unsigned => new(StatusCode::FORBIDDEN, "unsigned", "the playbook takes signed trials only".into()),
        }
    }

    /// The body is longer than what is meant here can be.
    #[must_use]
    pub fn too_long(bytes_max: usize) -> Self {
        let detail = format!("expected at most {bytes_max} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", "The body is too long", detail)
    }

    /// The body does not come.
    #[must_use]
    pub fn too_slow() -> Self {
        let detail = "the body did not come to its end in time; send it again";
        Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow", "The body takes too long", detail)
    }

    /// The body does not say that it is JSON.
    #[must_use]
    pub fn not_json() -> Self {
        let detail = "expected JSON, and the header Content-Type: application/json";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", "The body is not JSON", detail)
    }

    /// As many wait for replies as may.
    #[must_use]
    pub fn too_many_streams() -> Self {
        let detail = "as many wait for replies as may; ask without Accept: text/event-stream, or later";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "too-many-streams", "Too many streams", detail)
    }

    /// The message is not signed by Stripe.
    #[must_use]
    pub fn not_from_stripe(detail: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "wrong-signature", "The message is not Stripe's", detail)
    }

    /// There is no such thing.
    #[must_use]
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is no such thing", detail)
    }

    /// Something of ours failed; the log says what.
    #[must_use]
    pub fn failed(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed");
        let detail = "nothing was changed; the collector's log says more";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "The collector cannot answer now", detail)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::refused(&refusal, &OF_A_BEACON)
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::bad_request(rejection.body_text())
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::bad_request(rejection.body_text())
    }
}

impl From<NotKept> for Problem {
    fn from(not_kept: NotKept) -> Self {
        match not_kept {
            NotKept::Busy => {
                let detail = "too much is waiting to be kept; send it again later";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The collector is busy", detail)
            }
            NotKept::Erased => {
                let detail = "this replica was erased; a new one may begin";
                Self::new(StatusCode::GONE, "erased", "The trial was erased", detail)
            }
            NotKept::Slow => {
                let detail = "to keep this takes too long; send it again later, for it may not have been kept";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "slow", "The collector's disk is slow", detail)
            }
            NotKept::Failed(error) => Self::in_trouble(&error),
        }
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Wrong => Self::wrong_password(),
            Denied::Locked(left_ms) => {
                let wait_s = u32::try_from(left_ms.div_ceil(1000)).unwrap_or(u32::MAX);
                let detail = format!("too many wrong passwords; try again in {wait_s} s");
                let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "locked", "Too many wrong passwords", detail);
                Self { retry_after_s: Some(wait_s), ..problem }
            }
            Denied::Busy => {
                let detail = "too many sign in at once; try again";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The collector is busy", detail)
            }
            Denied::Failed(error) => Self::failed(&error),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::in_trouble(&error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemV1 {
            kind: format!("urn:second-moment:problem:{}", self.slug),
            title: self.title.to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
