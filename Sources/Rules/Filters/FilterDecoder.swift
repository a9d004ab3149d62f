public import SyncModel
public import YAML

/// What a filter in a file may speak of.
public enum FilterSubjectKind: Sendable {
    /// Gaps in these libraries, or in any: `gaps:` of a rule, every key.
    case gapsIn(UsedLibraries)
    /// Scenes alone: `sync.only`, where no gap is known yet.
    case scenes

    public static var gaps: Self { .gapsIn(UsedLibraries([])) }

    fileprivate var anywhere: Self {
        switch self {
        case .gapsIn: .gaps
        case .scenes: .scenes
        }
    }
}

extension MappingDecoder {
    /// Reads the filter under `key`: `{types: [empty], studio: "Acme*", not: {…}, any: [{…}]}`.
    public func filter(_ key: String, of kind: FilterSubjectKind) -> GapFilter? {
        guard let place = raw(key)?.mark, let filter = mapping(key, of: .filter, { $0.filter(of: kind) }) else {
            return nil
        }
        for sentence in filter.contradictions { log.report(.matchesNothing, at: place, "'\(name(key))' \(sentence)") }
        return filter
    }

    private func filter(of kind: FilterSubjectKind) -> GapFilter {
        var filter = GapFilter()
        readGapKeys(into: &filter, kind)
        filter.studios = globs("studio")
        filter.performers = globs("performers")
        filter.tags = globs("tags")
        filter.paths = globs("path")
        filter.isOrganized = bool("organized")
        filter.rating = rating("rating")
        // What is dropped in a library that is not used is no fault: it may be used again one day.
        filter.not = mapping("not", of: .filter) { keys in [keys.innerFilter(of: kind.anywhere)] } ?? []
        filter.any = several("any") {
            log.mapping($0, path: $1, of: .filter, isWhole: isWhole) { $0.innerFilter(of: kind) }
        }
        return filter
    }

    /// A filter inside another; without a key it would match everything.
    private func innerFilter(of kind: FilterSubjectKind) -> GapFilter {
        if keys.isEmpty { log.report(.emptyFilter, at: span.start, "'\(path)' has no key, and would match everything") }
        return filter(of: kind)
    }

    private func readGapKeys(into filter: inout GapFilter, _ kind: FilterSubjectKind) {
        guard case .gapsIn(let used) = kind else {
            for key in KeyTable.gapKeys where raw(key) != nil {
                report(
                    .notHere, at: key,
                    "'\(name(key))' speaks of gaps; here only scenes are chosen, before any gap is known")
            }
            return
        }
        filter.types = Set(several("types") { log.choice($0, $1, of: GapType.self) })
        filter.fields = Set(several("fields") { log.choice($0, $1, of: Field.self) })
        filter.confidence = choice("confidence")
        filter.libraries = several("library") { node, name in
            let library = log.string(node, name, takesNumbers: true)
            if let unused = library.flatMap({ used.objection(to: $0) }) {
                log.report(.unusedLibrary, at: node.mark, "'\(name)' \(unused.sentence)", nearest: unused.nearest)
            }
            return library
        }
    }

    private func globs(_ key: String) -> [Glob] {
        several(key) { log.string($0, $1, takesNumbers: true) }.map { Glob($0) }
    }

    /// One value or a list; an empty list is a fault, for it reads as "none" and would mean "all".
    private func several<Element>(_ key: String, _ read: (Node, String) -> Element?) -> [Element] {
        let values = list(key, takesOne: true, read) ?? []
        if case .list(let items)? = raw(key)?.content, items.isEmpty {
            report(.emptyList, at: key, "'\(name(key))' is an empty list; name something, or remove the key")
        }
        return values
    }

    private func rating(_ key: String) -> RatingCondition? {
        guard let text = string(key, takesNumbers: true) else { return nil }
        if let condition = RatingCondition(text: text) { return condition }
        report(
            .outOfRange, at: key,
            "'\(name(key))' takes a rating from 0 to 100 or a condition such as \">= 60\", not '\(visible(text))'")
        return nil
    }
}

extension Fault.Code {
    public static let notHere = Self(rawValue: "not-here")
    public static let emptyList = Self(rawValue: "empty-list")
    public static let emptyFilter = Self(rawValue: "empty-filter")
    public static let matchesNothing = Self(rawValue: "matches-nothing")
}
