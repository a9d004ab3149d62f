public import Rules
import YAML

/// A change of the rules of a configuration, checked but not made: the whole configuration was read again as it would be,
/// and differs in that one rule alone.
public struct RulesChange: Sendable {
    /// The file that changes, as faults show it.
    public let file: String
    /// The configuration as it will be.
    public let settings: Settings
    /// The rule that is put in or taken out, as its file has it.
    public let rule: Rule
    private let replacement: FileReplacement?
    private let creation: (path: String, bytes: [UInt8])?

    init(
        file: String, settings: Settings, rule: Rule, replacement: FileReplacement? = nil,
        creation: (path: String, bytes: [UInt8])? = nil
    ) {
        (self.file, self.settings, self.rule) = (file, settings, rule)
        (self.replacement, self.creation) = (replacement, creation)
    }

    /// Makes the change.
    /// - Throws: ``RulesChangeFault/unwritten(file:reason:)``, the file is then as it was, or
    ///   ``RulesChangeFault/uncertain(file:reason:)``.
    public func make() throws(RulesChangeFault) {
        do throws(FileReplacement.Failure) {
            try replacement?.run()
            if let creation { try FileReplacement.create(creation.path, holding: creation.bytes) }
        } catch {
            throw error.isInPlace
                ? .uncertain(file: file, reason: error.reason) : .unwritten(file: file, reason: error.reason)
        }
    }
}
