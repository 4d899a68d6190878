//! The doors of the API and the `OpenAPI` 3.1 document that describes them: each stands in both or in neither.

use axum::Router;
use moment_wire::report::ProblemV1;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Parts;
use crate::http::{
    accounts, audit, beacon, comments, erase, outcomes, overview, pause, people, quarantine, replies, reply, session,
    start, stripe, sums, trials, webhooks,
};

#[derive(OpenApi)]
#[openapi(
    info(title = "Second Moment", description = "The collector's API. Instants are milliseconds since the Unix epoch."),
    components(schemas(ProblemV1)),
    modifiers(&Rights),
    tags(
        (name = "browser", description = "What the widget asks, with the public key; bytes as the wire has them"),
        (name = "backend", description = "What the vendor's backend and Stripe tell"),
        (name = "reading", description = "What the growth team reads; lists as CSV with `Accept: text/csv`"),
        (name = "steering", description = "What the growth team does"),
        (name = "erasure", description = "Forgetting somebody"),
        (name = "webhooks", description = "Where events are sent"),
        (name = "access", description = "Who may do what, and who did"),
    )
)]
struct Document;

/// The ways of showing who asks. A right's scopes are roles: the least that suffices.
struct Rights;

impl Modify for Rights {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let cookie = ApiKeyValue::with_description(
            "sm_session",
            "Somebody is signed in at the console. What changes something also needs the header `x-csrf-token`.",
        );
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        for (name, description) in [
            ("token", "A token made by `second-moment token`. The scope is the least role that suffices."),
            ("secret", "The vendor's secret key."),
        ] {
            let mut bearer = Http::new(HttpAuthScheme::Bearer);
            bearer.description = Some(description.into());
            components.add_security_scheme(name, SecurityScheme::Http(bearer));
        }
    }
}

/// What holds for every door: it may answer with a problem, and what a token opens a person's session opens too.
fn complete(document: &mut utoipa::openapi::OpenApi) {
    let content = ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name("ProblemV1")))).build();
    let problem = ResponseBuilder::new()
        .description("What is wrong, as RFC 9457 has it")
        .content("application/problem+json", content)
        .build();
    for item in document.paths.paths.values_mut() {
        let operations =
            [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.options, &mut item.patch];
        for operation in operations.into_iter().flatten() {
            operation.responses.responses.insert("default".into(), RefOr::T(problem.clone()));
            let ways = operation.security.iter_mut().flatten();
            let by_session: Vec<_> = ways.filter_map(|way| by_session(way)).collect();
            operation.security.iter_mut().for_each(|ways| ways.extend(by_session.iter().cloned()));
        }
    }
}

/// The way of a session beside that of a token, with the same least role.
fn by_session(way: &SecurityRequirement) -> Option<SecurityRequirement> {
    let way = serde_json::to_value(way).ok()?;
    let role = way.get("token")?.get(0)?.as_str()?;
    Some(SecurityRequirement::new("session", [role]))
}

/// The doors, and the document.
pub fn router() -> (Router<Parts>, utoipa::openapi::OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(start::get))
        .routes(routes!(beacon::post))
        .routes(routes!(comments::list, comments::post))
        .routes(routes!(reply::post))
        .routes(routes!(replies::get, replies::seen))
        .routes(routes!(outcomes::post))
        .routes(routes!(stripe::post))
        .routes(routes!(overview::get))
        .routes(routes!(trials::list))
        .routes(routes!(trials::one, erase::delete, erase::preflight))
        .routes(routes!(accounts::list))
        .routes(routes!(sums::journey))
        .routes(routes!(sums::prompts))
        .routes(routes!(sums::ledger))
        .routes(routes!(pause::get, pause::put))
        .routes(routes!(quarantine::list))
        .routes(routes!(audit::list))
        .routes(routes!(session::get, session::sign_in, session::sign_out))
        .routes(routes!(session::change_password))
        .routes(routes!(session::join))
        .routes(routes!(people::list, people::invite))
        .routes(routes!(people::change, people::remove))
        .routes(routes!(webhooks::list, webhooks::create))
        .routes(routes!(webhooks::change, webhooks::remove))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::test))
        .routes(routes!(webhooks::deliveries))
        .split_for_parts();
    complete(&mut document);
    (router, document)
}
