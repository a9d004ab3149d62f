/// ``Store`` without an actor, for a program of one thread that opens it, writes a row and exits: the hook.
///
/// Opening, one transaction and nothing else; it checkpoints only if told to.
public final class BlockingStore {
    private let writer: Writer

    /// Opens as ``Store/open(at:schemas:checkpointing:)`` does.
    /// - Throws: ``StoreError``.
    public init(at path: String, schemas: [Schema], checkpointing: Checkpointing = .never) throws {
        writer = try Writer(path: path, schemas: schemas, checkpointing: checkpointing)
    }

    /// Runs `body` in the one write transaction of all processes; when this returns, the change survives a power cut.
    /// - Throws: ``StoreError``, or whatever `body` throws.
    public func write<Result>(_ body: (WriteTransaction) throws -> Result) throws -> Result { try writer.write(body) }

    /// Runs `body` on one state of the file.
    /// - Throws: ``StoreError``, or whatever `body` throws.
    public func read<Result>(_ body: (ReadTransaction) throws -> Result) throws -> Result { try writer.read(body) }
}
