import SyncModel

extension GapFilter {
    /// Why the filter can keep nothing, whatever the libraries hold; what follows its name in a sentence.
    var contradictions: [String] {
        var found: [String] = []
        if types == [.missing], !fields.isEmpty {
            found.append("can match nothing: a missing scene has no item, and so no fields")
        }
        if not.contains(where: { !$0.isEmpty && isWithin($0) }) {
            found.append("can match nothing: 'not' drops all that it keeps")
        }
        if isRatingImpossible { found.append("can match nothing: no rating is below 0 or above 100") }
        return found
    }

    /// The same where none of its fields is written.
    func idleness(_ enabledFields: [Field]) -> String? {
        if fields.isEmpty || !fields.isDisjoint(with: enabledFields) { return nil }
        return "can match nothing: none of its fields is on in sync.fields"
    }

    private var isRatingImpossible: Bool {
        guard let rating else { return false }
        return !(0...100).contains { rating.holds(for: $0) }
    }

    /// Whether everything that this filter keeps is kept by `other`, as far as equal keys show it.
    private func isWithin(_ other: GapFilter) -> Bool {
        guard other.not.isEmpty, other.any.isEmpty || other.any.contains(where: isWithin) else { return false }
        return (other.types.isEmpty || (types.count == 1 && types.isSubset(of: other.types)))
            && (other.fields.isEmpty || (fields.count == 1 && fields.isSubset(of: other.fields)))
            && (other.confidence == nil || other.confidence == confidence)
            && (other.libraries.isEmpty || Self.isPart(libraries, of: other.libraries))
            && Self.isPart(studios, of: other.studios) && Self.isPart(performers, of: other.performers)
            && Self.isPart(tags, of: other.tags) && Self.isPart(paths, of: other.paths)
            && (other.isOrganized == nil || other.isOrganized == isOrganized)
            && (other.rating == nil || other.rating == rating)
    }

    private static func isPart<Word: Hashable>(_ some: [Word], of others: [Word]) -> Bool {
        others.isEmpty || (!some.isEmpty && Set(some).isSubset(of: others))
    }
}
