public import Database

/// The tables of this target. A released step is never edited: the next change is the next step.
public enum QueueSchema {
    public static let schema = Schema(
        tenant: "queue",
        steps: [
            SchemaStep("0001 jobs", sql: jobs), SchemaStep("0002 states", sql: states),
            SchemaStep("0003 servers", sql: servers), SchemaStep("0004 pace", sql: pace),
        ])

    // The checks hold the state diagram: a bug in the worker fails here and leaves no half-finished job behind.
    // Words are compared one by one: a list of more than two costs SQLite a temporary table for each row it checks.
    // Each index is partial, so that finished rows, however many, cost a claim nothing.
    private static let jobs: StaticString = """
        CREATE TABLE job (
            id         INTEGER PRIMARY KEY,
            key        TEXT NOT NULL CHECK (length(CAST(key AS BLOB)) BETWEEN 1 AND 512),
            payload    BLOB NOT NULL CHECK (length(payload) <= 65536),
            state      TEXT NOT NULL CHECK (
                           state = 'ready' OR state = 'running' OR state = 'done' OR state = 'dead'),
            priority   INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 2),
            why        TEXT NOT NULL,                    -- words, a line each
            failures   INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
            absences   INTEGER NOT NULL DEFAULT 0 CHECK (absences >= 0),
            claims     INTEGER NOT NULL DEFAULT 0 CHECK (claims >= 0),
            runAt      INTEGER,                          -- UTC milliseconds, as all instants
            createdAt  INTEGER NOT NULL,
            finishedAt INTEGER,
            owner      TEXT,
            leaseUntil INTEGER,
            again      INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1)),
            hold       TEXT NOT NULL DEFAULT 'none' CHECK (
                           hold = 'none' OR hold = 'held' OR hold = 'released'),
            error      TEXT,
            errorCode  TEXT,
            note       TEXT,
            mark       BLOB,
            closedBy   INTEGER,                          -- the later job that made this dead letter pointless
            CONSTRAINT finished_has_an_end CHECK ((finishedAt IS NULL) = (state IN ('ready', 'running'))),
            CONSTRAINT running_has_an_owner CHECK ((owner IS NOT NULL) = (state = 'running')),
            CONSTRAINT running_has_a_lease CHECK ((leaseUntil IS NOT NULL) = (state = 'running')),
            CONSTRAINT begins_ready CHECK (state = 'ready' OR claims > 0),
            CONSTRAINT only_running_runs_again CHECK (again = 0 OR state = 'running'),
            CONSTRAINT only_held_has_no_time CHECK (runAt IS NOT NULL OR hold = 'held'),
            CONSTRAINT only_done_has_a_note CHECK (note IS NULL OR state = 'done'),
            CONSTRAINT only_dead_is_closed CHECK ((mark IS NULL AND closedBy IS NULL) OR state = 'dead')
        ) STRICT;
        CREATE UNIQUE INDEX job_one_live_per_key ON job (key) WHERE state IN ('ready', 'running');
        CREATE UNIQUE INDEX job_one_dead_letter_per_key ON job (key) WHERE state = 'dead' AND closedBy IS NULL;
        CREATE INDEX job_due ON job (priority, runAt, id) WHERE state = 'ready';
        CREATE INDEX job_running ON job (owner, id) WHERE state = 'running';
        CREATE INDEX job_held ON job (id) WHERE hold = 'held';
        CREATE INDEX job_finished ON job (finishedAt) WHERE state IN ('done', 'dead');
        CREATE TABLE attempt (
            job     INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
            number  INTEGER NOT NULL,                    -- which claim of the job it was
            at      INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            error   TEXT NOT NULL,
            code    TEXT,
            PRIMARY KEY (job, number)
        ) STRICT, WITHOUT ROWID;
        """

    // Done rows are counted as they come and go: a million of them take too long to count when somebody looks.
    private static let states: StaticString = """
        CREATE TABLE queueState (
            id           INTEGER PRIMARY KEY CHECK (id = 1),
            done         INTEGER NOT NULL CHECK (done >= 0),
            clock        INTEGER NOT NULL,               -- the latest instant at which a wait was set
            latestGone   INTEGER NOT NULL,               -- the highest number of a job that was the latest and is gone
            pausedAt     INTEGER,                        -- by a person
            refusedAt    INTEGER,                        -- a server refused key or token
            refusedCause TEXT,
            refusedMark  BLOB,
            CHECK ((refusedAt IS NULL) = (refusedCause IS NULL)),
            CHECK (refusedMark IS NULL OR refusedAt IS NOT NULL)
        ) STRICT;
        INSERT INTO queueState (id, done, clock, latestGone) VALUES (1, 0, 0, 0);
        CREATE TRIGGER job_done AFTER UPDATE OF state ON job WHEN NEW.state = 'done' AND OLD.state <> 'done' BEGIN
            UPDATE queueState SET done = done + 1;
        END;
        CREATE TRIGGER job_gone AFTER DELETE ON job WHEN OLD.state = 'done' BEGIN
            UPDATE queueState SET done = done - 1;
        END;
        CREATE TRIGGER job_stays_ended BEFORE UPDATE OF state ON job
            WHEN OLD.state = 'done' OR (OLD.state = 'dead' AND NEW.state <> 'ready') OR
                (OLD.state = 'ready' AND NEW.state NOT IN ('ready', 'running')) BEGIN
            SELECT RAISE(ABORT, 'a job does not go that way');
        END;
        -- The number of a job that is gone must not come again: a worker that slept would end somebody else's job.
        CREATE TRIGGER job_number AFTER DELETE ON job WHEN NOT EXISTS (SELECT 1 FROM job WHERE id > OLD.id) BEGIN
            UPDATE queueState SET latestGone = OLD.id WHERE latestGone < OLD.id;
        END;
        """

    /// When the next job may be handed out, where a rate is set.
    private static let pace: StaticString = "ALTER TABLE queueState ADD COLUMN paceAt INTEGER NOT NULL DEFAULT 0;"

    private static let servers: StaticString = """
        CREATE TABLE breaker (
            server    TEXT PRIMARY KEY,
            state     TEXT NOT NULL CHECK (state IN ('closed', 'open', 'probing')),
            misses    INTEGER NOT NULL CHECK (misses = 0 OR state = 'closed'),
            openings  INTEGER NOT NULL CHECK (openings >= 0),
            until     INTEGER CHECK ((until IS NULL) = (state = 'closed')),
            prober    TEXT CHECK ((prober IS NOT NULL) = (state = 'probing')),
            restUntil INTEGER,
            recent    TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE outage (
            id        INTEGER PRIMARY KEY,
            server    TEXT NOT NULL,
            startedAt INTEGER NOT NULL,
            endedAt   INTEGER CHECK (endedAt >= startedAt),
            cause     TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX outage_one_open ON outage (server) WHERE endedAt IS NULL;
        CREATE INDEX outage_start ON outage (server, startedAt);
        CREATE TABLE favour (                            -- what was asked of a server that is asked for it once in a while
            subject TEXT PRIMARY KEY,
            askedAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
