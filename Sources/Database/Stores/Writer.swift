/// The writing connection of a store, with the gate in front of it. Not Sendable: an actor, or one thread, owns it.
final class Writer {
    let file: StoreFile
    /// None once the disk has failed.
    private var connection: Connection?
    /// None where nobody else can see the file.
    private let gate: StoreGate?
    private let checkpointing: Checkpointing
    /// Transactions committed by this connection, which the file's own count leaves out.
    private var commits = 0
    /// A checkpoint that readers held up is tried again only when the WAL has grown once more.
    private var walBytesToCheckpoint: Int

    /// Opens the file, makes it where it is missing, and takes the schema steps that it lacks.
    init(
        path: String, schemas: [Schema], checkpointing: Checkpointing, patience: Duration = .seconds(60)
    ) throws {
        file = StoreFile(path: path)
        self.checkpointing = checkpointing
        walBytesToCheckpoint = checkpointing.threshold
        (connection, gate) = try StoreError.translating(path) { [file] in
            try file.create()
            let gate = try StoreGate(beside: path, limit: patience)
            let connection = try Connection(path: path, access: .durable)
            // Most often nothing is missing: then opening waits for no other writer.
            if try SchemaRecord.needs(schemas, in: connection, path: path) {
                try gate.hold { try Self.prepare(connection, schemas, path) }
            } else {
                try connection.configure()
            }
            return (connection, gate)
        }
    }

    /// A private copy of `source`, in a nameless file that goes with it.
    init(copyOf source: StoreFile) throws {
        file = StoreFile(path: source.path)
        checkpointing = .never
        walBytesToCheckpoint = .max
        gate = nil
        connection = try StoreError.translating(source.path) {
            let copy = try Connection(path: "", access: .temporary)
            try Connection(path: source.path, access: .reading).copy(into: copy)
            try copy.configure()
            return copy
        }
    }

    private static func prepare(_ connection: Connection, _ schemas: [Schema], _ path: String) throws {
        // Another program may have been here while this one waited.
        let missing = try SchemaRecord.needs(schemas, in: connection, path: path)
        try connection.configure()
        guard missing else { return }
        try connection.run("BEGIN IMMEDIATE")
        do {
            try SchemaRecord.apply(schemas, in: connection)
            try connection.run("COMMIT")
        } catch let error as SQLiteError where error.isInputOutput {
            throw StoreError.outcomeUnknown(path: path, reason: error.message)
        } catch {
            try connection.rollBack()
            throw error
        }
    }

    // MARK: Transactions

    func moment() throws -> StoreMoment {
        let connection = try usable()
        return try StoreError.translating(file.path) { try connection.moment(after: commits) }
    }

    /// Runs `body` in a write transaction behind the gate, commits and fsyncs it, or rolls it back where `body` throws.
    func write<Result>(_ body: (WriteTransaction) throws -> Result) throws -> Result {
        let connection = try usable()
        return try StoreError.translating(file.path) {
            guard let gate else { return try transaction(on: connection, body) }
            return try gate.hold {
                let result = try transaction(on: connection, body)
                checkpointIfLarge(connection)
                return result
            }
        }
    }

    /// Runs `body` on the writing connection, where a store has no other.
    func read<Result>(_ body: (ReadTransaction) throws -> Result) throws -> Result {
        let connection = try usable()
        return try StoreError.translating(file.path) { try connection.reading(body) }
    }

    private func usable() throws -> Connection {
        do { try file.checkUsable() } catch {
            connection = nil
            throw error
        }
        guard let connection else { throw StoreError.closed(path: file.path) }
        precondition(!connection.isInTransaction, "a transaction within a transaction")
        return connection
    }

    private func transaction<Result>(
        on connection: Connection, _ body: (WriteTransaction) throws -> Result
    ) throws -> Result {
        try connection.run("BEGIN IMMEDIATE")
        let transaction = WriteTransaction(connection, after: commits)
        defer { transaction.end() }
        let result: Result
        do { result = try body(transaction) } catch {
            try connection.rollBack()
            throw error
        }
        do { try connection.run("COMMIT") } catch let error as SQLiteError {
            // A frame of the WAL that was never synced is no answer; one that did not fit is.
            if error.isInputOutput {
                giveUp()
                throw StoreError.outcomeUnknown(path: file.path, reason: error.message)
            }
            try connection.rollBack()
            throw error
        }
        commits += 1
        return result
    }

    private func giveUp() {
        file.refuseFromNowOn()
        connection = nil
    }

    // MARK: The WAL

    /// What was committed stays committed, so a checkpoint that fails is told by the next use, not by this one.
    private func checkpointIfLarge(_ connection: Connection) {
        guard case .above(let bytes) = checkpointing, file.walBytes > walBytesToCheckpoint else { return }
        do {
            let end = try connection.checkpoint()
            walBytesToCheckpoint = end == .emptied ? bytes : file.walBytes + bytes
        } catch let error as SQLiteError where !error.isInputOutput {
            walBytesToCheckpoint = file.walBytes + bytes  // no room, for instance: the WAL still has everything
        } catch {
            giveUp()
        }
    }

    /// Moves the WAL into the database now.
    /// - Returns: Whether the WAL is empty; a reader that is at work keeps it from being so.
    func checkpoint() throws -> Bool {
        let connection = try usable()
        guard let gate else { return true }
        return try StoreError.translating(file.path) {
            try gate.hold {
                do { return try connection.checkpoint() == .emptied } catch let error as SQLiteError {
                    if error.isInputOutput { giveUp() }
                    throw error
                }
            }
        }
    }
}

extension Checkpointing {
    fileprivate var threshold: Int {
        switch self {
        case .above(let bytes): bytes
        case .never: .max
        }
    }
}

extension Connection {
    func moment(after commits: Int) throws -> StoreMoment {
        // https://www.sqlite.org/pragma.html#pragma_data_version: it moves with the commits of other connections alone.
        let others = try first("PRAGMA data_version", row: { try $0[0] as Int }) ?? 0
        return StoreMoment(others: others, own: commits)
    }

    /// Runs `body` in a transaction that sees one state of the file.
    func reading<Result>(_ body: (ReadTransaction) throws -> Result) throws -> Result {
        try run("BEGIN DEFERRED")
        let transaction = ReadTransaction(self)
        defer { transaction.end() }
        do {
            let result = try body(transaction)
            try run("COMMIT")
            return result
        } catch {
            try rollBack()
            throw error
        }
    }
}
