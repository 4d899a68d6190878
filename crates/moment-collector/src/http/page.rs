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
        let wrong = |_| Problem::bad_request("`cursor` is not one that the page before gave");
        let cursor = self.cursor.as_ref().filter(|cursor| !cursor.is_empty());
        Ok((limit(self.limit), cursor.map(|cursor| cursor.parse()).transpose().map_err(wrong)?))
    }
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
