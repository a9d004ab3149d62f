import Database
import Ledger
import SyncModel

/// The scenes of the scope, page by page, ascending.
struct ScenePages: Sendable {
    let engine: Engine
    let scope: ResolvedScope
    let only: Set<Scene.ID>?
    let knowledge: SceneKnowledge
    let names: EntityNames
    let keeping: VerdictKeeping

    func each(_ visit: (IndexedPage) async throws -> Void) async throws {
        if let ids = only ?? knowledge.looked.map(Set.init) {
            return try await eachListed(ids.subtracting(knowledge.unreadable).sorted(), visit)
        }
        let total = try await engine.store.read { try SceneIndex.count(in: $0) }
        let reading = PagesAhead(store: engine.store, keeping: keeping)
        var done = 0
        try await reading.each { page in
            done += page.rows.count
            var page = page
            let unreadable = knowledge.unreadable
            page.rows.removeAll { unreadable.contains($0.id) || !isInScope($0) }
            try await visit(page)
            engine.activity.progress(Step(.comparing, done: done, total: total))
        }
    }

    private func eachListed(_ ids: [Scene.ID], _ visit: (IndexedPage) async throws -> Void) async throws {
        var (left, sizes) = (ids[...], PageSizes())
        while !left.isEmpty {
            let slice = Array(left.prefix(sizes.next()))
            left = left.dropFirst(slice.count)
            var page = try await keeping.page(slice, in: engine.store)
            page.rows.removeAll { only == nil && !isInScope($0) }
            try await visit(page)
            engine.activity.progress(Step(.comparing, done: ids.count - left.count, total: ids.count))
        }
    }

    private func isInScope(_ row: SceneRow) -> Bool {
        scope.contains(createdAt: row.createdAt, updatedAt: row.updatedAt, date: row.date)
            && (engine.settings.only.isEmpty || engine.settings.only.keepsSceneWhole(names.subject(of: row)))
    }
}

/// Scenes of a page: few of the first, so that something can be shown after one request for items; then twice as many
/// each time.
private struct PageSizes {
    private static let most = 1000
    private var size = 50

    mutating func next() -> Int {
        defer { size = min(2 * size, Self.most) }
        return size
    }
}

/// Pages of all scenes, the next one read while the last is looked at.
private struct PagesAhead {
    private let store: Store
    private let keeping: VerdictKeeping
    /// Nothing in a private copy: it has but one connection.
    private let beside: Reader?

    init(store: Store, keeping: VerdictKeeping) {
        (self.store, self.keeping, beside) = (store, keeping, store.readers(1).first)
    }

    /// What was read ahead counts only where nothing was committed meanwhile, by us or by anybody. So a look that writes
    /// something down after each page reads none ahead.
    func each(_ visit: (IndexedPage) async throws -> Void) async throws {
        var sizes = PageSizes()
        var page = try await page(after: nil, limit: sizes.next())
        var isQuiet = true
        while let last = page.rows.last?.id {
            let (limit, before) = (sizes.next(), try await store.moment())
            let reader = isQuiet ? beside : nil
            async let ahead = reader?.read { try keeping.page(after: last, limit: limit, in: $0) }
            try await visit(page)
            let next = try await ahead
            isQuiet = try await store.moment() == before
            if let next, isQuiet { page = next } else { page = try await self.page(after: last, limit: limit) }
        }
    }

    private func page(after id: Scene.ID?, limit: Int) async throws -> IndexedPage {
        try await store.read { try keeping.page(after: id, limit: limit, in: $0) }
    }
}
