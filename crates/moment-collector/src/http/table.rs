//! Lists as JSON, or as CSV for whoever asks with `Accept: text/csv`; then the next page is in the header `Link`.

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, CONTENT_TYPE, LINK, VARY};
use axum::http::{HeaderValue, Uri, request};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::cell::Cell;
use crate::http::problem::Problem;

/// A line of a table.
pub trait Row {
    /// The names of its columns.
    const COLUMNS: &'static [&'static str];
    /// Its cells, as many as there are columns.
    fn cells(&self) -> Vec<Cell>;
}

/// How the caller wants to read, and where they are.
#[derive(Debug, Clone)]
pub struct Wanted {
    is_csv: bool,
    uri: Uri,
}

impl<S: Sync> FromRequestParts<S> for Wanted {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(request: &mut request::Parts, _: &S) -> Result<Self, Self::Rejection> {
        let accepted = request.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        let is_csv =
            accepted.split(',').any(|kind| kind.split(';').next().is_some_and(|kind| kind.trim() == "text/csv"));
        Ok(Self { is_csv, uri: request.uri.clone() })
    }
}

impl Wanted {
    /// The whole as JSON, or its rows as CSV.
    pub fn answer<T: Serialize, R: Row>(
        &self,
        whole: T,
        rows: impl FnOnce(&T) -> &[R],
        next: Option<&str>,
    ) -> Result<Response, Problem> {
        let mut response = if self.is_csv {
            let text = csv(rows(&whole)).map_err(|error| Problem::failed(&error))?;
            ([(CONTENT_TYPE, "text/csv; charset=utf-8; header=present")], text).into_response()
        } else {
            Json(&whole).into_response()
        };
        let headers = response.headers_mut();
        headers.append(VARY, HeaderValue::from_static("Accept"));
        if let Some(link) = next.and_then(|next| HeaderValue::from_str(&self.link(next)).ok()) {
            headers.insert(LINK, link);
        }
        Ok(response)
    }

    fn link(&self, next: &str) -> String {
        let others = self.uri.query().unwrap_or_default().split('&');
        let kept: Vec<&str> = others.filter(|part| !part.is_empty() && !part.starts_with("cursor=")).collect();
        let cursor = next.bytes().fold(String::new(), |text, byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b'~' => text + &char::from(byte).to_string(),
            _ => text + &format!("%{byte:02X}"),
        });
        let query = [&kept[..], &[&format!("cursor={cursor}")]].concat().join("&");
        format!("<{}?{query}>; rel=\"next\"", self.uri.path())
    }
}

fn csv<R: Row>(rows: &[R]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(R::COLUMNS)?;
    for row in rows {
        writer.write_record(row.cells().iter().map(guarded))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A cell for people who open it in a spreadsheet, which would take some beginnings of a text for a formula and run it: such a
/// text has an apostrophe before it, whoever wrote it. Numbers are never text.
/// <https://owasp.org/www-community/attacks/CSV_Injection>
fn guarded(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if text.starts_with(FORMULAS) => format!("'{text}"),
        cell => cell.to_string(),
    }
}

/// How formulas begin, also in full width, and what a spreadsheet skips before it looks.
const FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_begins_like_a_formula_has_an_apostrophe_and_nothing_else_has() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"] {
            assert_eq!(guarded(&text.into()), format!("'{text}"));
        }
        for text in ["", "a=1", " =1", "'=1", "1-1", "数"] {
            assert_eq!(guarded(&text.into()), text);
        }
        assert_eq!(guarded(&(-5_i64).into()), "-5");
        assert_eq!(guarded(&(-0.5).into()), "-0.5");
        assert_eq!(guarded(&Cell::Empty), "");
        assert_eq!(guarded(&false.into()), "false");
    }
}
