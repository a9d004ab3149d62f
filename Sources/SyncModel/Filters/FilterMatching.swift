/// What filters and `sync.only` look at of a scene.
public struct FilterSubject: Hashable, Sendable {
    public var studio: String?
    public var performers, tags, paths: [String]
    public var isOrganized: Bool
    public var rating: Int?

    public init(
        studio: String? = nil, performers: [String] = [], tags: [String] = [], paths: [String] = [],
        isOrganized: Bool = false, rating: Int? = nil
    ) {
        // Before 0.30 Stash kept the blanks around a name.
        (self.studio, self.performers) = (studio.map(normalise), performers.map(normalise))
        (self.tags, self.paths) = (tags.map(normalise), paths)
        (self.isOrganized, self.rating) = (isOrganized, rating)
    }
}

extension GapFilter {
    /// Whether a gap is kept.
    ///
    /// - Parameter libraryNames: Key and title of each library that the gap's targets are in, or, for a missing scene,
    ///   that its path is below.
    public func keeps(_ gap: Gap, _ subject: FilterSubject, libraryNames: [String]) -> Bool {
        keepsTypes(gap) && libraries.allows(libraryNames) && keepsScene(subject)
            && not.allSatisfy { !$0.keeps(gap, subject, libraryNames: libraryNames) }
            && (any.isEmpty || any.contains { $0.keeps(gap, subject, libraryNames: libraryNames) })
    }

    /// The part of a filter that speaks of the scene alone; `sync.only` narrows the scope with it.
    public func keepsScene(_ subject: FilterSubject) -> Bool {
        studios.allows([subject.studio].compactMap { $0 }) && performers.allows(subject.performers)
            && tags.allows(subject.tags) && paths.allows(subject.paths)
            && (isOrganized ?? subject.isOrganized) == subject.isOrganized
            && rating?.holds(for: subject.rating) ?? true
    }

    /// The same for a filter of scenes alone, with what it excludes.
    public func keepsSceneWhole(_ subject: FilterSubject) -> Bool {
        keepsScene(subject) && not.allSatisfy { !$0.keepsSceneWhole(subject) }
            && (any.isEmpty || any.contains { $0.keepsSceneWhole(subject) })
    }

    private func keepsTypes(_ gap: Gap) -> Bool {
        (types.isEmpty || gap.types.contains { types.contains($0) })
            && (fields.isEmpty || (gap.emptyFields + gap.staleFields).contains { fields.contains($0) })
            && (confidence ?? gap.confidence) == gap.confidence
    }
}

extension [Glob] {
    /// No pattern allows everything; several mean any of.
    fileprivate func allows(_ names: [String]) -> Bool {
        isEmpty || contains { glob in names.contains { glob.matches($0) } }
    }
}

extension [String] {
    fileprivate func allows(_ names: [String]) -> Bool {
        isEmpty || contains { wanted in names.contains { nameKey($0) == nameKey(wanted) } }
    }
}
