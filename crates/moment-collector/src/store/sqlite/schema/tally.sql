-- The clock of a replica beside ours; replicas that are kept apart; sums that are kept true with each write.

ALTER TABLE replica ADD COLUMN skew_ms INTEGER NOT NULL DEFAULT 0;

CREATE TABLE quarantined (
    trial TEXT NOT NULL, replica INTEGER NOT NULL, reason TEXT NOT NULL, beacon BLOB NOT NULL,
    received_ms INTEGER NOT NULL, skew_ms INTEGER NOT NULL, signed INTEGER NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (trial, replica)
) STRICT, WITHOUT ROWID;
CREATE INDEX quarantined_by_time ON quarantined (received_ms, trial, replica);

-- A search by a part of an id walks this and nothing else.
DROP INDEX trial_by_score;
CREATE INDEX trial_by_score ON trial (score DESC, trial, account);

-- Lists of one band, of simulated trials and of activated ones begin where they are.
CREATE INDEX trial_by_band ON trial (band, score DESC, trial);
CREATE INDEX trial_simulated ON trial (score DESC, trial) WHERE simulated = 1;
CREATE INDEX trial_activated ON trial (score DESC, trial) WHERE activated_ms IS NOT NULL;

-- Written to see whether there is room for more than a crumb.
CREATE TABLE probe (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), room BLOB NOT NULL) STRICT;

CREATE TABLE tally (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    trials INTEGER NOT NULL, simulated INTEGER NOT NULL, activated INTEGER NOT NULL,
    shown INTEGER NOT NULL, clicked INTEGER NOT NULL, dismissed INTEGER NOT NULL,
    cold INTEGER NOT NULL, warming INTEGER NOT NULL, ready INTEGER NOT NULL, urgent INTEGER NOT NULL,
    upgraded INTEGER NOT NULL, quarantined INTEGER NOT NULL
) STRICT;
INSERT INTO tally
    SELECT 1, count(*), coalesce(sum(simulated), 0), count(activated_ms), coalesce(sum(shown), 0),
           coalesce(sum(clicked), 0), coalesce(sum(dismissed), 0), coalesce(sum(band = 0), 0),
           coalesce(sum(band = 1), 0), coalesce(sum(band = 2), 0), coalesce(sum(band = 3), 0),
           (SELECT count(*) FROM ending JOIN trial USING (trial) WHERE outcome = 'upgraded'), 0
    FROM trial;

