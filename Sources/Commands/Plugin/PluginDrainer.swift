import Configuration
import Database
import Foundation
import JSON
import Queue
import Rules
import StashAPI
import SyncEngine
import SyncModel

/// The process that a hook, or a task that leaves something, starts to work off the queue; nobody sees what it says.
///
/// It stays as long as anything waits that will be tried again, also while Plex is down: without a host nobody else would
/// deliver it. It looks once more after it has let its lock go: a hook that saw the lock held has started nobody.
struct PluginDrainer: Sendable {
    /// The world with what Stash's settings say now; asking renews the session, too. `nil` in a dry run.
    let world: @Sendable () async throws -> App?
    let log: PluginLog

    /// How long one that fails for good stays: else each hook of a scan would start a process that fails in the same way.
    private static let restAfterFailure = Duration.seconds(3)
    /// Between two tries at a server that is down, which the breaker makes rarer still.
    private static let restInOutage = Duration.seconds(5)
    /// Seconds after which the settings are asked for anew.
    private static let freshness = 60

    /// The hook's lock, handed over open.
    private static let handed: Int32 = 3

    static func path(in folder: String) -> String { folder + "/drainer.lock" }

    /// `nil` where another process drains.
    static func lock(in folder: String) throws -> OSLock? { try OSLock.take(at: path(in: folder)) }

    /// - Throws: What stands in the way for good, after a rest.
    func run() async throws -> JSONTree {
        do { return .object([("delivered", .int(try await attend()))]) } catch {
            if !(error is CancellationError) { try await Task.sleep(for: Self.restAfterFailure) }
            throw error
        }
    }

    private func attend() async throws -> Int {
        guard let app = try await world() else { return 0 }
        let (engine, _) = try await app.engine()
        var lock: OSLock?
        let isHanded = Self.isHanded(in: engine.stateFolder)
        if !isHanded {
            lock = try Self.lock(in: engine.stateFolder)
            guard lock != nil else { return 0 }
        }
        var stay = DrainerStay(engine.now())
        var delivered = try await work(app, &stay)
        if isHanded { close(Self.handed) } else { lock?.release() }
        while case .work = stay.judge(try await outlook(engine), engine.now()),
            let again = try Self.lock(in: engine.stateFolder)
        {
            delivered += try await work(app, &stay)
            again.release()
        }
        return delivered
    }

    /// Delivers until nothing is to be waited for.
    private func work(_ app: App, _ stay: inout DrainerStay) async throws -> Int {
        var (engine, settings) = try await app.engine()
        var (delivered, stashDownSince): (Int, Instant?) = (0, nil)
        var askedAt: Instant?
        repeat {
            let began = engine.now()
            do {
                if let at = askedAt, at.advanced(seconds: Self.freshness) <= engine.now() {
                    guard let app = try await world() else { return delivered }
                    (engine, settings) = try await app.engine()
                    askedAt = nil
                }
                if askedAt == nil {
                    try await app.pluginRules(engine, settings, log).runDue()
                    askedAt = engine.now()
                }
                delivered += try await drain(engine)
                stashDownSince = nil
            } catch let error as EngineError where error.outage != nil {
                stashDownSince = error.outage == .stash ? stashDownSince ?? began : nil
                // Stash has ended, as far as can be told, and we are a part of it.
                if stay.isOver(stashDownSince: stashDownSince, engine.now()) { throw error }
                try await Task.sleep(for: Self.restInOutage)
            }
            stay.worked()
        } while try await awaitsMore(engine, &stay)
        return delivered
    }

    private func drain(_ engine: Engine) async throws -> Int {
        var options = DrainOptions()
        options.isByHand = false
        return try await engine.drain(options).delivered
    }

    /// Waits for the next job. A hook that comes meanwhile sees our lock and starts nobody, so it is looked for at short
    /// intervals.
    /// - Returns: Whether there is one; else it is time to leave.
    private func awaitsMore(_ engine: Engine, _ stay: inout DrainerStay) async throws -> Bool {
        while true {
            switch stay.judge(try await outlook(engine), engine.now()) {
            case .work: return true
            case .leave: return false
            case .wait(let duration): try await Task.sleep(for: duration)
            }
        }
    }

    private func outlook(_ engine: Engine) async throws -> DrainerStay.Outlook {
        // Without the lock's file the plugin was removed, and the database with it.
        guard FileManager.default.fileExists(atPath: Self.path(in: engine.stateFolder)) else { return .nothing }
        let isHostAtWork = try OSLock.isHeld(at: engine.stateFolder + "/host.lock")
        return try await engine.store.read { [jobs = engine.jobs] transaction in
            DrainerStay.Outlook(
                due: try jobs.nextDue(in: transaction).map(Instant.init(rawValue:)),
                waiting: try jobs.counts(in: transaction).ready,
                isLeftToOthers: try isHostAtWork || jobs.pauses(in: transaction).isPaused)
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
            stashStart: wiring.environment[PluginRules.variable] ?? PluginRules.startOfParent)
    }
}

extension EngineError {
    /// The server that is down, where that is all.
    fileprivate var outage: ServerName? {
        switch self {
        case .stashProbe(let error): error.isRefusal ? nil : .stash
        case .plexProbe(let error): error.isRefusal ? nil : .plex
        case .resting(let server, _): server
        default: nil
        }
    }
}
