//! Accounts as SQL.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::store::Stored;
use crate::store::account::{Account, AccountsQuery};

/// Trials stand together by account, so a page reads only its own.
pub(super) const TABLES: &str = "CREATE INDEX trial_by_account ON trial (account, trial) WHERE account IS NOT NULL;";

pub(super) fn page(connection: &Connection, query: &AccountsQuery) -> Stored<Vec<Account>> {
    let mut conditions = vec!["t.account IS NOT NULL"];
    let mut values: Vec<Value> = Vec::new();
    if let Some(after) = &query.after {
        conditions.push("t.account > ?");
        values.push(after.clone().into());
    }
    if let Some(search) = &query.search {
        conditions.push("instr(lower(t.account), lower(?)) > 0");
        values.push(search.clone().into());
    }
    if let Some(simulated) = query.simulated {
        conditions.push("t.simulated = ?");
        values.push(i64::from(simulated).into());
    }
    let sql = format!(
        "SELECT t.account, count(*), sum(t.simulated), count(t.activated_ms), coalesce(sum(e.outcome = 'upgraded'), 0),
            max(t.score), max(t.band), min(t.started_ms), max(t.last_seen_ms)
         FROM trial t LEFT JOIN ending e ON e.trial = t.trial
         WHERE {} GROUP BY t.account ORDER BY t.account LIMIT {}",
        conditions.join(" AND "),
        query.limit
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| {
        let unsigned = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
        Ok(Account {
            account: row.get(0)?,
            trials: unsigned(1)?,
            simulated: unsigned(2)?,
            activated: unsigned(3)?,
            upgraded: unsigned(4)?,
            score: row.get(5)?,
            band: row.get(6)?,
            started_ms: unsigned(7)?,
            last_seen_ms: unsigned(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
