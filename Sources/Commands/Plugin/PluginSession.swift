import Configuration
import Foundation
import JSON
import Rules
import StashAPI
import SyncEngine
import SyncModel
import Synchronization
import Terminal

/// One call by Stash: its server, its settings and the plugin's folder around the commands' own world.
struct PluginSession: Sendable {
    let app: App
    let input: PluginInput?
    let log: PluginLog
    private let clients = PluginClients()

    init(app: App, input: PluginInput?, log: PluginLog) { (self.app, self.input, self.log) = (app, input, log) }

    /// A task's log lines come from `log`; data that commands print would spoil the answer, so tasks print none.
    ///
    /// - Parameter document: The input as it came. Where a task leaves jobs that wait, a worker is started with it.
    func run(_ mode: PluginMode, _ input: PluginInput, _ document: [UInt8]) async throws -> PluginAnswer {
        let answer = try await naming { try await carryOut(mode, input) }
        switch mode {
        case .reconcile, .recent, .week, .range, .drain, .retry, .status, .check:
            try await PluginDrainer.start(with: document, unlessIdle: try here())
        case .hook, .drainer, .clear: break
        }
        return answer
    }

    private func carryOut(_ mode: PluginMode, _ input: PluginInput) async throws -> PluginAnswer {
        switch mode {
        case .hook: return PluginAnswer(try await PluginHookJob(app: try here()).run(input))
        case .drainer:
            let drainer = PluginDrainer(
                world: {
                    let (app, overlay) = try await configured()
                    return overlay.isDryRun ? nil : app
                }, log: log)
            return PluginAnswer(try await drainer.run())
        case .status:
            let (app, isWhole) = try await attended()
            return PluginAnswer(try await PluginTasks(app: app, log: log).status(knowsRules: isWhole))
        case .retry: return PluginAnswer(try await retry())
        case .clear: return PluginAnswer(try await PluginTasks(app: try here(), log: log).clear())
        case .reconcile, .recent, .week, .range, .drain, .check:
            let (app, overlay) = try await configured()
            let tasks = PluginTasks(app: app, log: log)
            if try await app.workspace.settings(app.choices).plex == nil { throw PluginFault.noPlex }
            if mode == .check { return PluginAnswer(try await tasks.check()) }
            if mode == .drain { return try await tasks.drain(isDryRun: overlay.isDryRun) }
            let scope = try mode.scope(input.arguments) ?? .all
            return try await tasks.reconcile(scope, isDryRun: overlay.isDryRun)
        }
    }

