//! Pages of a list: how long they are, and where the next begins.

use serde::Deserialize;

use crate::http::problem::Problem;

/// The longest page of a list.
const LIMIT_MAX: usize = 200;

/// How long a page is if nobody says.
const LIMIT: usize = 50;

/// The query of a list that knows no filters.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// At most so many, 50 if it is not said, 200 at most.
    pub(super) limit: Option<usize>,
    /// What the page before gave as `next`.
    pub(super) cursor: Option<String>,
}

impl Params {
    /// The length of the page, and the number that the page before ended with.
    pub fn numbered(&self) -> Result<(usize, Option<u64>), Problem> {
        Ok((limit(self.limit), after(self.cursor.as_deref(), |cursor| cursor.parse().ok())?))
    }
}

/// What the page before ended with, as `read` has it from the cursor; an empty cursor is none. Errors: it is none of this
/// list's.
pub fn after<T>(cursor: Option<&str>, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else { return Ok(None) };
    let wrong = || Problem::bad_request("`cursor` is not one that the page before gave");
    read(cursor).map(Some).ok_or_else(wrong)
}

/// How long a page is of which so many lines are wanted.
#[must_use]
pub fn limit(wanted: Option<usize>) -> usize {
    wanted.unwrap_or(LIMIT).clamp(1, LIMIT_MAX)
}

/// Of one line more than `limit`, if there are so many, the first `limit`, and the cursor of the page after them.
pub fn next_of<T>(found: &mut Vec<T>, limit: usize, cursor: impl FnOnce(&T) -> String) -> Option<String> {
    let has_more = found.len() > limit;
    found.truncate(limit);
    found.last().filter(|_| has_more).map(cursor)
}
