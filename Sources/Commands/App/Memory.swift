public import CommandSyntax
import Configuration
import Rules
import SyncEngine
import SyncModel
import Synchronization

/// What a session knows without asking anybody: names for completion, the state for the prompt, secrets that no history
/// may keep. Filled after commands; read on the prompt's thread.
public final class Memory: Sendable {
    /// What the prompt shows.
    public struct State: Hashable, Sendable {
        public var ready = 0
        public var isPaused = false
        /// Servers whose breaker is not closed.
        public var resting: Set<String> = []
        /// Servers that gave the last command that needed them no usable answer.
        public var silent: Set<String> = []
        public var isDemo = false
        public init() {}
    }

    private struct Contents {
        var state = State()
        var names: [NameSort: [String]] = [:]
        var secrets: Set<String> = []
        var configuredLibraries: [String] = []
        var lastResult: LastResult?
    }

    private let contents = Mutex(Contents())

    public init() {}

    public var state: State { contents.withLock { $0.state } }
    public func change(_ body: (inout State) -> Void) { contents.withLock { body(&$0.state) } }

    /// What the command that ran last found, once: `nil` where it did not look at scenes.
    public func takeLastResult() -> LastResult? {
        contents.withLock { contents in
            defer { contents.lastResult = nil }
            return contents.lastResult
        }
    }

    func remember(_ result: LastResult) { contents.withLock { $0.lastResult = result } }

    public func names(_ sort: NameSort) -> [String] { contents.withLock { $0.names[sort] ?? [] } }
    public func set(_ names: [String], of sort: NameSort) { contents.withLock { $0.names[sort] = names } }

    /// Titles of libraries that can be used, as a server has just told them.
    func remember(_ libraries: [Library]) { set(libraries.filter(\.isSupported).map(\.title), of: .library) }

    /// Names of libraries in the configuration as it was last read.
    public var configuredLibraries: [String] { contents.withLock { $0.configuredLibraries } }

    /// What of the configuration is needed later: secrets, and names to offer until a server has told the real ones.
    func remember(_ settings: Settings) {
        let secrets = [settings.stash?.apiKey, settings.plex?.token].compactMap { $0?.reveal() }.filter { !$0.isEmpty }
        let libraries = settings.plex?.libraries ?? []
        let rules = settings.rules.map(\.name)
        contents.withLock { contents in
            contents.names[.rule] = rules
            contents.secrets.formUnion(secrets)
            contents.configuredLibraries = libraries
            if contents.names[.library] == nil, !libraries.isEmpty { contents.names[.library] = libraries }
        }
    }

    /// Whether a line holds a key or token that is known here, or has the looks of one.
    public func isSecret(_ line: String) -> Bool {
        let lower = line.lowercased()
        if ["x-plex-token", "apikey", "api_key", "api-key", "token="].contains(where: lower.contains) { return true }
        return contents.withLock { $0.secrets.contains { line.contains($0) } }
    }

    /// `plexsync[12q !plex]> `, `plexsync(demo)> `.
    public var prompt: String { Self.prompt(state) }

    static func prompt(_ state: State) -> String {
        var parts = state.ready > 0 ? ["\(state.ready)q"] : []
        if state.isPaused { parts.append("paused") }
        parts += state.resting.union(state.silent).sorted().map { "!\($0)" }
        let name = state.isDemo ? "plexsync(demo)" : "plexsync"
        return name + (parts.isEmpty ? "" : "[\(parts.joined(separator: " "))]") + "> "
    }
}
