//! `/v1/webhooks`: where events are sent, and what became of them.

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use moment_wire::webhook::{
    AttemptV1, DeliveriesV1, DeliveryV1, KINDS, NewWebhookV1, TEST, TestSentV1, WebhookChangeV1, WebhookSecretV1,
    WebhookV1, WebhooksV1,
};

use crate::app::Parts;
use crate::courier::address::check;
use crate::http::auth::{Admin, AtLeast, Caller};
use crate::http::body::Told;
use crate::http::page::{Params, next_of};
use crate::http::problem::Problem;
use crate::http::table::Wanted;
use crate::keeper::Wish;
use crate::keys::{random, random_secret};
use crate::store::desk::DeskChange;
use crate::store::hook::{Attempt, Delivery, HOOKS_MAX, Hook, HookChange, HookState, Shape, Telling};

/// For how long events are signed with the secret before a rotation too: a day, to give the receiver the new one.
const OVERLAP_MS: u64 = 24 * 3_600_000;

type Id = Result<Path<String>, PathRejection>;

/// All webhooks.
#[utoipa::path(get, path = "/v1/webhooks", tag = "webhooks", security(("token" = ["admin"])),
    responses((status = 200, content((WebhooksV1), (String = "text/csv")))))]
pub async fn list(_: Admin, State(parts): State<Parts>, wanted: Wanted) -> Result<Response, Problem> {
    let found = parts.ask(|store| store.desk().hooks()).await?;
    let all = WebhooksV1 { webhooks: found.iter().map(|(hook, waiting)| line(hook, *waiting)).collect() };
    wanted.answer(all, |all| &all.webhooks[..], None)
}

/// Makes a webhook and tells its secret, this once.
#[utoipa::path(post, path = "/v1/webhooks", tag = "webhooks", security(("token" = ["admin"])),
    request_body = NewWebhookV1, responses((status = 201, body = WebhookSecretV1)))]
pub async fn create(
    AtLeast(caller): Admin,
    State(parts): State<Parts>,
    wanted: Result<Told<NewWebhookV1>, Problem>,
) -> Result<(StatusCode, Json<WebhookSecretV1>), Problem> {
    let Told(NewWebhookV1 { url, shape, events }) = wanted?;
    check(&url, parts.links.to_private).map_err(Problem::bad_request)?;
    let shape = match shape.as_deref() {
        None => Shape::CloudEvents,
        Some(name) => {
            Shape::named(name).ok_or_else(|| Problem::bad_request("`shape` is none of cloudevents, slack"))?
        }
    };
    check_events(&events)?;
    if parts.ask(|store| store.desk().hooks()).await?.len() >= HOOKS_MAX {
        return Err(Problem::bad_request(format!("there are {HOOKS_MAX} webhooks already, as many as there may be")));
    }
    let failed = |error: std::io::Error| Problem::failed(&error);
    let hook = Hook {
        id: random("wh_").map_err(failed)?,
        url,
        shape,
        events,
        secret: random_secret().map_err(failed)?,
        old_secret: None,
        state: HookState::Active,
        reason: None,
        made_ms: (parts.clock)(),
    };
    let told = WebhookSecretV1 { webhook: line(&hook, 0), secret: hook.secret.clone() };
    let id = hook.id.clone();
    keep(&parts, &caller, HookChange::Made(hook), "webhook.created", &id).await?;
    Ok((StatusCode::CREATED, Json(told)))
}

/// Pauses a webhook, lets it go on, or changes what it is told.
#[utoipa::path(patch, path = "/v1/webhooks/{id}", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The webhook's id")), request_body = WebhookChangeV1,
    responses((status = 200, body = WebhookV1)))]
pub async fn change(
    AtLeast(caller): Admin,
    State(parts): State<Parts>,
    id: Id,
    wanted: Result<Told<WebhookChangeV1>, Problem>,
) -> Result<Json<WebhookV1>, Problem> {
    let (Path(id), Told(wanted)) = (id?, wanted?);
    one(&parts, id.clone()).await?;
    check_events(wanted.events.as_deref().unwrap_or_default())?;
    let state = match wanted.state.as_deref().map(HookState::named) {
        None => None,
        Some(Some(state @ (HookState::Active | HookState::Paused))) => Some(state),
        Some(_) => return Err(Problem::bad_request("`state` is none of active, paused")),
    };
    let change = HookChange::Changed { id: id.clone(), events: wanted.events, state };
    keep(&parts, &caller, change, "webhook.changed", &id).await?;
    let (hook, waiting) = one(&parts, id).await?;
    Ok(Json(line(&hook, waiting)))
}

/// Forgets a webhook, and with it what waits for it.
#[utoipa::path(delete, path = "/v1/webhooks/{id}", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The webhook's id")),
    responses((status = 204, description = "It is forgotten")))]
