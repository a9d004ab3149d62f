/// What a scene wants its items to say, field by field; normalised.
public struct Wants: Hashable, Sendable {
    /// Only enabled fields that want something.
    public var values: [Field: FieldValue]
    /// A date too coarse to be written: any date inside it counts as equal.
    public var partialDate: PartialDate?
    /// Whether Stash knows more than a name; without, nothing is cleared or removed.
    public var hasMetadata: Bool

    public init(values: [Field: FieldValue], partialDate: PartialDate? = nil, hasMetadata: Bool = true) {
        (self.values, self.partialDate, self.hasMetadata) = (values, partialDate, hasMetadata)
    }

    /// Reads the scene through the settings. Pictures are not decided here: they need their bytes.
    public init(of scene: Scene, _ settings: FieldSettings) {
        self.init(values: [:], hasMetadata: scene.hasMetadata)
        for field in settings.enabled {
            switch settings[field] {
            case .off: break
            case .template(let template):
                if let text = template.text(for: scene) { set(field, field.isSet ? .names([text]) : .text(text)) }
            case .scene: setFromScene(field, scene)
            }
        }
        if case .scene = settings[.date], let date = scene.date, date.day == nil { partialDate = date }
    }

    private mutating func setFromScene(_ field: Field, _ scene: Scene) {
        switch field {
        case .title: set(field, scene.title.map(FieldValue.text))
        case .studio: set(field, scene.studio.map { .text($0.name) })
        case .summary: set(field, scene.details.map(FieldValue.text))
        case .date: set(field, scene.date?.day.map { .text($0.text) })
        case .performers: set(field, .names(scene.performers.map(\.name)))
        case .tags: set(field, .names(scene.tags.map(\.name)))
        case .collections: set(field, .names(scene.groups.map(\.name)))
        case .rating: set(field, scene.rating.map { .text(plexRating($0)) })
        case .titleSort, .tagline, .contentRating, .poster, .art: break
        }
    }

    private mutating func set(_ field: Field, _ value: FieldValue?) { values[field] = value?.normalised }

    /// Long texts replaced by their hash, as both sides of a comparison are.
    public func condensed(_ digest: (String) -> String) -> Wants {
        var result = self
        for (field, value) in values { result.values[field] = value.condensed(digest) }
        return result
    }
}

/// Stash's 1 to 100 on Plex's scale of 0 to 10: `80` is `8`, `75` is `7.5` (`apis/plex.md` 6).
func plexRating(_ rating: Int) -> String { rating % 10 == 0 ? String(rating / 10) : "\(rating / 10).\(rating % 10)" }
