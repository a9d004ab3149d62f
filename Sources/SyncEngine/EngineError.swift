public import PlexAPI
public import StashAPI

/// Why a use case could not do its work.
public enum EngineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No usable answer to the probe.
    case stashProbe(StashError)
    case plexProbe(PlexError)
    /// Another worker found the server down, and it has been left alone since; what that worker was told.
    case resting(ServerName, cause: String)
    /// A read failed after a good probe.
    case stashRead(StashError)
    case plexRead(PlexError)
    /// Another reconciliation holds the state folder.
    case busy
    /// Another host has started this rule for the same time.
    case slotTaken(rule: String)
    case unknownLibrary(String, nearest: [String])
    case unsupportedLibrary(String, type: String)
    case noLibraries
    case noSuchScene(String)

    public var description: String {
        switch self {
        case .stashProbe(let error), .stashRead(let error): error.description
        case .plexProbe(let error), .plexRead(let error): error.description
        case .resting(let server, let cause):
            "\(server.title) is being left alone after several failures in a row. The first of them: \(cause)"
        case .busy: "Another reconciliation is at work in this state folder; try again when it is done."
        case .slotTaken(let rule): "Another host has started the rule '\(rule)' for this time."
        case .unknownLibrary(let name, let known):
            "Plex has no library '\(name)'" + (known.isEmpty ? "." : "; it has \(known.joined(separator: ", ")).")
        case .unsupportedLibrary(let name, let type):
            "The library '\(name)' holds items of type '\(type)'; only libraries of films and other videos can be used."
        case .noLibraries: "Plex has no library of films or other videos that this token may see."
        case .noSuchScene(let name): "Stash has no scene '\(name)'."
        }
    }

    /// A stable word without values.
    public var code: String {
        switch self {
        case .stashProbe(let error), .stashRead(let error): error.code
        case .plexProbe(let error), .plexRead(let error): error.code
        case .resting(let server, _): "\(server.rawValue)-resting"
        case .busy: "state-busy"
        case .slotTaken: "slot-taken"
        case .unknownLibrary: "unknown-library"
        case .unsupportedLibrary: "unsupported-library"
        case .noLibraries: "no-libraries"
        case .noSuchScene: "no-such-scene"
        }
    }
}

/// Runs a call of one of the clients, naming its error as a failed read.
func reading<Value>(
    isolation: isolated (any Actor)? = #isolation, _ call: () async throws(StashError) -> Value
) async throws -> Value {
    do { return try await call() } catch .cancelled { throw CancellationError() } catch {
        throw EngineError.stashRead(error)
    }
}

func reading<Value>(
    isolation: isolated (any Actor)? = #isolation, _ call: () async throws(PlexError) -> Value
) async throws -> Value {
    do { return try await call() } catch .cancelled { throw CancellationError() } catch {
        throw EngineError.plexRead(error)
    }
}
