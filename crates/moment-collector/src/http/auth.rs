//! Who may read and change things: people and tokens by their role, and vendors' secret keys.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, request};
use moment_wire::people::CSRF;
use subtle::ConstantTimeEq as _;

use crate::app::Parts;
use crate::http::problem::Problem;
use crate::http::session::{cookie, csrf_of};
use crate::keeper::Wish;
use crate::keys::hash;
use crate::role::Role;
use crate::store::people::Entry;

/// A request of somebody whose role is at least that of this number.
#[derive(Debug, Clone)]
pub struct AtLeast<const ROLE: u8>(pub Caller);

/// May read.
pub type Reader = AtLeast<{ Role::Viewer as u8 }>;
/// May change what customers see or told.
pub type Editor = AtLeast<{ Role::Editor as u8 }>;
/// May change who and what is connected with the collector.
pub type Admin = AtLeast<{ Role::Admin as u8 }>;

/// How the audit log calls who came with a token.
const TOKEN: &str = "token ";
const NAMELESS: &str = "a token without a name";

/// Whether a name in the audit log is a token's.
pub fn is_token(who: &str) -> bool {
    who == NAMELESS || who.starts_with(TOKEN)
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// As the audit log calls them.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

impl Caller {
    /// A wish that this caller answers for in the audit log.
    #[must_use]
    pub fn wishes(&self, wish: Wish, what: &str, about: &str, at_ms: u64) -> Wish {
        let entry = Entry { at_ms, who: self.name.clone(), what: what.to_owned(), about: about.to_owned() };
        Wish::Audited(Box::new(wish), entry)
    }
}

impl<const ROLE: u8> FromRequestParts<Parts> for AtLeast<ROLE> {
    type Rejection = Problem;

    async fn from_request_parts(request: &mut request::Parts, parts: &Parts) -> Result<Self, Problem> {
        let caller = caller(request, parts).await?;
        match Role::numbered(ROLE) {
            Some(least) if caller.role < least => Err(Problem::role_needed(least)),
            _ => Ok(Self(caller)),
        }
    }
}

/// Who asks. Errors: nobody that we know, or another site in their name.
async fn caller(request: &request::Parts, parts: &Parts) -> Result<Caller, Problem> {
    if request.headers.contains_key(AUTHORIZATION) {
        return by_token(request, parts).await;
    }
    by_session(request, parts).await?.map(|signed_in| signed_in.caller).ok_or_else(Problem::unauthorized)
}

/// Somebody who is signed in, as no token ever is.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub caller: Caller,
    /// The hash of the session's cookie.
    pub session: [u8; 32],
    /// What the header against forged requests must have.
    pub csrf: String,
}

impl FromRequestParts<Parts> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(request: &mut request::Parts, parts: &Parts) -> Result<Self, Problem> {
        by_session(request, parts).await?.ok_or_else(Problem::no_session)
    }
}

/// Whose session it is; `None` without one that we know. Errors: another site asks in their name.
async fn by_session(request: &request::Parts, parts: &Parts) -> Result<Option<SignedIn>, Problem> {
    let Some(cookie) = cookie(&request.headers) else { return Ok(None) };
    let (session, now_ms, csrf) = (hash(cookie), (parts.clock)(), csrf_of(cookie));
    let Some(person) = parts.ask(move |store| store.desk().session(&session, now_ms)).await? else { return Ok(None) };
    if !request.method.is_safe() {
        let told = request.headers.get(CSRF).map(HeaderValue::as_bytes).unwrap_or_default();
        let is_ours: bool = told.ct_eq(csrf.as_bytes()).into();
        if !is_ours {
            return Err(Problem::forged());
        }
    }
    Ok(Some(SignedIn { caller: Caller { name: person.name, role: person.role }, session, csrf }))
}

async fn by_token(request: &request::Parts, parts: &Parts) -> Result<Caller, Problem> {
    let hash = hash(bearer(request).ok_or_else(Problem::unauthorized)?);
    let token = parts.ask(move |store| store.desk().token(&hash)).await?.ok_or_else(Problem::unauthorized)?;
    let name = if token.name.is_empty() { NAMELESS.into() } else { format!("{TOKEN}{}", token.name) };
    Ok(Caller { name, role: token.role })
}

/// A request that carries a vendor's secret key.
#[derive(Debug, Clone, Copy)]
pub struct Vendor;

impl FromRequestParts<Parts> for Vendor {
    type Rejection = Problem;

    async fn from_request_parts(request: &mut request::Parts, parts: &Parts) -> Result<Self, Problem> {
        let secret = bearer(request).ok_or_else(Problem::no_secret)?;
        if parts.keys.iter().any(|key| key.is_secret(secret)) { Ok(Self) } else { Err(Problem::no_secret()) }
    }
}

fn bearer(request: &request::Parts) -> Option<&str> {
    let (scheme, token) = request.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}
