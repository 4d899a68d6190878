//! `/v1/session` and `/v1/invitation`: people come in, and go.
//!
//! A session is a random number in a cookie that scripts cannot read and other sites' requests do not carry
//! (`HttpOnly; SameSite=Strict`). What changes something also wants the header `x-csrf-token`, which only the console's own
//! pages are told.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, COOKIE, HOST, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use moment_wire::hex::hex;
use moment_wire::people::{JoinV1, NewPasswordV1, SessionV1, SignInV1};
use sha2::{Digest, Sha256};

use crate::app::Parts;
use crate::http::auth::SignedIn;
use crate::http::body::Told;
use crate::http::problem::Problem;
use crate::keeper::Wish;
use crate::keys::{hash, random};
use crate::password;
use crate::store::desk::DeskChange;
use crate::store::people::{Entry, Invitation, PeopleChange, Session};

/// How long somebody stays signed in: a working day.
const SESSION_MS: u64 = 12 * 3_600_000;

const COOKIE_NAME: &str = "sm_session";

/// The longest name of a person, in bytes.
pub const NAME_BYTES_MAX: usize = 128;

/// What stands in a request's cookie.
#[must_use]
pub fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value)
}

/// What the header against forged requests must have: it follows from the cookie, which no other site can read.
#[must_use]
pub fn csrf_of(cookie: &str) -> String {
    hex(&Sha256::digest(format!("csrf.{cookie}")))
}

/// Signs somebody in.
#[utoipa::path(post, path = "/v1/session", tag = "access", request_body = SignInV1,
    responses((status = 200, body = SessionV1)))]
pub async fn sign_in(
    State(parts): State<Parts>,
    headers: HeaderMap,
    told: Result<Told<SignInV1>, Problem>,
) -> Result<Response, Problem> {
    let Told(SignInV1 { name, password }) = told?;
    let name = name.trim().to_owned();
    let asked = name.clone();
    let person = parts.ask(move |store| store.desk().person(&asked)).await?;
    let kept = person.as_ref().and_then(|person| person.password.clone());
    parts.lock.open(&name, password, kept, (parts.clock)()).await?;
    let person = person.ok_or_else(Problem::wrong_password)?;
    let password = person.password.ok_or_else(Problem::wrong_password)?;
    begin(&parts, &headers, &person.name, password, Vec::new(), "session.begun").await
}

/// Who is signed in.
#[utoipa::path(get, path = "/v1/session", tag = "access", security(("session" = ["viewer"])),
    responses((status = 200, body = SessionV1)))]
pub async fn get(SignedIn { caller, csrf, .. }: SignedIn) -> Response {
    let told = SessionV1 { name: caller.name, role: caller.role.name().into(), csrf };
    ([(CACHE_CONTROL, "no-store")], Json(told)).into_response()
}

/// Signs out.
#[utoipa::path(delete, path = "/v1/session", tag = "access", security(("session" = ["viewer"])),
    responses((status = 204, description = "The session has ended")))]
pub async fn sign_out(
    SignedIn { caller, session, .. }: SignedIn,
    State(parts): State<Parts>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let wish = people(vec![PeopleChange::SignedOut(session)]);
    parts.keeper.keep(caller.wishes(wish, "session.ended", "", (parts.clock)())).await?;
    let gone = set_cookie(&headers, "", 0);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, gone)]).into_response())
}

/// Changes one's own password; every other session of the person ends.
#[utoipa::path(put, path = "/v1/session/password", tag = "access", request_body = NewPasswordV1,
    security(("session" = ["viewer"])), responses((status = 204, description = "It is changed")))]
