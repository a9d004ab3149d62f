/// A text made from parts of a scene: `{studio}: {title}`. With an empty part it wants nothing.
public struct FieldTemplate: Hashable, Sendable {
    /// What may stand between braces.
    public enum Placeholder: String, CaseIterable, Sendable {
        case title, studio, date, year, code, director, details, performers, tags, groups, rating, id
    }

    enum Piece: Hashable, Sendable {
        case text(String)
        case value(Placeholder)
    }

    public let source: String
    let pieces: [Piece]

    /// What is wrong with a template.
    public enum Fault: Error, Hashable, Sendable {
        /// A `{` without `}`, or a `}` without `{`; `{{` and `}}` stand for the braces themselves.
        case openBrace
        case unknownPlaceholder(String)
        /// It has no placeholder, and would put one text on every scene.
        case constant
    }

    public init(_ source: String) throws(Fault) {
        self.source = source
        var pieces: [Piece] = []
        var text = ""
        var rest = source[...]
        while let character = rest.popFirst() {
            if character == "{" || character == "}", rest.first == character {
                text.append(character)
                rest.removeFirst()
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else { throw .openBrace }
                let name = String(rest[..<end])
                guard let placeholder = Placeholder(rawValue: name) else { throw .unknownPlaceholder(name) }
                pieces += [.text(text), .value(placeholder)]
                text = ""
                rest = rest[rest.index(after: end)...]
            } else if character == "}" {
                throw .openBrace
            } else {
                text.append(character)
            }
        }
        guard !pieces.isEmpty else { throw .constant }
        self.pieces = (pieces + [.text(text)]).filter { $0 != .text("") }
    }

    public var placeholders: Set<Placeholder> {
        Set(pieces.compactMap { if case .value(let name) = $0 { name } else { nil } })
    }

    /// `nil` where a part is empty.
    public func text(for scene: Scene) -> String? {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .value(let placeholder):
                guard let value = placeholder.value(in: scene), !normalise(value).isEmpty else { return nil }
                result += value
            }
        }
        return result
    }
}

extension FieldTemplate.Placeholder {
    func value(in scene: Scene) -> String? {
        switch self {
        case .title: scene.title
        case .studio: scene.studio?.name
        case .date: scene.date?.text
        case .year: scene.date.map { String($0.text.prefix(4)) }
        case .code: scene.code
        case .director: scene.director
        case .details: scene.details
        case .performers: scene.performers.map(\.name).joined(separator: ", ")
        case .tags: scene.tags.map(\.name).joined(separator: ", ")
        case .groups: scene.groups.map(\.name).joined(separator: ", ")
        case .rating: scene.rating.map(String.init)
        case .id: String(scene.id.rawValue)
        }
    }
}
