import Database

/// A tenant made for these tests.
enum Notes {
    static let schema = Schema(
        tenant: "notes",
        steps: [
            SchemaStep(
                "0001 notes",
                sql: """
                    CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL CHECK (text <> ''), size INTEGER) STRICT;
                    CREATE UNIQUE INDEX note_text ON note (text);
                    """)
        ])

    static func open(_ path: String, checkpointing: Checkpointing = .normal) throws -> Store {
        try Store.open(at: path, schemas: [schema], checkpointing: checkpointing)
    }

    static func add(_ text: String, in transaction: WriteTransaction) throws {
        try transaction.run("INSERT INTO note (text) VALUES (?)", text)
    }

    static func all(in transaction: ReadTransaction) throws -> [String] {
        try transaction.map("SELECT text FROM note ORDER BY id") { try $0[0] }
    }

    static func count(in transaction: ReadTransaction) throws -> Int {
        try transaction.first("SELECT count(*) FROM note") { try $0[0] } ?? -1
    }
}
