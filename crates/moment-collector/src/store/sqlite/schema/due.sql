-- What is due at a webhook is found without walking what is not, and what is old in a log without walking the log.

-- Whatever waits behind an event of the same trial is due when that one is, and not before: by itself it never is.
UPDATE delivery SET due_ms = 9223372036854775807 WHERE state = 0 AND EXISTS (
    SELECT 1 FROM delivery earlier INDEXED BY delivery_waiting_by_trial WHERE earlier.hook = delivery.hook
    AND earlier.trial = delivery.trial AND earlier.state = 0 AND earlier.seq < delivery.seq
);
CREATE INDEX delivery_due ON delivery (hook, due_ms, seq) WHERE state = 0;
DROP INDEX delivery_waiting;

CREATE INDEX audit_by_time ON audit (at_ms);