CREATE TABLE moment_tally (moment TEXT NOT NULL PRIMARY KEY, trials INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO moment_tally SELECT moment, count(*) FROM reached GROUP BY moment;

-- Times from start to activation, by the millisecond and by spans of an hour: see tally.rs.
CREATE TABLE value_tally (ms INTEGER NOT NULL PRIMARY KEY, trials INTEGER NOT NULL) STRICT;
INSERT INTO value_tally
    SELECT max(activated_ms - started_ms, 0) AS ms, count(*) FROM trial WHERE activated_ms IS NOT NULL GROUP BY ms;
CREATE TABLE value_span_tally (span INTEGER NOT NULL PRIMARY KEY, trials INTEGER NOT NULL) STRICT;
INSERT INTO value_span_tally SELECT ms / 3600000 AS span, sum(trials) FROM value_tally GROUP BY span;

CREATE TRIGGER trial_added AFTER INSERT ON trial BEGIN
    UPDATE tally SET
        trials = trials + 1, simulated = simulated + new.simulated,
        activated = activated + (new.activated_ms IS NOT NULL),
        shown = shown + new.shown, clicked = clicked + new.clicked, dismissed = dismissed + new.dismissed,
        cold = cold + (new.band = 0), warming = warming + (new.band = 1), ready = ready + (new.band = 2),
        urgent = urgent + (new.band = 3),
        upgraded = upgraded + EXISTS (SELECT 1 FROM ending WHERE trial = new.trial AND outcome = 'upgraded');
END;
CREATE TRIGGER trial_removed AFTER DELETE ON trial BEGIN
    UPDATE tally SET
        trials = trials - 1, simulated = simulated - old.simulated,
        activated = activated - (old.activated_ms IS NOT NULL),
        shown = shown - old.shown, clicked = clicked - old.clicked, dismissed = dismissed - old.dismissed,
        cold = cold - (old.band = 0), warming = warming - (old.band = 1), ready = ready - (old.band = 2),
        urgent = urgent - (old.band = 3),
        upgraded = upgraded - EXISTS (SELECT 1 FROM ending WHERE trial = old.trial AND outcome = 'upgraded');
END;
CREATE TRIGGER trial_changed AFTER UPDATE ON trial
WHEN (old.simulated, old.activated_ms IS NULL, old.shown, old.clicked, old.dismissed, old.band)
     IS NOT (new.simulated, new.activated_ms IS NULL, new.shown, new.clicked, new.dismissed, new.band) BEGIN
    UPDATE tally SET
        simulated = simulated + new.simulated - old.simulated,
        activated = activated + (new.activated_ms IS NOT NULL) - (old.activated_ms IS NOT NULL),
        shown = shown + new.shown - old.shown, clicked = clicked + new.clicked - old.clicked,
        dismissed = dismissed + new.dismissed - old.dismissed,
        cold = cold + (new.band = 0) - (old.band = 0), warming = warming + (new.band = 1) - (old.band = 1),
        ready = ready + (new.band = 2) - (old.band = 2), urgent = urgent + (new.band = 3) - (old.band = 3);
END;

CREATE TRIGGER value_added AFTER INSERT ON trial WHEN new.activated_ms IS NOT NULL BEGIN
    INSERT INTO value_tally VALUES (max(new.activated_ms - new.started_ms, 0), 1)
        ON CONFLICT (ms) DO UPDATE SET trials = trials + 1;
    INSERT INTO value_span_tally VALUES (max(new.activated_ms - new.started_ms, 0) / 3600000, 1)
        ON CONFLICT (span) DO UPDATE SET trials = trials + 1;
END;
CREATE TRIGGER value_removed AFTER DELETE ON trial WHEN old.activated_ms IS NOT NULL BEGIN
    UPDATE value_tally SET trials = trials - 1 WHERE ms = max(old.activated_ms - old.started_ms, 0);
    DELETE FROM value_tally WHERE ms = max(old.activated_ms - old.started_ms, 0) AND trials = 0;
    UPDATE value_span_tally SET trials = trials - 1 WHERE span = max(old.activated_ms - old.started_ms, 0) / 3600000;
    DELETE FROM value_span_tally
        WHERE span = max(old.activated_ms - old.started_ms, 0) / 3600000 AND trials = 0;
END;
CREATE TRIGGER value_changed_from AFTER UPDATE ON trial
WHEN old.activated_ms IS NOT NULL
     AND (old.activated_ms, old.started_ms) IS NOT (new.activated_ms, new.started_ms) BEGIN
    UPDATE value_tally SET trials = trials - 1 WHERE ms = max(old.activated_ms - old.started_ms, 0);
    DELETE FROM value_tally WHERE ms = max(old.activated_ms - old.started_ms, 0) AND trials = 0;
    UPDATE value_span_tally SET trials = trials - 1 WHERE span = max(old.activated_ms - old.started_ms, 0) / 3600000;
    DELETE FROM value_span_tally
        WHERE span = max(old.activated_ms - old.started_ms, 0) / 3600000 AND trials = 0;
END;
CREATE TRIGGER value_changed_to AFTER UPDATE ON trial
WHEN new.activated_ms IS NOT NULL
     AND (old.activated_ms, old.started_ms) IS NOT (new.activated_ms, new.started_ms) BEGIN
    INSERT INTO value_tally VALUES (max(new.activated_ms - new.started_ms, 0), 1)
        ON CONFLICT (ms) DO UPDATE SET trials = trials + 1;
    INSERT INTO value_span_tally VALUES (max(new.activated_ms - new.started_ms, 0) / 3600000, 1)
        ON CONFLICT (span) DO UPDATE SET trials = trials + 1;
END;

CREATE TRIGGER reached_added AFTER INSERT ON reached BEGIN
    INSERT INTO moment_tally VALUES (new.moment, 1) ON CONFLICT (moment) DO UPDATE SET trials = trials + 1;
END;
CREATE TRIGGER reached_removed AFTER DELETE ON reached BEGIN
    UPDATE moment_tally SET trials = trials - 1 WHERE moment = old.moment;
END;

CREATE TRIGGER ending_added AFTER INSERT ON ending WHEN new.outcome = 'upgraded' BEGIN
    UPDATE tally SET upgraded = upgraded + EXISTS (SELECT 1 FROM trial WHERE trial = new.trial);
END;
CREATE TRIGGER ending_changed AFTER UPDATE ON ending WHEN (old.outcome = 'upgraded') <> (new.outcome = 'upgraded') BEGIN
    UPDATE tally SET upgraded = upgraded
        + ((new.outcome = 'upgraded') - (old.outcome = 'upgraded')) * EXISTS (SELECT 1 FROM trial WHERE trial = new.trial);
END;
CREATE TRIGGER ending_removed AFTER DELETE ON ending WHEN old.outcome = 'upgraded' BEGIN
    UPDATE tally SET upgraded = upgraded - EXISTS (SELECT 1 FROM trial WHERE trial = old.trial);
END;

CREATE TRIGGER quarantined_added AFTER INSERT ON quarantined BEGIN
    UPDATE tally SET quarantined = quarantined + 1;
END;
CREATE TRIGGER quarantined_removed AFTER DELETE ON quarantined BEGIN
    UPDATE tally SET quarantined = quarantined - 1;
END;
