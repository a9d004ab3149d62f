public import Database

/// Which of the tables that many libraries never fill hold anything: what is empty need not be asked for each scene.
///
/// It holds for one transaction.
public struct LedgerContents: Hashable, Sendable {
    public let hasPins, hasSyncs, hasImports: Bool

    private init(hasPins: Bool, hasSyncs: Bool, hasImports: Bool) {
        (self.hasPins, self.hasSyncs, self.hasImports) = (hasPins, hasSyncs, hasImports)
    }

    /// Where nobody looked.
    public static let unknown = LedgerContents(hasPins: true, hasSyncs: true, hasImports: true)

    public init(in transaction: ReadTransaction) throws {
        func isFilled(_ row: Int?) -> Bool { row != nil }
        self.init(
            hasPins: isFilled(try transaction.first("SELECT 1 FROM pin LIMIT 1") { try $0[0] }),
            hasSyncs: isFilled(try transaction.first("SELECT 1 FROM sync LIMIT 1") { try $0[0] }),
            hasImports: try !ImportedSyncs.isEmpty(in: transaction))
    }
}
