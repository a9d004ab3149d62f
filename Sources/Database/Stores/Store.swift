/// The one file that every process of plexsync shares, opened safely: WAL, every commit fsynced, schema up to date, and
/// no write but through ``write(_:)``.
public actor Store {
    private let executor = SerialQueue(label: "plexsync.store.write")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let file: StoreFile
    private let writer: Writer
    /// None in a private copy, whose one connection nobody else can open.
    private let shared: Reader?

    /// Opens the file at `path`, creating its folder (0700) and itself (0600), and takes the schema steps it lacks, all in
    /// one transaction.
    ///
    /// It blocks: a millisecond, or as long as another program takes its own steps.
    /// - Parameter patience: How long a write waits for other writers before it fails as ``StoreError/busy(path:seconds:)``.
    /// - Throws: ``StoreError``; after ``StoreError/newerSchema(path:tenant:found:known:)`` and
    ///   ``StoreError/notOurs(path:)`` no byte of the file has changed.
    public static func open(
        at path: String, schemas: [Schema], checkpointing: Checkpointing = .normal, patience: Duration = .seconds(60)
    ) throws -> Store {
        let writer = try Writer(path: path, schemas: schemas, checkpointing: checkpointing, patience: patience)
        return Store(writer, reader: Reader(writer.file))
    }

    private init(_ writer: sending Writer, reader: Reader?) {
        file = writer.file
        self.writer = writer
        shared = reader
    }

    /// Runs `body` in the one write transaction of all processes, commits and fsyncs what it did; nothing of it stays
    /// where it throws. When this returns, the change survives a power cut.
    ///
    /// Write much in one: a commit costs an fsync, whatever is in it. Others wait meanwhile, so stay below a second.
    /// - Throws: ``StoreError``, or whatever `body` throws. After ``StoreError/outcomeUnknown(path:reason:)`` the
    ///   store refuses everything.
    public func write<Result: Sendable>(
        _ body: @Sendable (WriteTransaction) throws -> Result
    ) throws -> Result {
        try writer.write(body)
    }

    /// The state of the file now: who decides from what it reads later, and writes only where
    /// ``WriteTransaction/isNext(after:)`` holds, writes what still follows from the file.
    /// - Throws: ``StoreError``.
    public func moment() throws -> StoreMoment { try writer.moment() }

    /// Runs `body` on one state of the file, beside a write that may be going on. All that this task has written is seen.
    /// - Throws: ``StoreError``, or whatever `body` throws.
    public nonisolated func read<Result: Sendable>(
        _ body: @Sendable (ReadTransaction) throws -> Result
    ) async throws -> Result {
        if let shared { return try await shared.read(body) }
        return try await readAlone(body)
    }

    private func readAlone<Result: Sendable>(
        _ body: @Sendable (ReadTransaction) throws -> Result
    ) throws -> Result {
        try writer.read(body)
    }

    /// Connections of their own for reads side by side: so many, or none in a private copy, which has but one connection.
    public nonisolated func readers(_ count: Int) -> [Reader] {
        shared == nil ? [] : (0..<count).map { _ in Reader(file) }
    }

    /// A connection of its own for a long read, so that ``read(_:)`` stays quick for everybody else.
    /// - Throws: ``StoreError/failed(path:reason:)`` in a private copy, which has but one connection.
    public nonisolated func reader() throws -> Reader {
        guard shared != nil else { throw StoreError.failed(path: file.path, reason: "a private copy has one reader") }
        return Reader(file)
    }

    /// A copy of the whole file as it is now, which only this process sees and which is gone with the copy. Nothing
    /// written to it reaches the file. O(size of the file), on the disk where temporary files are.
    public nonisolated func privateCopy() async throws -> Store {
        try await Copying(file).copy()
    }

    /// Copies on a thread of its own: it may take seconds.
    private actor Copying {
        private let executor = SerialQueue(label: "plexsync.store.copy")
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        private let file: StoreFile

        init(_ file: StoreFile) { self.file = file }

        func copy() throws -> Store { Store(try Writer(copyOf: file), reader: nil) }
    }

    // MARK: State of the file

    /// Moves the WAL into the database now.
    /// - Returns: Whether the WAL is empty; a reader at work, in any process, keeps it from being so.
    @discardableResult
    public func checkpoint() throws -> Bool { try writer.checkpoint() }

    /// Where the file is.
    public nonisolated var path: String { file.path }

    /// Bytes that wait in the WAL.
    public nonisolated var walBytes: Int { shared == nil ? 0 : file.walBytes }

    /// What SQLite finds wrong with the file, at most 100 sentences; none when it is whole. O(size of the file).
    public nonisolated func integrityCheck() async throws -> [String] {
        let found = try await (shared == nil ? self.read(Self.check) : reader().read(Self.check))
        return found == ["ok"] ? [] : found
    }

    private static let check: @Sendable (ReadTransaction) throws -> [String] = { transaction in
        try transaction.map("PRAGMA integrity_check(100)") { try $0[0] }
    }
}
