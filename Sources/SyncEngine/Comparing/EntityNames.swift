import Database
import Ledger
import SyncModel

/// Names of entities by kind and id, for filters.
struct EntityNames: Sendable {
    private var names: [EntityKind: [Int: String]] = [:]

    init() {}

    init(in transaction: ReadTransaction) throws {
        for kind in EntityKind.allCases {
            names[kind] = try EntityIndex.all(kind, in: transaction).mapValues(\.name)
        }
    }

    func subject(of row: SceneRow) -> FilterSubject {
        FilterSubject(
            studio: row.links.studio.flatMap { names[.studio]?[$0] },
            performers: row.links.performers.compactMap { names[.performer]?[$0] },
            tags: row.links.tags.compactMap { names[.tag]?[$0] }, paths: row.files.map(\.path),
            isOrganized: row.isOrganized, rating: row.rating)
    }
}
