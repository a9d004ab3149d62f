/// A connection for reading, beside the writer of a store: it waits for no writer, and no writer for it.
///
/// Reads of one reader run one after another. Who reads for long (a million rows) takes a reader of its own from
/// ``Store/reader()``, or reads page by page (`WHERE id > ? ORDER BY id LIMIT 1000`): a read that lasts keeps the WAL
/// from being emptied.
public actor Reader {
    private let executor = SerialQueue(label: "plexsync.store.read")
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let file: StoreFile
    /// Opened at the first read.
    private var connection: Connection?

    init(_ file: StoreFile) { self.file = file }

    /// Runs `body` on one state of the file: all that was committed when it first reads.
    /// - Throws: ``StoreError``, or whatever `body` throws.
    public func read<Result: Sendable>(
        _ body: @Sendable (ReadTransaction) throws -> Result
    ) throws -> Result {
        try StoreError.translating(file.path) { try usable().reading(body) }
    }

    private func usable() throws -> Connection {
        do { try file.checkUsable() } catch {
            connection = nil
            throw error
        }
        if let connection { return connection }
        let opened = try Connection(path: file.path, access: .reading)
        try opened.configure()
        connection = opened
        return opened
    }
}
