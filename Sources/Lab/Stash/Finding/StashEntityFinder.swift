/// Answers `findTags`, `findPerformers`, `findStudios` and `findGroups`.
struct StashEntityFinder {
    let snapshot: StashSnapshot
    let kind: StashEntityKind
    let release: StashRelease
    let tomorrow: String

    /// Ids of a page, and how many there are in all.
    func find(_ arguments: GraphQLInput, filter name: String) throws -> (page: [Int], count: Int) {
        let rows = snapshot.library[kind]
        let ids = (arguments.given("ids") ?? arguments.given("performer_ids"))?.list ?? []
        if !ids.isEmpty {
            let numbers = try ids.map { try $0.id() }
            if let dead = numbers.first(where: { rows[$0] == nil }) {
                throw StashRefusal("\(kind.rawValue) with id \(dead) not found")
            }
            return (numbers, numbers.count)
        }
        let filter = StashFindFilter(arguments.given("filter"))
        let test = try arguments.given(name).map {
            try StashEntityFilter(snapshot: snapshot, kind: kind, tomorrow: tomorrow).test($0)
        }
        let words = StashLike.words(filter.search)
        var found = rows.values.filter { row in
            test?(row) ?? (test == nil)
                && words.allSatisfy { word in ([row.name] + row.aliases).contains { word.matches($0) } }
        }
        try order(&found, by: filter)
        return (found[filter.range(of: found.count)].map(\.id), found.count)
    }

    private func order(_ rows: inout [StashEntity], by filter: StashFindFilter) throws {
        let key: (StashEntity) -> StashSortKey
        switch filter.sort ?? "name" {
        case "name": key = { .text($0.name.lowercased()) }
        case "created_at": key = { .text($0.createdAt) }
        case "updated_at": key = { .text($0.updatedAt) }
        case "id": key = { .number(Double($0.id)) }
        case let sort where release.refusesUnknownSorts: throw StashRefusal("invalid sort: \(sort)")
        case let sort: throw StashRefusal("error finding IDs: running query: no such column: \(kind.rawValue)s.\(sort)")
        }
        rows.sort { left, right in
            let (a, b) = (key(left), key(right))
            return a == b ? left.id < right.id : filter.isDescending ? b < a : a < b
        }
    }
}
