/// Which fields are written, and from what: `sync.fields` of the rules file.
public struct FieldSettings: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        case off
        /// The scene's own field of that meaning.
        case scene
        case template(FieldTemplate)
    }

    private var sources: [Field: Source]

    /// The fields that are on by default, each from the scene.
    public init() {
        sources = Dictionary(uniqueKeysWithValues: Field.allCases.map { ($0, $0.isOnByDefault ? .scene : .off) })
    }

    public subscript(field: Field) -> Source {
        get { sources[field] ?? .off }
        set { sources[field] = newValue }
    }

    /// In the order of output. `title_sort` and `tagline` want nothing without a template, and are not among them then.
    public var enabled: [Field] {
        Field.allCases.filter { field in
            switch self[field] {
            case .off: false
            case .scene: field != .titleSort && field != .tagline
            case .template: true
            }
        }
    }

    /// What distinguishes these settings from others, as a stable text for fingerprints.
    public var fingerprint: String {
        Field.allCases.map { field in
            switch self[field] {
            case .off: "\(field.rawValue)=off"
            case .scene: "\(field.rawValue)=on"
            case .template(let template): "\(field.rawValue)=\(template.source)"
            }
        }.joined(separator: "\u{1f}")
    }

    /// Parts of a scene that must be read to know what these fields want.
    public var neededParts: Set<FieldTemplate.Placeholder> {
        var parts: Set<FieldTemplate.Placeholder> = []
        for field in enabled {
            if case .template(let template) = self[field] {
                parts.formUnion(template.placeholders)
                continue
            }
            switch field {
            case .title: parts.insert(.title)
            case .studio: parts.insert(.studio)
            case .summary: parts.insert(.details)
            case .date: parts.insert(.date)
            case .performers: parts.insert(.performers)
            case .tags: parts.insert(.tags)
            case .collections: parts.insert(.groups)
            case .rating: parts.insert(.rating)
            case .titleSort, .tagline, .contentRating, .poster, .art: break
            }
        }
        return parts
    }
}
