//! Webhooks and their outbox as SQL.

use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, params};

use crate::store::hook::{Attempt, Delivery, Due, HOOKS_MAX, Hook, HookChange, HookState, Shape, Telling, Verdict};
use crate::store::{StoreError, Stored};

/// The tables. What is deleted of `hook` and `outbox` takes along what refers to it.
pub(super) const TABLES: &str = "
    CREATE TABLE hook (
        id TEXT NOT NULL PRIMARY KEY, url TEXT NOT NULL, shape TEXT NOT NULL, events TEXT NOT NULL, secret TEXT NOT NULL,
        old_secret TEXT, old_until_ms INTEGER, state TEXT NOT NULL, reason TEXT, made_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE outbox (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, kind TEXT NOT NULL, trial TEXT NOT NULL,
        at_ms INTEGER NOT NULL, data TEXT NOT NULL
    ) STRICT;
    CREATE INDEX outbox_by_trial ON outbox (trial);
    CREATE INDEX outbox_by_time ON outbox (at_ms);
    CREATE TABLE delivery (
        hook TEXT NOT NULL REFERENCES hook ON DELETE CASCADE, seq INTEGER NOT NULL REFERENCES outbox ON DELETE CASCADE,
        trial TEXT NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL, due_ms INTEGER NOT NULL,
        PRIMARY KEY (hook, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX delivery_by_seq ON delivery (seq);
    CREATE INDEX delivery_waiting ON delivery (hook, seq) WHERE state = 0;
    CREATE INDEX delivery_waiting_by_trial ON delivery (hook, trial, seq) WHERE state = 0;
    CREATE TABLE attempt (
        hook TEXT NOT NULL, seq INTEGER NOT NULL, number INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        took_ms INTEGER NOT NULL, status INTEGER, error TEXT,
        PRIMARY KEY (hook, seq, number), FOREIGN KEY (hook, seq) REFERENCES delivery ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
";

/// What waits is found by these. They are named, because without them `SQLite` walks everything that was ever delivered; a
/// question that cannot use them, as one that does not say `state = 0`, is an error.
const BY_TRIAL: &str = "INDEXED BY delivery_waiting_by_trial";
const BY_TIME: &str = "INDEXED BY delivery_due";

const WAITING: i64 = 0;
const DELIVERED: i64 = 1;
const GIVEN_UP: i64 = 2;

/// When an event is due by itself that waits behind another of its trial: never, until it is the first. So an attempt that
/// failed touches one row, and what is due is found without walking what stands behind.
const BEHIND: i64 = i64::MAX;

/// Applies one change within the writer's transaction.
pub(super) fn apply(transaction: &Transaction, change: &HookChange) -> Stored<()> {
    match change {
        HookChange::Made(hook) => put(transaction, hook),
        HookChange::Changed { id, events, state } => set(transaction, id, events.as_deref(), *state),
        HookChange::Rotated { id, secret, until_ms } => {
            let sql = "UPDATE hook SET old_secret = secret, old_until_ms = ?3, secret = ?2 WHERE id = ?1";
            one(transaction, sql, params![id, secret, until_ms.cast_signed()])
        }
        HookChange::Removed(id) => {
            transaction.prepare_cached("DELETE FROM hook WHERE id = ?1")?.execute([id])?;
            // What nobody else is told of goes too.
            let sql = "DELETE FROM outbox WHERE seq NOT IN (SELECT seq FROM delivery)";
            transaction.prepare_cached(sql)?.execute([])?;
            Ok(())
        }
        HookChange::Told(telling, only) => tell(transaction, telling, only.as_deref()),
        HookChange::Tried { hook, seq, attempt, verdict } => tried(transaction, hook, *seq, attempt, *verdict),
    }
}

fn put(transaction: &Transaction, hook: &Hook) -> Stored<()> {
    let sql = format!(
        "INSERT INTO hook (id, url, shape, events, secret, old_secret, old_until_ms, state, reason, made_ms)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE (SELECT count(*) FROM hook) < {HOOKS_MAX}"
    );
    let values = params![
        hook.id,
        hook.url,
        hook.shape.name(),
        hook.events.join(","),
        hook.secret,
        hook.old_secret.as_ref().map(|(secret, _)| secret),
        hook.old_secret.as_ref().map(|(_, until_ms)| until_ms.cast_signed()),
        hook.state.name(),
        hook.reason,
        hook.made_ms.cast_signed(),
    ];
    one(transaction, &sql, values)
}

fn set(transaction: &Transaction, id: &str, events: Option<&[String]>, state: Option<HookState>) -> Stored<()> {
    // Why it was disabled counts until somebody says otherwise.
    let sql = "UPDATE hook SET events = coalesce(?2, events), state = coalesce(?3, state),
               reason = iif(?3 IS NULL, reason, NULL) WHERE id = ?1";
    one(transaction, sql, params![id, events.map(|events| events.join(",")), state.map(HookState::name)])
}

/// Makes or changes the one row that is meant. Errors: it is not there any more, or there is no place for it.
fn one(transaction: &Transaction, sql: &str, values: impl Params) -> Stored<()> {
    match transaction.prepare_cached(sql)?.execute(values)? {
        0 => Err(StoreError::overtaken("the webhooks are not as they were")),
        _ => Ok(()),
    }
}

fn tell(transaction: &Transaction, telling: &Telling, only: Option<&str>) -> Stored<()> {
    let at_ms = telling.at_ms.cast_signed();
    let sql = "INSERT INTO outbox (event, kind, trial, at_ms, data) VALUES (?1, ?2, ?3, ?4, ?5)";
    transaction.prepare_cached(sql)?.execute(params![
        telling.event,
        telling.kind,
        telling.trial,
        at_ms,
        telling.data
    ])?;
    let seq = transaction.last_insert_rowid();
    let sql = format!(
        "INSERT INTO delivery (hook, seq, trial, state, attempts, due_ms)
         SELECT id, ?3, ?4, {WAITING}, 0, iif(EXISTS (
            SELECT 1 FROM delivery {BY_TRIAL} WHERE hook = id AND trial = ?4 AND state = 0), {BEHIND}, ?5)
         FROM hook
         WHERE id = ?1 OR (?1 IS NULL AND state <> 'disabled' AND (events = '' OR instr(',' || events || ',', ?2) > 0))"
    );
    let kind = format!(",{},", telling.kind);
    let wanted = transaction.prepare_cached(&sql)?.execute(params![only, kind, seq, telling.trial, at_ms])?;
    if wanted == 0 {
        transaction.prepare_cached("DELETE FROM outbox WHERE seq = ?1")?.execute([seq])?;
    }
    Ok(())
}

fn tried(transaction: &Transaction, hook: &str, seq: u64, attempt: &Attempt, verdict: Verdict) -> Stored<()> {
    let seq = seq.cast_signed();
    let (state, due_ms) = match verdict {
        Verdict::Delivered => (DELIVERED, attempt.at_ms),
        Verdict::Again(due_ms) => (WAITING, due_ms),
        Verdict::GivenUp | Verdict::Gone => (GIVEN_UP, attempt.at_ms),
    };
    // What was given up meanwhile, because the receiver is gone, waits no more.
    let sql = format!(
        "UPDATE delivery SET state = iif(?3 = {WAITING}, state, ?3), attempts = attempts + 1, due_ms = ?4
         WHERE hook = ?1 AND seq = ?2 RETURNING trial"
    );
    let values = params![hook, seq, state, due_ms.cast_signed()];
    let trial: Option<String> = transaction.prepare_cached(&sql)?.query_row(values, |row| row.get(0)).optional()?;
    // Otherwise the webhook or the trial was erased while this was on its way.
    let Some(trial) = trial else { return Ok(()) };
    let sql = "INSERT INTO attempt (hook, seq, number, at_ms, took_ms, status, error)
               SELECT hook, seq, attempts, ?3, ?4, ?5, ?6 FROM delivery WHERE hook = ?1 AND seq = ?2";
    transaction.prepare_cached(sql)?.execute(params![
        hook,
        seq,
        attempt.at_ms.cast_signed(),
        attempt.took_ms.cast_signed(),
        attempt.status,
        attempt.error
    ])?;
    if state != WAITING {
        promote(transaction, &trial)?;
    }
    if verdict == Verdict::Gone {
        let sql = "UPDATE hook SET state = 'disabled', reason = ?2 WHERE id = ?1";
        transaction.prepare_cached(sql)?.execute(params![hook, "the receiver answered 410 Gone"])?;
        let sql = format!("UPDATE delivery {BY_TIME} SET state = {GIVEN_UP} WHERE hook = ?1 AND state = 0");
        transaction.prepare_cached(&sql)?.execute([hook])?;
    }
    Ok(())
}

/// What stood behind another event of this trial, and is the first now at its webhook, is due.
pub(super) fn promote(transaction: &Transaction, trial: &str) -> Stored<()> {
    let sql = format!(
        "UPDATE delivery SET due_ms = (SELECT at_ms FROM outbox WHERE outbox.seq = delivery.seq)
         WHERE due_ms = {BEHIND} AND (hook, seq) IN (SELECT id, (
            SELECT seq FROM delivery {BY_TRIAL} WHERE hook = id AND trial = ?1 AND state = 0 ORDER BY seq LIMIT 1) FROM hook)"
    );
    transaction.prepare_cached(&sql)?.execute([trial])?;
    Ok(())
}

/// Nothing of a trial waits, and nothing is known of what was sent.
pub(super) fn erase(transaction: &Transaction, trial: &str) -> Stored<()> {
    transaction.prepare_cached("DELETE FROM outbox WHERE trial = ?1")?.execute([trial])?;
    Ok(())
}

const HOOK: &str = "id, url, shape, events, secret, old_secret, old_until_ms, state, reason, made_ms";

pub(super) fn hooks(connection: &Connection) -> Stored<Vec<(Hook, u64)>> {
    let sql = format!(
        "SELECT {HOOK}, (SELECT count(*) FROM delivery {BY_TIME} WHERE hook = id AND state = 0)
         FROM hook ORDER BY made_ms, id"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], |row| Ok((hook(row)?, row.get::<_, i64>(10)?.cast_unsigned())))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn still(connection: &Connection, id: &str, seq: u64) -> Stored<Option<Hook>> {
    let sql = format!(
        "SELECT {HOOK} FROM hook WHERE id = ?1 AND state = 'active' AND EXISTS (
            SELECT 1 FROM delivery WHERE hook = ?1 AND seq = ?2 AND state = {WAITING})"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![id, seq.cast_signed()], hook).optional()?)
}

fn hook(row: &Row) -> rusqlite::Result<Hook> {
    let events: String = row.get(3)?;
    let old: Option<String> = row.get(5)?;
    let until_ms: Option<i64> = row.get(6)?;
    Ok(Hook {
        id: row.get(0)?,
        url: row.get(1)?,
        shape: Shape::named(&row.get::<_, String>(2)?).unwrap_or(Shape::CloudEvents),
        events: events.split(',').filter(|event| !event.is_empty()).map(str::to_owned).collect(),
        secret: row.get(4)?,
        old_secret: old.zip(until_ms.map(i64::cast_unsigned)),
        state: HookState::named(&row.get::<_, String>(7)?).unwrap_or(HookState::Disabled),
        reason: row.get(8)?,
        made_ms: row.get::<_, i64>(9)?.cast_unsigned(),
    })
}

pub(super) fn to_tell(connection: &Connection, now_ms: u64) -> Stored<Vec<Hook>> {
    let sql = format!(
        "SELECT {HOOK} FROM hook WHERE state = 'active' AND EXISTS (
            SELECT 1 FROM delivery {BY_TIME} WHERE hook = id AND state = 0 AND due_ms <= ?1) ORDER BY made_ms, id"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([now_ms.cast_signed()], hook)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn has_hooks(connection: &Connection) -> Stored<bool> {
    Ok(connection.prepare_cached("SELECT 1 FROM hook WHERE state <> 'disabled' LIMIT 1")?.exists([])?)
}

const DUE: &str = "d.seq, d.attempts, o.event, o.kind, o.trial, o.at_ms, o.data";

fn due_of(row: &Row) -> rusqlite::Result<Due> {
    Ok(Due {
        seq: row.get::<_, i64>(0)?.cast_unsigned(),
        attempts: row.get(1)?,
        telling: Telling {
            event: row.get(2)?,
            kind: row.get(3)?,
            trial: row.get(4)?,
            at_ms: row.get::<_, i64>(5)?.cast_unsigned(),
            data: row.get(6)?,
        },
    })
}

pub(super) fn due(connection: &Connection, hook: &str, now_ms: u64, limit: usize) -> Stored<Vec<Due>> {
    let sql = format!(
        "SELECT {DUE} FROM delivery d {BY_TIME} JOIN outbox o ON o.seq = d.seq
         WHERE d.hook = ?1 AND d.state = 0 AND d.due_ms <= ?2 AND NOT EXISTS (
            SELECT 1 FROM delivery e {BY_TRIAL} WHERE e.hook = d.hook AND e.trial = d.trial AND e.state = 0 AND e.seq < d.seq)
         ORDER BY d.due_ms, d.seq LIMIT {limit}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![hook, now_ms.cast_signed()], due_of)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn deliveries(
    connection: &Connection,
    hook: &str,
    before: Option<u64>,
    limit: usize,
) -> Stored<Vec<Delivery>> {
    let _one_instant = connection.unchecked_transaction()?;
    let sql = format!(
        "SELECT {DUE}, d.state, iif(d.state = {WAITING}, (
            SELECT e.due_ms FROM delivery e {BY_TRIAL} WHERE e.hook = d.hook AND e.trial = d.trial AND e.state = 0
            ORDER BY e.seq LIMIT 1), d.due_ms)
         FROM delivery d JOIN outbox o ON o.seq = d.seq
         WHERE d.hook = ?1 AND d.seq < ?2 ORDER BY d.seq DESC LIMIT {limit}"
    );
    let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![hook, before], |row| {
        let state: i64 = row.get(7)?;
        let due_ms = row.get::<_, i64>(8)?.cast_unsigned();
        let name = match state {
            WAITING => "waiting",
            DELIVERED => "delivered",
            _ => "given_up",
        };
        Ok(Delivery { due: due_of(row)?, state: name, due_ms: (state == WAITING).then_some(due_ms), log: Vec::new() })
    })?;
    let mut deliveries = rows.collect::<Result<Vec<_>, _>>()?;
    for delivery in &mut deliveries {
        delivery.log = log(connection, hook, delivery.due.seq)?;
    }
    Ok(deliveries)
}

fn log(connection: &Connection, hook: &str, seq: u64) -> Stored<Vec<Attempt>> {
    let sql = "SELECT at_ms, took_ms, status, error FROM attempt WHERE hook = ?1 AND seq = ?2 ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![hook, seq.cast_signed()], |row| {
        Ok(Attempt {
            at_ms: row.get::<_, i64>(0)?.cast_unsigned(),
            took_ms: row.get::<_, i64>(1)?.cast_unsigned(),
            status: row.get(2)?,
            error: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
