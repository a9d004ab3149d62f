public import CommandSyntax
import Configuration
import Database
import Ledger
import PlexAPI
import Queue
import StashAPI
import SyncEngine

/// The documented exit codes (`DESIGN.md` 9), decided in one place.
public enum ExitCodes {
    /// Each code with its meaning, in ascending order.
    public static let all: [(code: Int32, meaning: String)] = [
        (0, "it worked"), (1, "it failed, or what it found is incomplete"), (2, "the command line was wrong"),
        (3, "gaps were found (only with --exit-code)"), (69, "a server that is needed gave no usable answer"),
        (75, "another reconciliation holds the state folder"),
        (78, "the configuration is wrong, or a server refused key or token"), (130, "it was interrupted"),
    ]

    public static let topic = Topic(
        "exit-codes", "What the exit code of a command means.",
        text: all.map { code, meaning in
            let number = String(code)
            return String(repeating: " ", count: 5 - number.count) + number + "  " + meaning
        }.joined(separator: "\n") + """


            1 comes before 3. A script ends with the code of its first command that failed.

            A reader that has enough and leaves, such as 'head', ends a command early and quietly, with 0.
            """)

    /// The code and the sentence for whatever a command threw. `nil` for the sentence where all is said.
    ///
    /// - Parameter libraries: Those that the configuration names: one of them that Plex lacks is the file's fault.
    public static func ending(
        of error: any Error, libraries: [String] = []
    ) -> (code: Int32, message: String?) {
        switch error {
        case EngineError.unknownLibrary(let name, _) where libraries.contains(name),
            EngineError.unsupportedLibrary(let name, _) where libraries.contains(name):
            (78, "'plex.libraries' in the configuration: \(error)")
        case let end as CommandEnd: (end.code, end.message)
        case let error as UsageError: (UsageError.exitCode, error.description)
        case let error as ConfigurationFaults: (78, error.description)
        case let error as LocationFault: (78, error.description)
        case let fault as PluginFault: (fault.exitCode, fault.description)
        case let error as EngineError: (code(of: error), error.description)
        case let error as StoreError: (code(of: error), error.description)
        case is CancellationError: (130, nil)
        default: (1, "\(error)")
        }
    }

    private static func code(of error: EngineError) -> Int32 {
        switch error {
        case .stashProbe(let error): error.isRefusal ? 78 : 69
        case .plexProbe(let error): error.isRefusal ? 78 : 69
        case .resting: 69
        case .stashRead, .plexRead: 1
        case .busy, .slotTaken: 75
        case .unknownLibrary, .unsupportedLibrary: 2
        case .noLibraries: 78
        case .noSuchScene: 1
        }
    }

    private static func code(of error: StoreError) -> Int32 {
        switch error {
        case .newerSchema, .notOurs: 78
        default: 1
        }
    }
}

extension PlexError {
    /// Whether the token, or what it may do, is what Plex objects to.
    var isRefusal: Bool {
        switch self {
        case .tokenRefused, .forbidden: true
        default: false
        }
    }
}
