//! `/v1/people`: who of the growth team may do what.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use moment_wire::people::{InvitationV1, NewPersonV1, PeopleV1, PersonV1, RoleV1};

use crate::app::Parts;
use crate::http::auth::{Admin, AtLeast, Caller};
use crate::http::body::Told;
use crate::http::problem::Problem;
use crate::http::session::check_name;
use crate::http::table::Wanted;
use crate::keeper::Wish;
use crate::keys::{hash, random};
use crate::role::Role;
use crate::store::desk::DeskChange;
use crate::store::people::{Invitation, PeopleChange, Person};

/// How long an invitation works: three days, for a weekend.
pub const INVITATION_MS: u64 = 3 * 24 * 3_600_000;

/// How many people there may be.
const PEOPLE_MAX: usize = 1_000;

type Name = Result<Path<String>, PathRejection>;

/// All people.
#[utoipa::path(get, path = "/v1/people", tag = "access", security(("token" = ["admin"])),
    responses((status = 200, content((PeopleV1), (String = "text/csv")))))]
pub async fn list(_: Admin, State(parts): State<Parts>, wanted: Wanted) -> Result<Response, Problem> {
    let found = parts.ask(|store| store.desk().people()).await?;
    let line = |Person { name, role, password, made_ms }| PersonV1 {
        name,
        role: Role::name(role).into(),
        joined: password.is_some(),
        made_ms,
    };
    let people = PeopleV1 { people: found.into_iter().map(line).collect() };
    wanted.answer(people, |people| &people.people[..], None)
}

/// Invites somebody. Who is known already is signed out everywhere and has to choose a password anew.
#[utoipa::path(post, path = "/v1/people", tag = "access", request_body = NewPersonV1, security(("token" = ["admin"])),
    responses((status = 201, body = InvitationV1)))]
pub async fn invite(
    AtLeast(caller): Admin,
    State(parts): State<Parts>,
    wanted: Result<Told<NewPersonV1>, Problem>,
) -> Result<(StatusCode, Json<InvitationV1>), Problem> {
    let Told(NewPersonV1 { name, role }) = wanted?;
    let (name, role) = (check_name(&name)?, role_of(&role)?);
    let known = parts.ask(|store| store.desk().people()).await?;
    if known.len() >= PEOPLE_MAX {
        return Err(Problem::bad_request(format!("there are {PEOPLE_MAX} people already, as many as there may be")));
    }
    check_admin_left(&known, &name, None)?;
    let code = random("inv_").map_err(|error| Problem::failed(&error))?;
    let now_ms = (parts.clock)();
    let until_ms = now_ms.saturating_add(INVITATION_MS);
    let changes = vec![
        PeopleChange::Awaited { name: name.clone(), role, made_ms: now_ms },
        PeopleChange::Invited(Invitation { hash: hash(&code), name: Some(name.clone()), until_ms }),
    ];
    keep(&parts, &caller, changes, "person.invited", &name).await?;
    Ok((StatusCode::CREATED, Json(InvitationV1 { code, until_ms })))
}

/// Gives somebody another role.
#[utoipa::path(patch, path = "/v1/people/{id}", tag = "access", params(("id" = String, Path, description = "The person's name")),
    request_body = RoleV1, security(("token" = ["admin"])),
    responses((status = 204, description = "It is changed")))]
pub async fn change(
    AtLeast(caller): Admin,
    State(parts): State<Parts>,
    name: Name,
    wanted: Result<Told<RoleV1>, Problem>,
) -> Result<StatusCode, Problem> {
    let (Path(name), Told(RoleV1 { role })) = (name?, wanted?);
    let role = role_of(&role)?;
    let (person, all) = one(&parts, name).await?;
    check_admin_left(&all, &person.name, Some(role))?;
    let changes = vec![PeopleChange::Role(person.name.clone(), role)];
    keep(&parts, &caller, changes, "person.changed", &person.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes somebody's access away, at once.
#[utoipa::path(delete, path = "/v1/people/{id}", tag = "access", params(("id" = String, Path, description = "The person's name")),
    security(("token" = ["admin"])), responses((status = 204, description = "The person is no more")))]
pub async fn remove(AtLeast(caller): Admin, State(parts): State<Parts>, name: Name) -> Result<StatusCode, Problem> {
    let Path(name) = name?;
    let (person, all) = one(&parts, name).await?;
    check_admin_left(&all, &person.name, None)?;
    keep(&parts, &caller, vec![PeopleChange::Removed(person.name.clone())], "person.removed", &person.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn one(parts: &Parts, name: String) -> Result<(Person, Vec<Person>), Problem> {
    let asked = name.clone();
    let (person, all) = parts.ask(move |store| Ok((store.desk().person(&asked)?, store.desk().people()?))).await?;
    let person = person.ok_or_else(|| Problem::not_found("nobody is called so"))?;
    Ok((person, all))
}

/// Somebody must be left who can let others in, if anybody can now. The store looks again when it makes the change.
fn check_admin_left(all: &[Person], name: &str, role: Option<Role>) -> Result<(), Problem> {
    let is_admin = |person: &&Person| person.role == Role::Admin && person.password.is_some();
    let admins: Vec<&Person> = all.iter().filter(is_admin).collect();
    let is_last = matches!(admins[..], [last] if last.name.eq_ignore_ascii_case(name));
    if is_last && role != Some(Role::Admin) {
        return Err(Problem::bad_request("this is the last admin; make somebody else one first"));
    }
    Ok(())
}

fn role_of(name: &str) -> Result<Role, Problem> {
    Role::named(name).ok_or_else(|| Problem::bad_request("`role` is none of viewer, editor, approver, admin"))
}

async fn keep(
    parts: &Parts,
    caller: &Caller,
    changes: Vec<PeopleChange>,
    what: &str,
    name: &str,
) -> Result<(), Problem> {
    let wish = Wish::Desk(changes.into_iter().map(DeskChange::People).collect());
    parts.keeper.keep(caller.wishes(wish, what, name, (parts.clock)())).await?;
    Ok(())
}
