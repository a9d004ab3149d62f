/// Something wrong in a file, at its place.
public struct Fault: Hashable, Sendable, CustomStringConvertible {
    /// A stable word for the kind of fault, in kebab case, for JSON and tests. Parts that decode add theirs.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    public let file: String
    public let mark: Mark
    public let code: Code
    /// What is wrong and what helps, with the nearest valid name where there is one. Holds no secret.
    public let message: String
    /// The valid word that was probably meant.
    public let nearest: String?
    /// The line of the file and a caret below it; `nil` where the file has no such line. Secrets are starred out.
    public let excerpt: String?

    public var line: Int { mark.line }
    public var column: Int { mark.column }

    /// `rules/nightly.yaml:12:5: unknown key 'wehn'; did you mean 'when'?`
    public var description: String { "\(escaped(file)):\(line):\(column): \(message)" }

    /// The description, and under it the line and the caret.
    public var rendered: String { excerpt.map { "\(description)\n\($0)" } ?? description }
}

extension Fault.Code {
    public static let tooLarge = Self(rawValue: "too-large")
    public static let encoding = Self(rawValue: "encoding")
    public static let character = Self(rawValue: "character")
    public static let syntax = Self(rawValue: "syntax")
    public static let tab = Self(rawValue: "tab")
    public static let directive = Self(rawValue: "directive")
    public static let secondDocument = Self(rawValue: "second-document")
    public static let tooDeep = Self(rawValue: "too-deep")
    public static let tooManyNodes = Self(rawValue: "too-many-nodes")
    public static let tooManyFaults = Self(rawValue: "too-many-faults")
    public static let alias = Self(rawValue: "alias")
    public static let anchor = Self(rawValue: "anchor")
    public static let tag = Self(rawValue: "tag")
    public static let mergeKey = Self(rawValue: "merge-key")
    public static let keyNotText = Self(rawValue: "key-not-text")
    public static let duplicateKey = Self(rawValue: "duplicate-key")
    public static let unknownKey = Self(rawValue: "unknown-key")
    public static let missingKey = Self(rawValue: "missing-key")
    public static let wrongType = Self(rawValue: "wrong-type")
    public static let emptyValue = Self(rawValue: "empty-value")
    public static let outOfRange = Self(rawValue: "out-of-range")
    public static let unknownWord = Self(rawValue: "unknown-word")
}
