import Configuration
import Database
import Foundation
import JSON
import Queue
import Rules
import SyncEngine
import SyncModel

/// The process that a hook starts to work off the queue; nobody sees what it says.
///
/// It stays until nothing is due and nothing will be for a while, and looks once more after it has let its lock go: a hook
/// that saw the lock held has started nobody.
struct PluginDrainer: Sendable {
    let app: App
    let log: PluginLog
    /// A job that waits no longer than this is waited for: Plex finds a new file within minutes.
    static let patience = 900

    /// The hook's lock, handed over open.
    private static let handed: Int32 = 3

    static func path(in folder: String) -> String { folder + "/drainer.lock" }

    /// `nil` where another process drains.
    static func lock(in folder: String) throws -> OSLock? { try OSLock.take(at: path(in: folder)) }

    func run() async throws -> JSONTree {
        let (engine, settings) = try await app.engine()
        var lock: OSLock?
        let isHanded = Self.isHanded(in: engine.stateFolder)
        if !isHanded {
            lock = try Self.lock(in: engine.stateFolder)
            guard lock != nil else { return .null }
        }
        let rules = app.pluginRules(engine, settings, log)
        _ = try await rules.runDue()
        var delivered = try await work(engine)
        if isHanded { close(Self.handed) } else { lock?.release() }
        while try await isDue(engine), let again = try Self.lock(in: engine.stateFolder) {
            delivered += try await work(engine)
            again.release()
        }
        return ["delivered": .int(delivered)]
    }

    private func work(_ engine: Engine) async throws -> Int {
        var options = DrainOptions()
        options.isByHand = false
        var delivered = 0
        while true {
            let report = try await engine.drain(options)
            delivered += report.delivered
            guard let next = report.nextDue, !report.pauses.isPaused else { return delivered }
            let wait = next.rawValue - engine.now().rawValue
            guard wait <= Self.patience * 1000 else { return delivered }
            try await options.sleep(.milliseconds(max(wait, 100)))
        }
    }

    private func isDue(_ engine: Engine) async throws -> Bool {
        let now = engine.now().rawValue
        return try await engine.store.read { transaction in
            guard try !engine.jobs.pauses(in: transaction).isPaused else { return false }
            return try engine.jobs.nextDue(in: transaction).map { $0 <= now } ?? false
        }
    }

    /// Whether descriptor 3 is the open lock of that folder.
    private static func isHanded(in folder: String) -> Bool {
        var (open, named) = (stat(), stat())
        guard fstat(handed, &open) == 0, stat(path(in: folder), &named) == 0 else { return false }
        return open.st_ino == named.st_ino && open.st_dev == named.st_dev
    }
}

extension App {
    /// The rules of the configuration, as a plugin sees to them.
    func pluginRules(_ engine: Engine, _ settings: Settings, _ log: PluginLog) -> PluginRules {
        PluginRules(
            engine: engine, rules: RuleEngine(rules: settings.rules, zone: settings.timezone), log: log,
            stashStart: wiring.environment[PluginRules.variable])
    }
}
