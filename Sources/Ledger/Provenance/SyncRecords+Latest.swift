public import Database
public import SyncModel

extension SyncRecords {
    /// The latest `updated_at` under which we have synced the scene, to whatever target; `nil` where we never did.
    public static func latest(of scene: Scene.ID, in transaction: ReadTransaction) throws -> Instant? {
        try transaction.map("SELECT lastSynced FROM sync WHERE scene = ?", scene.rawValue) {
            Timestamp(try $0[0]).instant
        }.compactMap(\.self).max()
    }
}
