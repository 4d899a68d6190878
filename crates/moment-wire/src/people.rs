//! People of the growth team, as the API tells of them and is told. Instants are milliseconds since the Unix epoch.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// The header that proves that a request which changes something comes from the console's own pages.
pub const CSRF: &str = "x-csrf-token";

/// The shortest password, in characters.
pub const PASSWORD_MIN: usize = 12;

/// The longest password, in bytes.
pub const PASSWORD_BYTES_MAX: usize = 256;

/// Who signs in: the body of `POST /v1/session`, version 1.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInV1 {
    /// The person's name.
    pub name: String,
    /// The password.
    pub password: String,
}

/// Who is signed in, version 1.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SessionV1 {
    /// The person's name.
    pub name: String,
    /// `viewer`, `editor`, `approver` or `admin`.
    pub role: String,
    /// What the header [`CSRF`] wants.
    pub csrf: String,
}

/// Somebody takes an invitation up: the body of `POST /v1/invitation`, version 1.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct JoinV1 {
    /// The invitation's code, `inv_…`.
    pub code: String,
    /// The name to have, where the invitation has none.
    #[serde(default)]
    pub name: Option<String>,
    /// The password to have: at least 12 characters.
    pub password: String,
}

/// Another password: the body of `PUT /v1/session/password`, version 1.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPasswordV1 {
    /// The password until now.
    pub old: String,
    /// The password from now on: at least 12 characters.
    pub new: String,
}

/// Somebody is invited, or has forgotten the password: the body of `POST /v1/people`, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPersonV1 {
    /// The person's name, such as an e-mail address.
    pub name: String,
    /// `viewer`, `editor`, `approver` or `admin`.
    pub role: String,
}

/// An invitation, version 1: the only answer that has its code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct InvitationV1 {
    /// The code, which works once: `/console/#invite=` and the code is the link to give to the person.
    pub code: String,
    /// Until when it works.
    pub until_ms: u64,
}

/// Another role: the body of `PATCH /v1/people/{id}`, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleV1 {
    /// `viewer`, `editor`, `approver` or `admin`.
    pub role: String,
}

/// All people, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PeopleV1 {
    /// The people, by name.
    pub people: Vec<PersonV1>,
}

/// A person, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PersonV1 {
    /// The name.
    pub name: String,
    /// The role.
    pub role: String,
    /// Whether a password was chosen; else an invitation is open, or has run out.
    pub joined: bool,
    /// Since when the person is known.
    pub made_ms: u64,
}
