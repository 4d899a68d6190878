-- What is due at a webhook is found without walking what is not, and what is old in a log without walking the log.

-- Whatever waits behind an event of the same trial is due when that one is, and not before.
UPDATE delivery SET due_ms = max(due_ms, (
    SELECT first.due_ms FROM delivery first INDEXED BY delivery_waiting_by_trial
    WHERE first.hook = delivery.hook AND first.trial = delivery.trial AND first.state = 0 ORDER BY first.seq LIMIT 1
)) WHERE state = 0;
CREATE INDEX delivery_due ON delivery (hook, due_ms, seq) WHERE state = 0;
DROP INDEX delivery_waiting;

CREATE INDEX audit_by_time ON audit (at_ms);
