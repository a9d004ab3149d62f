import CommandSyntax
import Configuration
import Database
import Foundation
import JSON
import PlexAPI
import StashAPI
import SyncEngine
import SyncModel
import Synchronization
import Terminal
import TestSupport
import Transport

@testable import Commands

/// Runs lines over a state folder of their own. No server is there unless a test brings one.
final class Bench: Sendable {
    static let now = Instant(rawValue: 1_767_000_000_000)

    let folder = TemporaryFolder()
    let workspace: Workspace
    let wiring: Wiring
    private let answer: Bool?
    private let asked = Mutex<[String]>([])

    /// What one line left behind.
    struct Ending: Sendable {
        let code: Int32
        let output: String
        /// What was said beside the data, the failure's sentence last.
        let said: [String]

        func json() throws -> JSONTree { try JSONTree(parsing: Array(output.utf8)) }
        var lines: [String] { output.split(whereSeparator: \.isNewline).map(String.init) }
    }

    /// - Parameters:
    ///   - answer: To every question; `nil` where nobody can be asked.
    ///   - transport: Of both servers; without it nothing listens.
    init(answer: Bool? = nil, transport: any Transport = NobodyThere()) {
        self.answer = answer
        wiring = Wiring(
            environment: ["HOME": folder.path],
            stash: { settings in
                StashClient(
                    url: settings.url.text, apiKey: settings.apiKey?.reveal(), transport: transport
                ).tryingOnce
            },
            plex: { settings, identifier in
                PlexClient(
                    url: settings.url.text, token: settings.token.reveal(), clientIdentifier: identifier, version: "0",
                    transport: transport
                ).tryingOnce
            }, now: { Self.now }, requests: { [] }, versions: [("plexsync", "0"), ("SQLite", sqliteVersion)])
        workspace = Workspace(wiring)
    }

    /// The questions so far.
    var questions: [String] { asked.withLock { $0 } }
    var store: Store { get async throws { try await workspace.store(Choices(state: folder("state"))) } }

    /// Names of rules that TAB would offer.
    var memoryOfRules: [String] { workspace.memory.names(.rule) }

    /// Runs a line as a person would type it; always over the bench's own state.
    func run(_ line: String, isReadOnly: Bool = false) async throws -> Ending {
        guard case .line(let lexed) = try lex(line) else { preconditionFailure("'\(line)' is not finished") }
        let request: Request
        do { request = try commandTree.parse(lexed.words) } catch {
            return Ending(code: UsageError.exitCode, output: "", said: [error.description])
        }
        let given = request.arguments(of: GlobalOptions())
        let (output, said) = (Captured(), Captured())
        let app = App(
            choices: Choices(
                rules: given.rules, state: given.state ?? folder("state"), format: given.format ?? .table,
                yes: given.yes, isReadOnly: isReadOnly),
            workspace: workspace, wiring: wiring, output: output, activity: NoActivity(),
            tell: { said.add($0) },
            ask: { [self] question in
                asked.withLock { $0.append(question) }
                return answer
            })
        do {
            try await commandTree.run(request, in: app)
            return Ending(code: 0, output: output.text, said: said.parts)
        } catch {
            let ending = ExitCodes.ending(of: error, libraries: workspace.memory.configuredLibraries)
            return Ending(
                code: ending.code, output: output.text, said: said.parts + (ending.message.map { [$0] } ?? []))
        }
    }

    func write(_ text: String, to name: String) throws -> String {
        let path = folder(name)
        try Array(text.utf8).withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
        return path
    }
}

/// Keeps what is written.
final class Captured: CommandOutput {
    private let written = Mutex<[String]>([])
    let isTerminal = false
    let look = Look.plain

    var parts: [String] { written.withLock { $0 } }
    var text: String { parts.joined() }
    func add(_ text: String) { written.withLock { $0.append(text) } }
    func write(_ text: String) throws { add(text) }
    func show(_ text: String) async throws { add(text) }
}

/// Every connection is refused.
struct NobodyThere: Transport {
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply { throw .refused(host: "nowhere") }
}
