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
    /// Seconds after the last delivery for which jobs are waited for that are tried again: Plex finds a new file within that
    /// time as a rule. No process stays for what may take hours; the next hook or task takes it along.
    static let patience = 60
    /// How long one that has nothing to do stays for the next hook.
    private static let linger = Duration.seconds(3)

    /// The hook's lock, handed over open.
    private static let handed: Int32 = 3

    static func path(in folder: String) -> String { folder + "/drainer.lock" }

    /// `nil` where another process drains.
    static func lock(in folder: String) throws -> OSLock? { try OSLock.take(at: path(in: folder)) }

    /// - Throws: What stands in the way for good, after a rest: else each hook of a scan would start a process that
    ///   fails in the same way.
    func run() async throws -> JSONTree {
        do { return .object([("delivered", .int(try await attend()))]) } catch {
            if !(error is CancellationError) { try await Task.sleep(for: Self.linger) }
            throw error
        }
    }

    private func attend() async throws -> Int {
        let (engine, settings) = try await app.engine()
        var lock: OSLock?
        let isHanded = Self.isHanded(in: engine.stateFolder)
        if !isHanded {
            lock = try Self.lock(in: engine.stateFolder)
            guard lock != nil else { return 0 }
        }
        try await app.pluginRules(engine, settings, log).runDue()
        var delivered = try await work(engine)
        if isHanded { close(Self.handed) } else { lock?.release() }
        while try await isDue(engine), let again = try Self.lock(in: engine.stateFolder) {
            delivered += try await work(engine)
            again.release()
        }
        return delivered
    }

    /// Delivers until nothing is due, and nothing will be soon. A Plex that is down is waited for a while.
    private func work(_ engine: Engine) async throws -> Int {
        var options = DrainOptions()
        options.isByHand = false
        var delivered = 0
        var (downSince, lastUse): (Instant?, Instant) = (nil, engine.now())
        repeat {
            do {
                let report = try await engine.drain(options)
                if report.delivered > 0 { lastUse = engine.now() }
                delivered += report.delivered
                downSince = nil
            } catch EngineError.plexProbe(let error) where !error.isRefusal {
                let since = downSince ?? engine.now()
                guard engine.now() < since.advanced(seconds: Self.patience) else {
                    throw EngineError.plexProbe(error)
                }
                downSince = since
            }
        } while try await awaitsMore(engine, until: lastUse.advanced(seconds: Self.patience))
        return delivered
    }

    /// Waits for the next job. A hook that comes meanwhile sees our lock and starts nobody, so it is looked for at short
    /// intervals, and for some time after the last job: hooks come one after another.
    /// - Parameter end: Jobs that are due later are left to the next hook or task.
    /// - Returns: Whether there is one; else it is time to leave.
    private func awaitsMore(_ engine: Engine, until end: Instant) async throws -> Bool {
        let lingerEnd = ContinuousClock.now + Self.linger
        while true {
            let (due, isPaused) = try await outlook(engine)
            if isPaused { return false }
            if let due, due <= engine.now().rawValue { return true }
            let isNear = due.map { $0 <= end.rawValue } ?? false
            guard isNear || ContinuousClock.now < lingerEnd else { return false }
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private func isDue(_ engine: Engine) async throws -> Bool {
        let (due, isPaused) = try await outlook(engine)
        return !isPaused && (due.map { $0 <= engine.now().rawValue } ?? false)
    }

    private func outlook(_ engine: Engine) async throws -> (due: Int?, isPaused: Bool) {
        try await engine.store.read { [jobs = engine.jobs] transaction in
            (try jobs.nextDue(in: transaction), try jobs.pauses(in: transaction).isPaused)
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
