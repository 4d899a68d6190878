//! Questions as SQL.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params_from_iter};

use crate::store::{Ending, Replica, Standing, Stored, TrialsQuery};

const STANDING: &str =
    "SELECT t.trial, t.account, t.plan, t.started_ms, t.length_days, t.last_seen_ms, t.score, t.band,
    t.probability, t.top_reason, t.activated_ms, t.shown, t.clicked, t.dismissed, t.simulated, t.signed,
    e.outcome, e.at_ms, e.value
    FROM trial t LEFT JOIN ending e ON e.trial = t.trial";

/// As long as this lives, all answers are of one instant; whoever asks within a transaction has that already.
pub(super) fn one_instant(connection: &Connection) -> Stored<Option<Transaction<'_>>> {
    Ok(connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?)
}

/// The replicas of a trial, by number.
pub(super) fn replicas(connection: &Connection, trial: &str) -> Stored<Vec<Replica>> {
    let sql = "SELECT replica, beacon, received_ms, signed, skew_ms FROM replica WHERE trial = ?1 ORDER BY replica";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([trial], replica)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A replica whose number is the row's first column.
pub(super) fn replica(row: &Row) -> rusqlite::Result<Replica> {
    Ok(Replica {
        replica: row.get::<_, i64>(0)?.cast_unsigned(),
        beacon: row.get(1)?,
        received_ms: row.get::<_, i64>(2)?.cast_unsigned(),
        signed: row.get(3)?,
        skew_ms: row.get(4)?,
    })
}

/// Whether this replica was erased.
pub(super) fn is_erased(connection: &Connection, replica: u64) -> Stored<bool> {
    Ok(connection.prepare_cached("SELECT 1 FROM erased WHERE replica = ?1")?.exists([replica.cast_signed()])?)
}

/// A trial's standing and ending.
pub(super) fn trial(connection: &Connection, trial: &str) -> Stored<Option<(Standing, Option<Ending>)>> {
    let _one_instant = one_instant(connection)?;
    let mut statement = connection.prepare_cached(&format!("{STANDING} WHERE t.trial = ?1"))?;
    let Some((mut standing, ending)) = statement.query_row([trial], standing).optional()? else { return Ok(None) };
    let mut moments = connection.prepare_cached("SELECT moment FROM reached WHERE trial = ?1 ORDER BY moment")?;
    standing.moments = moments.query_map([trial], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Some((standing, ending)))
}

/// How a trial ended, whether it was ever heard of or not.
pub(super) fn ending(connection: &Connection, trial: &str) -> Stored<Option<Ending>> {
    let mut statement = connection.prepare_cached("SELECT outcome, at_ms, value FROM ending WHERE trial = ?1")?;
    let ending = statement.query_row([trial], |row| {
        Ok(Ending { outcome: row.get(0)?, at_ms: row.get::<_, i64>(1)?.cast_unsigned(), value: row.get(2)? })
    });
    Ok(ending.optional()?)
}

/// A page of trials, the highest score first.
pub(super) fn trials(connection: &Connection, query: &TrialsQuery) -> Stored<Vec<(Standing, Option<Ending>)>> {
    let _one_instant = one_instant(connection)?;
    let Some((score, trial)) = &query.after else { return part(connection, query, None, query.limit) };
    // Two parts, each of which begins where it is in the index: those of the same score, and those below.
    let score = i64::from(*score);
    let same = ("t.score = ? AND t.trial > ?", vec![score.into(), trial.clone().into()]);
    let mut found = part(connection, query, Some(same), query.limit)?;
    let below = ("t.score < ?", vec![score.into()]);
    found.extend(part(connection, query, Some(below), query.limit - found.len())?);
    Ok(found)
}

/// A condition, and the values of its question marks.
type Condition = (&'static str, Vec<Value>);

/// The first so many of those that a query asks for and that a condition holds of. They are found in an index, and only
/// then are the rows read.
fn part(
    connection: &Connection,
    query: &TrialsQuery,
    more: Option<Condition>,
    limit: usize,
) -> Stored<Vec<(Standing, Option<Ending>)>> {
    let (conditions, values) = conditions(query, more);
    let sql = format!(
        "{STANDING} JOIN (SELECT t.trial FROM trial t WHERE {conditions} ORDER BY t.score DESC, t.trial LIMIT {limit}) found
         ON found.trial = t.trial ORDER BY t.score DESC, t.trial"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), standing)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a query asks for, and the values of its question marks in order.
fn conditions(query: &TrialsQuery, more: Option<Condition>) -> (String, Vec<Value>) {
    let mut conditions = vec!["1"];
    let mut values: Vec<Value> = Vec::new();
    if let Some((condition, of_condition)) = more {
        conditions.push(condition);
        values.extend(of_condition);
    }
    if let Some(band) = query.band {
        conditions.push("t.band = ?");
        values.push(i64::from(band).into());
    }
    if let Some(search) = &query.search {
        conditions.push("(instr(lower(t.trial), lower(?)) > 0 OR instr(lower(coalesce(t.account, '')), lower(?)) > 0)");
        values.extend([search.clone().into(), search.clone().into()]);
    }
    if let Some(simulated) = query.simulated {
        conditions.push(if simulated { "t.simulated = 1" } else { "t.simulated = 0" });
    }
    if let Some(activated) = query.activated {
        conditions.push(if activated { "t.activated_ms IS NOT NULL" } else { "t.activated_ms IS NULL" });
    }
    let ended = "EXISTS (SELECT 1 FROM ending e WHERE e.trial = t.trial AND e.outcome = ?)";
    for (condition, value) in [("t.account = ?", &query.account), ("t.plan = ?", &query.plan), (ended, &query.outcome)]
    {
        if let Some(value) = value {
            conditions.push(condition);
            values.push(value.clone().into());
        }
    }
    (conditions.join(" AND "), values)
}

fn standing(row: &Row) -> rusqlite::Result<(Standing, Option<Ending>)> {
    let unsigned = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    let outcome: Option<String> = row.get(16)?;
    let ending = match outcome {
        Some(outcome) => Some(Ending { outcome, at_ms: unsigned(17)?, value: row.get(18)? }),
        None => None,
    };
    let standing = Standing {
        trial: row.get(0)?,
        account: row.get(1)?,
        plan: row.get(2)?,
        started_ms: unsigned(3)?,
        length_days: row.get(4)?,
        last_seen_ms: unsigned(5)?,
        score: row.get(6)?,
        band: row.get(7)?,
        probability: row.get(8)?,
        top_reason: row.get(9)?,
        activated_ms: row.get::<_, Option<i64>>(10)?.map(i64::cast_unsigned),
        shown: row.get(11)?,
        clicked: row.get(12)?,
        dismissed: row.get(13)?,
        simulated: row.get(14)?,
        signed: row.get(15)?,
        moments: Vec::new(),
    };
    Ok((standing, ending))
}

/// A setting's value, if it was ever set.
pub(super) fn setting(connection: &Connection, name: &str) -> Stored<Option<i64>> {
    let mut statement = connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Ids of trials, ascending.
pub(super) fn trial_ids(connection: &Connection, after: &str, limit: usize) -> Stored<Vec<String>> {
    let sql = format!("SELECT trial FROM trial WHERE trial > ?1 ORDER BY trial LIMIT {limit}");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([after], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
