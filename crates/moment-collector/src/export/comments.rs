//! What customers wrote, as rows.

use anyhow::Result;
use moment_wire::hex::hex;

use super::{AT_ONCE, Column, Kind, column, maybe};
use crate::cell::Cell;
use crate::store::{CommentsQuery, Store};

pub(super) const COLUMNS: [Column; 9] = [
    column("id", Kind::Text, "the comment's id, 32 hexadecimal digits"),
    column("trial", Kind::Text, "the trial's id"),
    column("words", Kind::Text, "what the customer wrote: text, never markup"),
    maybe("about", Kind::Text, "the moment or prompt that it is about"),
    column("at_ms", Kind::Integer, "when it was written, by the browser's clock"),
    column("received_ms", Kind::Integer, "when the collector took it in"),
    column("signed", Kind::Truth, "whether it came with the vendor's signature"),
    column("replies", Kind::Integer, "how often it was answered"),
    maybe("answered_ms", Kind::Integer, "when it was first answered"),
];

/// The newest first.
pub(super) fn each(store: &dyn Store, put: &mut dyn FnMut(Vec<Cell>) -> Result<()>) -> Result<()> {
    let mut after = None;
    loop {
        let page = store.comments(&CommentsQuery { limit: AT_ONCE, after, ..CommentsQuery::default() })?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some((last.received_ms, last.id));
        for comment in page {
            let replies = store.desk().replies_to(&comment.trial, &comment.id)?;
            put(vec![
                hex(&comment.id).into(),
                comment.trial.into(),
                comment.words.into(),
                comment.about.into(),
                comment.at_ms.into(),
                comment.received_ms.into(),
                comment.signed.into(),
                u64::try_from(replies.len()).unwrap_or(u64::MAX).into(),
                replies.first().map(|reply| reply.at_ms).into(),
            ])?;
        }
    }
}