pub async fn remove(AtLeast(caller): Admin, State(parts): State<Parts>, id: Id) -> Result<StatusCode, Problem> {
    let Path(id) = id?;
    let (hook, _) = one(&parts, id).await?;
    keep(&parts, &caller, HookChange::Removed(hook.id.clone()), "webhook.removed", &hook.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a webhook a new secret. For a day events are signed with the old one too.
#[utoipa::path(post, path = "/v1/webhooks/{id}/rotate", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The webhook's id")),
    responses((status = 200, body = WebhookSecretV1)))]
pub async fn rotate(
    AtLeast(caller): Admin,
    State(parts): State<Parts>,
    id: Id,
) -> Result<Json<WebhookSecretV1>, Problem> {
    let Path(id) = id?;
    let (hook, waiting) = one(&parts, id.clone()).await?;
    let secret = random_secret().map_err(|error| Problem::failed(&error))?;
    let until_ms = (parts.clock)().saturating_add(OVERLAP_MS);
    let change = HookChange::Rotated { id: id.clone(), secret: secret.clone(), until_ms };
    keep(&parts, &caller, change, "webhook.rotated", &id).await?;
    Ok(Json(WebhookSecretV1 { webhook: line(&hook, waiting), secret }))
}

/// Sends an event that says nothing, to this webhook alone.
#[utoipa::path(post, path = "/v1/webhooks/{id}/test", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The webhook's id")),
    responses((status = 202, body = TestSentV1)))]
pub async fn test(
    AtLeast(caller): Admin,
    State(parts): State<Parts>,
    id: Id,
) -> Result<(StatusCode, Json<TestSentV1>), Problem> {
    let Path(id) = id?;
    let (hook, _) = one(&parts, id).await?;
    if hook.state == HookState::Disabled {
        return Err(Problem::bad_request("the webhook is disabled; set its `state` to active first"));
    }
    let event = random("evt_").map_err(|error| Problem::failed(&error))?;
    let telling = Telling {
        event: event.clone(),
        kind: TEST.into(),
        trial: String::new(),
        at_ms: (parts.clock)(),
        data: "{}".into(),
    };
    keep(&parts, &caller, HookChange::Told(telling, Some(hook.id.clone())), "webhook.tested", &hook.id).await?;
    Ok((StatusCode::ACCEPTED, Json(TestSentV1 { event })))
}

/// What became of events, the newest first.
#[utoipa::path(get, path = "/v1/webhooks/{id}/deliveries", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The webhook's id"), Params),
    responses((status = 200, content((DeliveriesV1), (String = "text/csv")))))]
pub async fn deliveries(
    _: Admin,
    State(parts): State<Parts>,
    id: Id,
    params: Result<Query<Params>, QueryRejection>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let (Path(id), Query(params)) = (id?, params?);
    let (limit, before) = params.numbered()?;
    let (hook, _) = one(&parts, id).await?;
    let mut found = parts.ask(move |store| store.desk().deliveries(&hook.id, before, limit + 1)).await?;
    let next = next_of(&mut found, limit, |last| last.due.seq.to_string());
    let page = DeliveriesV1 { deliveries: found.into_iter().map(delivery).collect(), next: next.clone() };
    wanted.answer(page, |page| &page.deliveries[..], next.as_deref())
}

async fn one(parts: &Parts, id: String) -> Result<(Hook, u64), Problem> {
    let found = parts.ask(|store| store.desk().hooks()).await?;
    let known = found.into_iter().find(|(hook, _)| hook.id == id);
    known.ok_or_else(|| Problem::not_found("no webhook has this id"))
}

async fn keep(parts: &Parts, caller: &Caller, change: HookChange, what: &str, id: &str) -> Result<(), Problem> {
    let wish = Wish::Desk(vec![DeskChange::Hook(change)]);
    parts.keeper.keep(caller.wishes(wish, what, id, (parts.clock)())).await?;
    Ok(())
}

fn check_events(events: &[String]) -> Result<(), Problem> {
    match events.iter().find(|event| !KINDS.contains(&event.as_str())) {
        Some(_) => Err(Problem::bad_request(format!("`events` may have {}", KINDS.join(", ")))),
        None => Ok(()),
    }
}

fn line(hook: &Hook, waiting: u64) -> WebhookV1 {
    WebhookV1 {
        id: hook.id.clone(),
        url: hook.url.clone(),
        shape: hook.shape.name().into(),
        events: hook.events.clone(),
        state: hook.state.name().into(),
        reason: hook.reason.clone(),
        made_ms: hook.made_ms,
        waiting,
    }
}

fn delivery(delivery: Delivery) -> DeliveryV1 {
    let Telling { event, kind, trial, at_ms, .. } = delivery.due.telling;
    let attempt = |Attempt { at_ms, took_ms, status, error }: Attempt| AttemptV1 { at_ms, took_ms, status, error };
    DeliveryV1 {
        event,
        kind,
        trial: (!trial.is_empty()).then_some(trial),
        at_ms,
        state: delivery.state.into(),
        due_ms: delivery.due_ms,
        attempts: delivery.log.into_iter().map(attempt).collect(),
    }
}
