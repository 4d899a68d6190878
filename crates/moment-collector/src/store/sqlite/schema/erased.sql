-- What is remembered of erasures, and sums that forget what nobody reached.

ALTER TABLE erased ADD COLUMN beforehand INTEGER NOT NULL DEFAULT 0;
CREATE INDEX erased_beforehand ON erased (at_ms) WHERE beforehand = 1;

CREATE TABLE erased_trial (hash BLOB NOT NULL PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX erased_trial_by_time ON erased_trial (at_ms);
CREATE TABLE erased_salt (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), salt BLOB NOT NULL) STRICT;
INSERT INTO erased_salt VALUES (1, randomblob(32));

-- An ending that belongs to no trial is found by its time.
CREATE INDEX ending_by_time ON ending (at_ms);

-- A moment that nobody has reached any more is none of the sums'.
DROP TRIGGER reached_removed;
CREATE TRIGGER reached_removed AFTER DELETE ON reached BEGIN
    UPDATE moment_tally SET trials = trials - 1 WHERE moment = old.moment;
    DELETE FROM moment_tally WHERE moment = old.moment AND trials = 0;
END;
DELETE FROM moment_tally WHERE trials = 0;

-- Moments that no playbook names were kept once: when the collector starts, every trial is judged anew.
DELETE FROM setting WHERE name = 'judged_by';
