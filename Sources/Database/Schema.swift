/// One step of a schema. Once released it is never edited: the next change is the next step.
public struct SchemaStep: Sendable {
    /// Says what the step is for, as in `"0001 jobs"`.
    public let name: StaticString
    let sql: StaticString

    /// - Parameter sql: Any number of statements; all of them run in one transaction with every other step.
    public init(_ name: StaticString, sql: StaticString) {
        self.name = name
        self.sql = sql
    }
}

/// A tenant of the one file: its name and its steps in order. Steps are recorded by tenant and number, from 1, so that
/// tenants grow independently, and a program that knows only some of them may use the file.
public struct Schema: Sendable {
    public let tenant: StaticString
    let steps: [SchemaStep]

    public init(tenant: StaticString, steps: [SchemaStep]) {
        self.tenant = tenant
        self.steps = steps
    }
}

/// The file's own record of the steps it has been through.
enum SchemaRecord {
    /// `plxs`: tells our files from other programs' databases.
    static let application = 0x706c_7873

    /// Whether steps are missing.
    /// - Throws: ``StoreError/newerSchema(path:tenant:found:known:)`` or ``StoreError/notOurs(path:)``. Only reads.
    static func needs(_ schemas: [Schema], in connection: Connection, path: String) throws -> Bool {
        // One state of the file: between two, another program may have made it ours.
        try connection.reading { _ in
            switch try connection.first("PRAGMA application_id", row: { try $0[0] as Int }) ?? 0 {
            case application: break
            case 0 where try connection.first("SELECT 1 FROM sqlite_schema", row: { try $0[0] as Int }) == nil:
                return true
            default: throw StoreError.notOurs(path: path)
            }
            return try isBehind(schemas, in: connection, path: path)
        }
    }

    private static func isBehind(_ schemas: [Schema], in connection: Connection, path: String) throws -> Bool {
        var missing = false
        for schema in schemas {
            let (found, known) = (try count(of: schema, in: connection), schema.steps.count)
            guard found <= known else {
                throw StoreError.newerSchema(path: path, tenant: "\(schema.tenant)", found: found, known: known)
            }
            missing = missing || found < known
        }
        return missing
    }

    /// Takes the steps that are missing. The caller has opened the transaction.
    static func apply(_ schemas: [Schema], in connection: Connection) throws {
        try connection.script(
            """
            PRAGMA application_id = 0x706c7873;
            CREATE TABLE IF NOT EXISTS schema_step (
                tenant TEXT NOT NULL,
                number INTEGER NOT NULL,
                name   TEXT NOT NULL,
                PRIMARY KEY (tenant, number)
            ) STRICT, WITHOUT ROWID
            """)
        for schema in schemas {
            let found = try count(of: schema, in: connection)
            for (index, step) in schema.steps.enumerated().dropFirst(found) {
                try connection.script(step.sql)
                try connection.run(
                    "INSERT INTO schema_step (tenant, number, name) VALUES (?, ?, ?)", "\(schema.tenant)", index + 1,
                    "\(step.name)")
            }
        }
    }

    private static func count(of schema: Schema, in connection: Connection) throws -> Int {
        try connection.first(
            "SELECT coalesce(max(number), 0) FROM schema_step WHERE tenant = ?", "\(schema.tenant)",
            row: { try $0[0] as Int }) ?? 0
    }
}
