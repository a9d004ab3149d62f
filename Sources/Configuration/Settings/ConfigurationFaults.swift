package import YAML

/// Something wrong in a configuration file, at its place.
public struct ConfigurationFault: Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// From 1. A fault of the file as a whole is at 1:1.
    public let line, column: Int
    /// A stable word in kebab case.
    public let code: String
    /// What is wrong and what helps; holds no secret.
    public let message: String
    public let nearest: String?
    /// The line and a caret, without secrets; `nil` where there is no line to show.
    public let excerpt: String?

    package init(_ fault: Fault) {
        (file, line, column, code) = (fault.file, fault.line, fault.column, fault.code.rawValue)
        (message, nearest, excerpt) = (fault.message, fault.nearest, fault.excerpt)
    }

    /// A fault of the file as a whole.
    init(file: String, code: String, _ message: String) {
        (self.file, line, column, self.code, self.message) = (file, 1, 1, code, message)
        (nearest, excerpt) = (nil, nil)
    }

    /// `plexsync.yaml:12:5: unknown key 'wehn'; did you mean 'when'?`
    public var description: String { "\(escaped(file)):\(line):\(column): \(message)" }

    /// The description, and under it the line and the caret.
    public var rendered: String { excerpt.map { "\(description)\n\($0)" } ?? description }
}

/// All that is wrong with a configuration, in the order of the file; never empty.
public struct ConfigurationFaults: Error, Hashable, Sendable, CustomStringConvertible {
    public let faults: [ConfigurationFault]

    public init(_ faults: [ConfigurationFault]) { self.faults = faults }

    /// A file that cannot be read at all.
    package init(unreadable path: String, _ failure: FileReader.Failure) {
        self.init([
            ConfigurationFault(
                file: path, code: Fault.Code.unreadableFile.rawValue, "the file cannot be read: \(failure.reason)")
        ])
    }

    /// Every fault with its line and caret.
    public var description: String { faults.map(\.rendered).joined(separator: "\n") }
    public var code: String { "bad-configuration" }
    /// As `EX_CONFIG` of sysexits.h.
    public static let exitCode: Int32 = 78
}
