public import Database
public import SyncModel

extension ItemIndex {
    /// Whether the index has no item of a library; quick whatever its size.
    public static func isEmpty(
        _ server: PlexServerID, library: Library.Key, in transaction: ReadTransaction
    ) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM item WHERE server = ? AND library = ? LIMIT 1", server.rawValue, library.rawValue
        ) { try $0[0] as Int } == nil
    }
}