pub async fn change_password(
    SignedIn { caller, session, .. }: SignedIn,
    State(parts): State<Parts>,
    told: Result<Told<NewPasswordV1>, Problem>,
) -> Result<StatusCode, Problem> {
    let Told(NewPasswordV1 { old, new }) = told?;
    password::check(&new, &caller.name).map_err(Problem::bad_request)?;
    let name = caller.name.clone();
    let person = parts.ask(move |store| store.desk().person(&name)).await?.ok_or_else(Problem::no_session)?;
    let now_ms = (parts.clock)();
    parts.lock.open(&caller.name, old, person.password.clone(), now_ms).await?;
    let before = person.password.ok_or_else(Problem::no_session)?;
    let after = parts.lock.hash(new).await?;
    let changes = vec![
        PeopleChange::SignedOutElsewhere(person.name.clone(), session),
        PeopleChange::Password { name: person.name, before, after },
    ];
    parts.keeper.keep(caller.wishes(people(changes), "password.changed", "", now_ms)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an invitation up: chooses a password, and is signed in.
#[utoipa::path(post, path = "/v1/invitation", tag = "access", request_body = JoinV1,
    responses((status = 200, body = SessionV1)))]
pub async fn join(
    State(parts): State<Parts>,
    headers: HeaderMap,
    told: Result<Told<JoinV1>, Problem>,
) -> Result<Response, Problem> {
    let Told(JoinV1 { code, name, password }) = told?;
    let (code, at_ms) = (hash(&code), (parts.clock)());
    let (found, has_people) = parts
        .ask(move |store| {
            let has_people = store.desk().people()?.iter().any(|person| person.password.is_some());
            Ok((store.desk().invitation(&code, at_ms)?, has_people))
        })
        .await?;
    // Without a name it is the first admin's, and there is one already.
    let works = |invitation: &Invitation| invitation.name.is_some() || !has_people;
    let invitation = found.filter(works).ok_or_else(Problem::no_invitation)?;
    let name = match invitation.name {
        Some(name) => name,
        None => check_name(name.as_deref().unwrap_or_default())?,
    };
    password::check(&password, &name).map_err(Problem::bad_request)?;
    let password = parts.lock.hash(password).await?;
    let joined = PeopleChange::Joined { invitation: code, name: name.clone(), password: password.clone(), at_ms };
    begin(&parts, &headers, &name, password, vec![joined], "person.joined").await
}

/// A name that somebody may have.
pub fn check_name(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    let is_good = !name.is_empty() && name.len() <= NAME_BYTES_MAX && !name.contains(char::is_control);
    if is_good {
        Ok(name.to_owned())
    } else {
        Err(Problem::bad_request(format!("`name` has 1 to {NAME_BYTES_MAX} bytes of text")))
    }
}

/// Keeps `changes` and a new session of whoever has this name and the password of this hash, and gives the browser its
/// cookie.
async fn begin(
    parts: &Parts,
    headers: &HeaderMap,
    name: &str,
    password: String,
    mut changes: Vec<PeopleChange>,
    what: &str,
) -> Result<Response, Problem> {
    let cookie = random("ses_").map_err(|error| Problem::failed(&error))?;
    let now_ms = (parts.clock)();
    let hash = hash(&cookie);
    let session = Session { hash, name: name.to_owned(), until_ms: now_ms.saturating_add(SESSION_MS) };
    changes.extend([PeopleChange::Expired(now_ms), PeopleChange::SignedIn(session, password)]);
    let entry = Entry { at_ms: now_ms, who: name.to_owned(), what: what.into(), about: String::new() };
    changes.push(PeopleChange::Audited(entry));
    parts.keeper.keep(people(changes)).await?;
    // What they may do is what is kept of them now.
    let person = parts.ask(move |store| store.desk().session(&hash, now_ms)).await?.ok_or_else(Problem::no_session)?;
    let told = SessionV1 { name: person.name, role: person.role.name().into(), csrf: csrf_of(&cookie) };
    let head = [(SET_COOKIE, set_cookie(headers, &cookie, SESSION_MS / 1000)), (CACHE_CONTROL, "no-store".into())];
    Ok((head, Json(told)).into_response())
}

fn people(changes: Vec<PeopleChange>) -> Wish {
    Wish::Desk(changes.into_iter().map(DeskChange::People).collect())
}

/// On this machine alone the cookie goes without TLS too.
fn set_cookie(headers: &HeaderMap, value: &str, age_s: u64) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let secure = if ["localhost", "127.0.0.1", "[::1]"].contains(&host) { "" } else { "; Secure" };
    format!("{COOKIE_NAME}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age_s}{secure}")
}
