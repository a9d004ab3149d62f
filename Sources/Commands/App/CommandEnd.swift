/// How a command ends other than by returning: with this exit code, after it has said why, if anything needs saying.
public struct CommandEnd: Error, Hashable, Sendable {
    public let code: Int32
    /// A sentence for the person; `nil` where output or warnings have told already.
    public let message: String?

    public init(_ code: Int32, _ message: String? = nil) { (self.code, self.message) = (code, message) }

    /// Failed, or incomplete.
    public static func failed(_ message: String? = nil) -> Self { Self(1, message) }
    public static func usage(_ message: String) -> Self { Self(2, message) }
    public static let gapsFound = Self(3)
    /// Not an end of the program: the prompt is wanted after this command.
    public static let opensShell = Self(-1)
}
