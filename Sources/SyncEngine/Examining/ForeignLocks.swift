import Database
public import Ledger
import PlexAPI
public import SyncModel

/// Signs that another program writes to Plex as we do: fields that are locked, that we never wrote, and that hold just what
/// Stash says (`DESIGN.md` 12).
public struct ForeignLocks: Hashable, Sendable {
    /// Items that we never wrote and that were looked at.
    public var examined = 0
    /// Of these, how many have such a field.
    public var items = 0
    public var fields = 0
    public var example: Target?
    public init() {}
}

extension Engine {
    private static let mostItems = 200

    /// Looks at up to 200 items that the indexes know and we never wrote; a request to Plex for each 50. Items whose scene
    /// has an imported sync are left out: their locks are explained.
    ///
    /// - Parameter server: `nil` where this Plex has never been listed: then nothing is known to look at.
    /// - Throws: ``EngineError/plexRead(_:)``.
    public func foreignLocks(on server: PlexServerID) async throws -> ForeignLocks {
        let known = try await unwrittenItems(on: server)
        var found = ForeignLocks()
        // In their order, so that the same look has the same example.
        let keys = known.keys.sorted { ($0.rawValue.utf8.count, $0.rawValue) < ($1.rawValue.utf8.count, $1.rawValue) }
        for start in stride(from: 0, to: keys.count, by: PlexClient.mostItemsAtOnce) {
            let some = Array(keys[start..<min(start + PlexClient.mostItemsAtOnce, keys.count)])
            let read = try await reading { () async throws(PlexError) in try await plex.items(some) }
            for item in read.items {
                guard let wants = known[item.ratingKey] else { continue }
                found.examined += 1
                let equal = settings.fields.enabled.count { Self.isLockedAsWanted(item.condensed, $0, wants) }
                if equal == 0 { continue }
                found.items += 1
                found.fields += equal
                found.example = found.example ?? Target(ratingKey: item.ratingKey, library: item.library)
            }
        }
        return found
    }

    private static func isLockedAsWanted(_ item: Item, _ field: Field, _ wants: Wants) -> Bool {
        guard item.locked.contains(field), let want = wants.values[field], let have = item.values[field] else {
            return false
        }
        return field.isSet ? Set(want.names.map(nameKey)) == Set(have.names.map(nameKey)) : want == have
    }

    /// Items by key, with what Stash wants of them.
    private func unwrittenItems(on server: PlexServerID) async throws -> [RatingKey: Wants] {
        let lookup = CandidateLookup(server: server, paths: PathMap(settings.paths))
        return try await store.read { transaction in
            var (found, after): ([RatingKey: Wants], Scene.ID?) = ([:], nil)
            while found.count < Self.mostItems {
                let rows = try SceneIndex.page(after: after, limit: 500, in: transaction)
                guard let last = rows.last else { break }
                after = last.id
                for (row, files) in zip(rows, try lookup.files(of: rows, in: transaction)) {
                    guard try ImportedSyncs.find(row.id, in: transaction) == nil else { continue }
                    let targets = files.flatMap(\.exact).filter(\.otherScenes.isEmpty).map(\.target)
                    for target in targets where found.count < Self.mostItems {
                        let ledger = try TargetLedgers.ledger(of: target.ratingKey, server: server, in: transaction)
                        if !ledger.fields.values.contains(where: \.ownsLock) { found[target.ratingKey] = row.wants }
                    }
                }
            }
            return found
        }
    }
}
