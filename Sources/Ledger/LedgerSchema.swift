public import Database

/// The tables of this target. A released step is never edited: the next change is the next step.
public enum LedgerSchema {
    public static let schema = Schema(
        tenant: "ledger",
        steps: [
            SchemaStep("0001 marks and servers", sql: marks), SchemaStep("0002 scene index", sql: scenes),
            SchemaStep("0003 item index", sql: items), SchemaStep("0004 provenance", sql: provenance),
            SchemaStep("0005 runs", sql: runs), SchemaStep("0006 journal", sql: journal),
            SchemaStep("0007 rules", sql: rules), SchemaStep("0008 covers", sql: covers),
            SchemaStep("0009 verdicts", sql: verdicts),
        ])

    private static let marks: StaticString = """
        CREATE TABLE mark (
            name  TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE plexServer (
            id                INTEGER PRIMARY KEY,
            machineIdentifier TEXT NOT NULL UNIQUE
        ) STRICT;
        """

    private static let covers: StaticString = """
        CREATE TABLE cover (
            scene    INTEGER PRIMARY KEY,
            etag     TEXT,
            sha1     TEXT,          -- of its bytes; NULL where it has none that can be sent
            askedFor TEXT NOT NULL  -- the scene's updated_at when it was asked for; empty to ask again
        ) STRICT;
        CREATE TABLE upload (
            server    INTEGER NOT NULL REFERENCES plexServer (id),
            ratingKey TEXT NOT NULL,
            field     INTEGER NOT NULL,
            name      TEXT NOT NULL,  -- Plex's, of the picture that we uploaded last
            sha1      TEXT NOT NULL,
            PRIMARY KEY (server, ratingKey, field)
        ) STRICT, WITHOUT ROWID;
        """

    // Paths are found by a hash of their compared form, an eighth of the size of an index of texts; the bytes decide.
    private static let scenes: StaticString = """
        CREATE TABLE scene (
            id          INTEGER PRIMARY KEY,
            createdAt   TEXT NOT NULL,  -- times as Stash wrote them
            updatedAt   TEXT NOT NULL,
            isYoung     INTEGER NOT NULL CHECK (isYoung IN (0, 1)),  -- read within 2 s of its change: read again
            title       TEXT,
            date        TEXT,
            rating      INTEGER,
            isOrganized INTEGER NOT NULL CHECK (isOrganized IN (0, 1)),
            hasMetadata INTEGER NOT NULL CHECK (hasMetadata IN (0, 1)),
            wants       BLOB NOT NULL,
            links       BLOB NOT NULL
        ) STRICT;
        CREATE TABLE sceneFile (
            scene      INTEGER NOT NULL,
            position   INTEGER NOT NULL,
            file       INTEGER NOT NULL,
            path       TEXT NOT NULL,
            isRepaired INTEGER NOT NULL CHECK (isRepaired IN (0, 1)),
            size       INTEGER NOT NULL,
            duration   REAL NOT NULL,
            createdAt  TEXT NOT NULL,
            updatedAt  TEXT NOT NULL,
            exactKey   INTEGER NOT NULL,  -- hash of the mapped path as the exact rung compares it
            foldedKey  INTEGER NOT NULL,
            PRIMARY KEY (scene, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sceneFile_exact ON sceneFile (exactKey);
        CREATE INDEX sceneFile_folded ON sceneFile (foldedKey);
        CREATE TABLE entity (
            kind      TEXT NOT NULL CHECK (kind IN ('studio', 'performer', 'tag', 'group')),
            id        INTEGER NOT NULL,
            name      TEXT NOT NULL,
            updatedAt TEXT NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;
        """

    private static let items: StaticString = """
        CREATE TABLE item (
            id          INTEGER PRIMARY KEY,
            server      INTEGER NOT NULL REFERENCES plexServer (id),
            ratingKey   TEXT NOT NULL,
            library     TEXT NOT NULL,
            updatedAt   INTEGER NOT NULL,  -- unix seconds, Plex's own
            title       TEXT,
            duration    INTEGER NOT NULL,
            isFull      INTEGER NOT NULL CHECK (isFull IN (0, 1)),  -- whether the values are those of a full read
            isYoung     INTEGER NOT NULL CHECK (isYoung IN (0, 1)),
            readAt      INTEGER NOT NULL,  -- UTC milliseconds
            fieldValues BLOB NOT NULL,
            locks       INTEGER NOT NULL,
            UNIQUE (server, ratingKey)
        ) STRICT;
        CREATE INDEX item_library ON item (server, library);
        CREATE INDEX item_young ON item (id) WHERE isYoung = 1;
        CREATE TABLE itemFile (
            item       INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
            position   INTEGER NOT NULL,
            path       TEXT NOT NULL,
            isRepaired INTEGER NOT NULL CHECK (isRepaired IN (0, 1)),
            size       INTEGER NOT NULL,
            duration   INTEGER NOT NULL,
            exactKey   INTEGER NOT NULL,
            foldedKey  INTEGER NOT NULL,
            nameKey    INTEGER NOT NULL,
            PRIMARY KEY (item, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX itemFile_exact ON itemFile (exactKey);
        CREATE INDEX itemFile_folded ON itemFile (foldedKey);
        CREATE INDEX itemFile_name ON itemFile (nameKey);
        CREATE TABLE listing (
            server     INTEGER NOT NULL REFERENCES plexServer (id),
            library    TEXT NOT NULL,
            listedAt   INTEGER NOT NULL,  -- when the last complete listing began, UTC milliseconds
            newest     INTEGER NOT NULL,  -- highest updatedAt seen, unix seconds
            uncounted  INTEGER NOT NULL,  -- items that Plex counts and the index has not: those without their files
            confirmedAt INTEGER NOT NULL,  -- when a listing was last asked for only to be sure of missing ones
            PRIMARY KEY (server, library)
        ) STRICT, WITHOUT ROWID;
        """

