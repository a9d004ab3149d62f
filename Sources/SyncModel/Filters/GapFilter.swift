/// Which gaps are kept. A filter keeps or drops whole gaps; a list means any of, the keys together mean all of.
public struct GapFilter: Hashable, Sendable {
    public var types: Set<GapType> = []
    public var fields: Set<Field> = []
    public var confidence: Confidence?
    /// Plex libraries by key or title; also narrows what is matched.
    public var libraries: [String] = []
    public var studios, performers, tags, paths: [Glob]
    public var isOrganized: Bool?
    public var rating: RatingCondition?
    /// Gaps that match this are dropped. Boxed as a list of one or none.
    public var not: [GapFilter] = []
    /// If not empty, at least one must match.
    public var any: [GapFilter] = []

    public init() { (studios, performers, tags, paths) = ([], [], [], []) }
    public var isEmpty: Bool { self == GapFilter() }
}

/// `>= 60`, `80`, `< 20`: on Stash's scale of 0 to 100. An unrated scene meets no condition.
public struct RatingCondition: Hashable, Sendable {
    public enum Comparison: String, CaseIterable, Sendable {
        case less = "<"
        case atMost = "<="
        case equal = "="
        case notEqual = "!="
        case atLeast = ">="
        case more = ">"
    }

    public let comparison: Comparison
    /// `0...100`
    public let rating: Int

    public init?(_ comparison: Comparison, _ rating: Int) {
        guard (0...100).contains(rating) else { return nil }
        (self.comparison, self.rating) = (comparison, rating)
    }

    /// `>= 60`, `>=60`, `60`; blanks do not matter.
    public init?(text: String) {
        let text = text.filter { $0 != " " }
        let sign = text.prefix { !$0.isNumber }
        guard let rating = Int(text.dropFirst(sign.count)),
            let comparison = sign.isEmpty || sign == "==" ? .equal : Comparison(rawValue: String(sign))
        else { return nil }
        self.init(comparison, rating)
    }

    public func holds(for value: Int?) -> Bool {
        guard let value else { return false }
        return switch comparison {
        case .less: value < rating
        case .atMost: value <= rating
        case .equal: value == rating
        case .notEqual: value != rating
        case .atLeast: value >= rating
        case .more: value > rating
        }
    }
}
