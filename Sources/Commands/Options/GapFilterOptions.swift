public import CommandSyntax
public import SyncModel

extension ValueKind where Value == Glob {
    /// A name or a pattern; TAB offers names that are known.
    public static func glob(of sort: NameSort) -> Self {
        Self(sort.name.uppercased(), takes: "a name, in which '*' stands for anything", suggestions: .names(sort)) {
            $0.isEmpty ? nil : Glob($0)
        }
    }

    public static var path: Self {
        Self("GLOB", takes: "a path, in which '*' stands for anything", suggestions: .files) {
            $0.isEmpty ? nil : Glob($0)
        }
    }
}

extension ValueKind where Value == RatingCondition {
    public static var rating: Self {
        Self(
            "CONDITION", takes: "a rating from 0 to 100, such as '>= 60', '< 20' or 80",
            read: RatingCondition.init(text:))
    }
}

/// Which gaps are kept: the words of a rule's `gaps:` in the singular.
public struct GapFilterOptions: OptionGroup {
    public static let title = "Which gaps"
    public let types = Option("type", short: "t", picking: .oneOf(GapType.self), "Only gaps of these types.")
    public let fields = Option("field", picking: .oneOf(Field.self), "Only gaps in these fields.")
    public let confidence = Option("confidence", .oneOf(Confidence.self), "Only gaps that are as sure.")
    public let libraries = Option("library", each: .name(of: .library), key: "library", "Only these Plex libraries.")
    public let studios = Option("studio", picking: .glob(of: .studio), key: "studio", "Only scenes of these studios.")
    public let performers = Option(
        "performer", picking: .glob(of: .performer), key: "performers", "Only scenes with one of these performers.")
    public let tags = Option("tag", picking: .glob(of: .tag), key: "tags", "Only scenes with one of these tags.")
    public let paths = Option("path", picking: .path, key: "path", "Only scenes with a file of such a path in Stash.")
    public let organized = Option(yesOrNo: "organized", "Only scenes that are organized, or are not.")
    public let rating = Option("rating", .rating, "Only scenes of such a rating.")
    public init() {}
}

extension Arguments<GapFilterOptions> {
    /// As a rule has it: with its libraries, and with all that is dropped under one `not`.
    func ruleFilter() -> GapFilter {
        var filter = filter()
        filter.libraries = self.libraries
        if filter.not.count > 1 {
            var dropped = GapFilter()
            dropped.any = filter.not
            filter.not = [dropped]
        }
        return filter
    }

    /// Each negation drops what it matches, on its own. Libraries narrow the search itself, and are not in it.
    func filter() -> GapFilter {
        var filter = GapFilter()
        filter.types = Set(self.types.wanted)
        filter.fields = Set(self.fields.wanted)
        filter.confidence = self.confidence
        filter.studios = self.studios.wanted
        filter.performers = self.performers.wanted
        filter.tags = self.tags.wanted
        filter.paths = self.paths.wanted
        filter.isOrganized = self.organized
        filter.rating = self.rating
        func exclude(_ isAny: Bool, _ set: (inout GapFilter) -> Void) {
            guard isAny else { return }
            var excluded = GapFilter()
            set(&excluded)
            filter.not.append(excluded)
        }
        exclude(!self.types.unwanted.isEmpty) { $0.types = Set(self.types.unwanted) }
        exclude(!self.fields.unwanted.isEmpty) { $0.fields = Set(self.fields.unwanted) }
        exclude(!self.studios.unwanted.isEmpty) { $0.studios = self.studios.unwanted }
        exclude(!self.performers.unwanted.isEmpty) { $0.performers = self.performers.unwanted }
        exclude(!self.tags.unwanted.isEmpty) { $0.tags = self.tags.unwanted }
        exclude(!self.paths.unwanted.isEmpty) { $0.paths = self.paths.unwanted }
        return filter
    }
}