    /// Says of a session that Stash no longer knows what it is: nobody has set a key.
    private func naming<Result>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let error as EngineError {
            switch error {
            case .stashProbe(.tokenRefused), .stashRead(.tokenRefused):
                if try await stashOfFile(try here())?.apiKey == nil { throw PluginFault.sessionRefused }
                throw error
            default: throw error
            }
        }
    }

    /// What gave up is brought back without a server, and delivered where there is one.
    private func retry() async throws -> JSONTree {
        let count = try await PluginTasks(app: try here(), log: log).retry()
        var lines: [String] = []
        if count > 0 {
            do {
                let (app, overlay) = try await configured()
                if !overlay.isDryRun {
                    log.begin(.delivery)
                    lines = try await PluginTasks(app: app, log: log).deliver()
                }
            } catch let error where !(error is CancellationError) {
                lines = ["They wait: \(ExitCodes.ending(of: error).message ?? "interrupted")"]
            }
        }
        log.end(["Brought back \(counted(count, "dead letter"))."] + lines)
        return ["changed": .int(count)]
    }

    /// The world of a task that needs no server, after what is due was run: without a host, each task sees to that. Where
    /// it can't be, the task is done all the same: what stands in the way keeps every worker from its work, too, and
    /// nobody sees what these say.
    private func attended() async throws -> (app: App, isWhole: Bool) {
        do {
            return try await naming {
                let (app, overlay) = try await configured()
                if try await app.workspace.settings(app.choices).plex == nil { throw PluginFault.noPlex }
                let (engine, settings) = try await app.engine()
                if !overlay.isDryRun { try await app.pluginRules(engine, settings, log).runDue() }
                return (app, true)
            }
        } catch let error where !(error is CancellationError) {
            log.warn(ExitCodes.ending(of: error).message ?? "")
            return (try here(), false)
        }
    }

    /// The same world in the plugin's folder.
    private func here(_ change: (inout Wiring) -> Void = { _ in }) throws -> App {
        var wiring = app.wiring
        if let folder = input?.server?.pluginFolder, FileManager.default.fileExists(atPath: folder) {
            wiring.pluginFolder = folder
        }
        change(&wiring)
        return App(
            choices: app.choices, workspace: Workspace(wiring), wiring: wiring, output: app.output, activity: log,
            tell: { [log] in log.say(.info, $0) }, ask: { _ in nil })
    }

    /// The same with Stash's own settings laid over the file's.
    private func configured() async throws -> (App, PluginOverlay) {
        let plain = try here()
        let overlay = PluginOverlay(entered: try await entered(plain), folder: try await folder(plain))
        log.words.show(overlay.shownKeys(over: try await settingsOfFile(plain)))
        for key in overlay.unknownKeys { log.warn("Settings > Plugins > plexsync: '\(key)' is unknown here.") }
        let (server, environment) = (input?.server, app.wiring.environment)
        let clients = clients
        let app = try here { wiring in
            let (connect, byKey) = (wiring.stashByCookie, wiring.stash)
            wiring.overlay = { base in
                var settings = try overlay.laid(over: base, environment: environment)
                if settings.stash == nil { settings.stash = try server.map(Self.stash) }
                return settings
            }
            wiring.stash = { settings in
                guard settings.apiKey == nil, let cookie = server?.cookie, let connect else { return byKey(settings) }
                return clients.client(for: settings) { connect(settings, cookie.name, cookie.value) }
            }
        }
        return (app, overlay)
    }

    /// The Stash that started us, read as a file's would be.
    private static func stash(_ server: PluginInput.Server) throws -> StashSettings {
        let file = "(input)"
        let document: JSONTree = ["version": 1, "stash": ["url": .string(server.url)]]
        let reader = FileReader { (_, _) throws(FileReader.Failure) in FileReader.Contents(document.bytes()) }
        guard let stash = try Settings.load(path: file, environment: [:], files: reader).stash else {
            throw PluginFault.noStash
        }
        return stash
    }

    private func folder(_ app: App) async throws -> String { try await app.workspace.location(app.choices).stateFolder }

    /// What the user entered in Stash; nothing where Stash did not say how to reach it.
    private func entered(_ plain: App) async throws -> PluginSettings {
        guard let server = input?.server else { return PluginSettings([:]) }
        // The file may say more about it than Stash does: a certificate's authority, a key.
        let settings = try await stashOfFile(plain) ?? Self.stash(server)
        let client: StashClient
        if settings.apiKey == nil, let cookie = server.cookie, let connect = plain.wiring.stashByCookie {
            client = clients.client(for: settings) { connect(settings, cookie.name, cookie.value) }
        } else {
            client = plain.wiring.stash(settings)
        }
        do {
            return try await client.pluginSettings(of: "plexsync")
        } catch .cancelled {
            throw CancellationError()
        } catch {
            throw EngineError.stashProbe(error)
        }
    }

    /// `nil` where there is no configuration file, or where it does not speak of Stash.
    private func stashOfFile(_ plain: App) async throws -> StashSettings? { try await settingsOfFile(plain)?.stash }

    /// `nil` where there is no configuration file.
    private func settingsOfFile(_ plain: App) async throws -> Settings? {
        do { return try await plain.workspace.settings(plain.choices) } catch is CommandEnd { return nil }
    }

    // MARK: What holds

    func printConfiguration() async throws {
        let (app, overlay) = try await configured()
        let location = try await app.workspace.location(app.choices)
        let settings = try await app.workspace.settings(app.choices)
        var lines = [
            ("configuration file", location.rulesFile), ("state folder", location.stateFolder),
            ("set in Stash", overlay.entered.keys.joined(separator: ", ")),
            ("unknown in Stash", overlay.unknownKeys.joined(separator: ", ")),
            ("stash", settings.stash?.url.text ?? "(not set)"),
            ("stash key", settings.stash?.apiKey?.description ?? ""),
            ("plex", settings.plex?.url.text ?? "(not set)"), ("plex token", settings.plex?.token.description ?? ""),
            ("libraries", settings.plex?.libraries.joined(separator: ", ") ?? ""),
        ]
        lines += settings.paths.map { ("path", "\($0.stash) => \($0.plex)") }
        lines += [
            ("plex edits", settings.sync.plexEdits.rawValue),
            ("fields", settings.sync.fields.enabled.map(\.rawValue).joined(separator: ", ")),
            ("dry run", overlay.isDryRun ? "yes" : "no"),
            ("rules", settings.rules.map(\.name).joined(separator: ", ")),
        ]
        let shown = lines.filter { !$0.1.isEmpty }.map { "\($0.0): \(app.safe($0.1))\n" }
        try app.output.write(shown.joined())
    }
}

/// The clients that use the session of who started us: one each, so that a cookie which an answer renewed is used on.
private final class PluginClients: Sendable {
    private let made = Mutex<[(settings: StashSettings, client: StashClient)]>([])

    func client(for settings: StashSettings, _ make: () -> StashClient) -> StashClient {
        made.withLock { made in
            if let known = made.first(where: { $0.settings == settings }) { return known.client }
            let client = make()
            made.append((settings, client))
            return client
        }
    }
}
