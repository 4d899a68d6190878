//! Sums over all trials, which the schema's triggers keep true with each write: to ask for them scans nothing.

use rusqlite::{Connection, params_from_iter};

use crate::store::sqlite::{read, write};
use crate::store::{Stored, Totals};

/// Times to value are counted by the millisecond and, so that the middle one is found without walking all of them, by
/// spans of this length. The schema's triggers know it too.
const SPAN_MS: i64 = 3_600_000;

/// Sums over all trials.
pub(super) fn totals(connection: &Connection) -> Stored<Totals> {
    let _one_instant = read::one_instant(connection)?;
    let sql = "SELECT trials, simulated, activated, shown, clicked, dismissed, cold, warming, ready, urgent, upgraded,
               quarantined FROM tally";
    let mut totals = connection.prepare_cached(sql)?.query_row([], |row| {
        let count = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
        Ok(Totals {
            trials: count(0)?,
            simulated: count(1)?,
            activated: count(2)?,
            shown: count(3)?,
            clicked: count(4)?,
            dismissed: count(5)?,
            bands: [count(6)?, count(7)?, count(8)?, count(9)?],
            upgraded: count(10)?,
            quarantined: count(11)?,
            ..Totals::default()
        })
    })?;
    let dropped = read::setting(connection, write::QUARANTINE_DROPPED)?;
    totals.quarantine_dropped = dropped.map_or(0, i64::cast_unsigned);
    totals.median_to_value_ms = median(connection, totals.activated)?;
    let mut moments = connection.prepare_cached("SELECT moment, trials FROM moment_tally WHERE trials > 0")?;
    totals.moments = moments
        .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())))?
        .collect::<Result<_, _>>()?;
    Ok(totals)
}

/// The one in the middle of so many, or the mean of the two there.
fn median(connection: &Connection, count: u64) -> Stored<Option<u64>> {
    let Some(last) = count.checked_sub(1) else { return Ok(None) };
    let (lower, upper) = (nth(connection, last / 2)?, nth(connection, count / 2)?);
    Ok(lower.zip(upper).map(|(lower, upper)| u64::midpoint(lower, upper)))
}

/// The time to value that so many others are before.
fn nth(connection: &Connection, place: u64) -> Stored<Option<u64>> {
    let spans = "SELECT span, trials FROM value_span_tally ORDER BY span";
    let Some((span, before)) = walk(connection, spans, &[], place)? else { return Ok(None) };
    let times = "SELECT ms, trials FROM value_tally WHERE ms >= ?1 AND ms < ?2 ORDER BY ms";
    let found = walk(connection, times, &[span * SPAN_MS, (span + 1) * SPAN_MS], place - before)?;
    Ok(found.map(|(ms, _)| ms.cast_unsigned()))
}

/// The first column of the row in which the `place`-th lies by the counts of the second, and how many are before it.
fn walk(connection: &Connection, sql: &str, values: &[i64], place: u64) -> Stored<Option<(i64, u64)>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut before = 0;
    while let Some(row) = rows.next()? {
        let count = row.get::<_, i64>(1)?.cast_unsigned();
        if place < before + count {
            return Ok(Some((row.get(0)?, before)));
        }
        before += count;
    }
    Ok(None)
}
