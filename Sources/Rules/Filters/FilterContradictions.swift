import SyncModel
import YAML

extension GapFilter {
    /// Reports a filter that can keep nothing, whatever the libraries hold.
    func reportContradictions(to log: FaultLog, at mark: Mark, _ name: String) {
        if types == [.missing], !fields.isEmpty {
            log.report(
                .matchesNothing, at: mark, "'\(name)' can match nothing: a missing scene has no item, and so no fields")
        }
        if let not = not.first, !not.isEmpty, isWithin(not) {
            log.report(.matchesNothing, at: mark, "'\(name)' can match nothing: 'not' drops all that it keeps")
        }
        if isRatingImpossible {
            log.report(.matchesNothing, at: mark, "'\(name)' can match nothing: no rating is below 0 or above 100")
        }
    }

    private var isRatingImpossible: Bool {
        guard let rating else { return false }
        return !(0...100).contains { rating.holds(for: $0) }
    }

    /// Whether everything that this filter keeps is kept by `other`, as far as equal keys show it.
    private func isWithin(_ other: GapFilter) -> Bool {
        guard other.not.isEmpty, other.any.isEmpty else { return false }
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
