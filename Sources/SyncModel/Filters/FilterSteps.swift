/// One key of a filter by itself.
public struct FilterStep: Hashable, Sendable {
    /// As the rules file names it.
    public let key: String
    let part: GapFilter
}

extension GapFilter {
    /// The filter key by key, in the order of the rules file; a gap that passes all of them is kept by the whole. Empty for
    /// a filter that keeps everything.
    public var steps: [FilterStep] {
        let parts: [(String, (inout GapFilter) -> Void)] = [
            ("types", { $0.types = types }), ("fields", { $0.fields = fields }),
            ("confidence", { $0.confidence = confidence }), ("library", { $0.libraries = libraries }),
            ("studio", { $0.studios = studios }), ("performers", { $0.performers = performers }),
            ("tags", { $0.tags = tags }), ("path", { $0.paths = paths }),
            ("organized", { $0.isOrganized = isOrganized }), ("rating", { $0.rating = rating }),
            ("not", { $0.not = not }), ("any", { $0.any = any }),
        ]
        return parts.compactMap { key, set in
            var part = GapFilter()
            set(&part)
            return part.isEmpty ? nil : FilterStep(key: key, part: part)
        }
    }
}

extension [FilterStep] {
    /// How many of the steps a gap passes before one drops it; all of them where it is kept.
    public func passed(by gap: Gap, _ subject: FilterSubject, libraryNames: [String]) -> Int {
        prefix { $0.part.keeps(gap, subject, libraryNames: libraryNames) }.count
    }
}
