public import Database
public import SyncModel

/// Names of tags, performers, studios and groups as last seen. A renamed or vanished one leaves no trace on its scenes,
/// so this is how those scenes are found (`apis/stash.md` 5.5, 6).
public enum EntityIndex {
    public struct Row: Hashable, Sendable {
        public let kind: EntityKind
        public let id: Int
        public let name: String
        public let updatedAt: Timestamp

        public init(kind: EntityKind, id: Int, name: String, updatedAt: Timestamp) {
            (self.kind, self.id, self.name, self.updatedAt) = (kind, id, name, updatedAt)
        }
    }

    public static func put(_ rows: [Row], in transaction: WriteTransaction) throws {
        for row in rows {
            try transaction.run(
                """
                INSERT INTO entity (kind, id, name, updatedAt) VALUES (?, ?, ?, ?)
                ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name, updatedAt = excluded.updatedAt
                WHERE name != excluded.name OR updatedAt != excluded.updatedAt
                """, row.kind.rawValue, row.id, row.name, row.updatedAt.text)
        }
    }

    public static func remove(_ kind: EntityKind, _ ids: some Sequence<Int>, in transaction: WriteTransaction) throws {
        for id in ids { try transaction.run("DELETE FROM entity WHERE kind = ? AND id = ?", kind.rawValue, id) }
    }

    public static func all(_ kind: EntityKind, in transaction: ReadTransaction) throws -> [Int: Row] {
        let rows = try transaction.map("SELECT id, name, updatedAt FROM entity WHERE kind = ?", kind.rawValue) {
            Row(kind: kind, id: try $0[0], name: try $0[1], updatedAt: Timestamp(try $0[2]))
        }
        return Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Scenes that refer to any of these, as the index has them; O(scenes).
    public static func scenes(
        of entities: [EntityKind: Set<Int>], in transaction: ReadTransaction
    ) throws -> Set<Scene.ID> {
        var found: Set<Scene.ID> = []
        try transaction.each("SELECT id, links FROM scene") { row in
            let links = try SceneRow.Links(decoding: try row[1])
            if entities.contains(where: { kind, ids in links.ids(of: kind).contains { ids.contains($0) } }) {
                found.insert(Scene.ID(rawValue: try row[0]))
            }
        }
        return found
    }

    /// Scenes of which the index has a link to one of these that their new rows no longer have.
    public static func losing(
        _ entities: [EntityKind: Set<Int>], whenPut rows: [SceneRow], in transaction: ReadTransaction
    ) throws -> [Scene.ID] {
        try rows.filter { row in
            let links = try transaction.first("SELECT links FROM scene WHERE id = ?", row.id.rawValue) {
                try SceneRow.Links(decoding: try $0[0])
            }
            guard let links else { return false }
            return entities.contains { kind, ids in
                !Set(links.ids(of: kind)).intersection(ids).subtracting(row.links.ids(of: kind)).isEmpty
            }
        }.map(\.id)
    }
}
