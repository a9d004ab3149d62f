public import Database
public import SyncModel

extension SyncRecords {
    /// The latest `updated_at` under which we have synced the scene, to whatever target; `nil` where we never did.
    ///
    /// - Parameter imported: What was imported of another tool; a record that only tells this again is none of ours.
    public static func latest(
        of scene: Scene.ID, butFor imported: ImportedSync? = nil, in transaction: ReadTransaction
    ) throws -> Instant? {
        try transaction.map(
            "SELECT lastSynced FROM sync WHERE scene = ?1 AND lastSynced IS NOT ?2", scene.rawValue,
            imported?.timestamp.text
        ) {
            Timestamp(try $0[0]).instant
        }.compactMap(\.self).max()
    }

    /// Forgets that targets were read since the import: the next reading of each is its first again.
    public static func forgetReadings(
        of imported: ImportedSync, _ scene: Scene.ID, in transaction: WriteTransaction
    ) throws {
        try transaction.run(
            "DELETE FROM sync WHERE scene = ? AND lastSynced = ?", scene.rawValue, imported.timestamp.text)
    }
}