    private static let provenance: StaticString = """
        CREATE TABLE targetLedger (
            server    INTEGER NOT NULL REFERENCES plexServer (id),
            ratingKey TEXT NOT NULL,
            version   INTEGER NOT NULL,  -- moves with every change; a comparison writes only over the one it saw
            writtenAt INTEGER NOT NULL,  -- when a job last wrote the item, UTC milliseconds; 0 for never
            fields    BLOB NOT NULL,
            PRIMARY KEY (server, ratingKey)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sync (
            scene      INTEGER NOT NULL,
            server     INTEGER NOT NULL REFERENCES plexServer (id),
            ratingKey  TEXT NOT NULL,
            lastSynced TEXT NOT NULL,  -- the scene's updated_at as read for that sync
            said       BLOB,           -- NULL where only the time is known
            PRIMARY KEY (scene, server, ratingKey)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sync_target ON sync (server, ratingKey);
        CREATE TABLE importedSync (
            scene        INTEGER PRIMARY KEY,
            at           INTEGER NOT NULL,  -- UTC milliseconds
            claims       INTEGER NOT NULL CHECK (claims IN (0, 1)),
            ignoresLocks INTEGER NOT NULL CHECK (ignoresLocks IN (0, 1))
        ) STRICT;
        CREATE TABLE pin (
            scene     INTEGER NOT NULL,
            server    INTEGER NOT NULL REFERENCES plexServer (id),
            ratingKey TEXT NOT NULL,
            library   TEXT NOT NULL,
            PRIMARY KEY (scene, server, ratingKey)
        ) STRICT, WITHOUT ROWID;
        """

    private static let runs: StaticString = """
        CREATE TABLE run (
            id         INTEGER PRIMARY KEY AUTOINCREMENT,
            cause      TEXT NOT NULL,
            rule       TEXT,
            startedAt  INTEGER NOT NULL,  -- UTC milliseconds
            finishedAt INTEGER,
            result     TEXT NOT NULL
                CHECK (result IN ('running', 'ok', 'held', 'incomplete', 'failed', 'interrupted')),
            owner      TEXT NOT NULL,  -- name of the OS lock its process holds
            summary    BLOB NOT NULL,
            CHECK ((finishedAt IS NULL) = (result = 'running'))
        ) STRICT;
        CREATE INDEX run_running ON run (id) WHERE result = 'running';
        """

    // A row is made before its request is sent and completed by the read-back: what a crash leaves can be undone too.
    private static let journal: StaticString = """
        CREATE TABLE journal (
            id        INTEGER PRIMARY KEY AUTOINCREMENT,
            at        INTEGER NOT NULL,  -- UTC milliseconds
            run       INTEGER,           -- the reconciliation that asked for it last; NULL where none did
            job       INTEGER NOT NULL,
            scene     INTEGER NOT NULL,
            server    INTEGER NOT NULL REFERENCES plexServer (id),
            ratingKey TEXT NOT NULL,
            library   TEXT NOT NULL,
            field     INTEGER NOT NULL,
            prior     BLOB NOT NULL,     -- what Plex had, whole; empty for nothing
            wasLocked INTEGER NOT NULL CHECK (wasLocked IN (0, 1)),
            known     BLOB NOT NULL,     -- what the ledger said of the field before
            sent      BLOB NOT NULL,     -- what Stash wanted
            found     BLOB,              -- what was read back; NULL until then
            empties   INTEGER NOT NULL CHECK (empties IN (0, 1)),  -- counted by the blast guard
            undoneAt  INTEGER
        ) STRICT;
        CREATE INDEX journal_run ON journal (run) WHERE run IS NOT NULL;
        CREATE INDEX journal_job ON journal (job);
        CREATE INDEX journal_target ON journal (server, ratingKey, field);
        CREATE INDEX journal_emptied ON journal (at) WHERE empties = 1;
        """

    // A slot is claimed in the transaction that begins its run, so the primary key is what makes it start once.
    private static let rules: StaticString = """
        CREATE TABLE ruleState (
            rule       TEXT PRIMARY KEY,  -- in lower case
            start      TEXT NOT NULL,     -- fingerprint of what starts it
            knownSince INTEGER NOT NULL,  -- since when it starts so, UTC milliseconds
            isEnabled  INTEGER CHECK (isEnabled IN (0, 1)),  -- set over the file; NULL for as the file says
            why        TEXT               -- of isEnabled, a sentence
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE runSlot (
            rule TEXT NOT NULL,
            slot INTEGER NOT NULL,  -- nominal instant, UTC milliseconds
            run  INTEGER,           -- NULL where it was passed over
            PRIMARY KEY (rule, slot)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE hostEvent (
            id   INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            at   INTEGER NOT NULL UNIQUE,  -- UTC milliseconds
            key  TEXT UNIQUE               -- what it is known by, where several may note it
        ) STRICT;
        CREATE TABLE serverWatch (
            server TEXT PRIMARY KEY,
            seenAt INTEGER NOT NULL,  -- when what was seen last had been asked, UTC milliseconds
            seen   TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX run_rule ON run (rule, id) WHERE rule IS NOT NULL;
        """
}
