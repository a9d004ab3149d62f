public import Configuration
public import Database
import Foundation
import Ledger
public import Queue
public import SyncEngine
import SyncModel

/// One configuration file and one state folder, opened once per session: settings, database, clients.
public actor Workspace {
    let wiring: Wiring
    public nonisolated let memory = Memory()
    /// The demo's files, once it runs: they stand in for what no option names.
    private var stand: (rules: String, state: String, prop: any Prop)?
    private var companion: HostInBackground?
    private var stores: [String: Store] = [:]
    /// How often the servers were wanted, so that a caller can tell whether a command needed them.
    public private(set) var enginesMade = 0

    private static let databaseName = "plexsync.db"

    public init(_ wiring: Wiring) { self.wiring = wiring }

    /// Whether anything was ever kept in a state folder.
    static func hasStore(in folder: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(databaseName)")
    }

    /// Makes these files the ones that are used where no option names others.
    /// - Parameter prop: What holds them up; it is taken down by ``close()``, or when others take their place.
    public func stand(on rules: String, state: String, heldBy prop: any Prop) {
        close()
        stand = (rules, state, prop)
        memory.change { $0.isDemo = true }
    }

    /// Has a host live as long as the session.
    func accompany(_ companion: HostInBackground) { self.companion = companion }

    /// Ends the host that accompanies the session, and returns when it has ended.
    public func endCompanion() async {
        let companion = companion
        self.companion = nil
        await companion?.end()
    }

    /// What a host in the background has to tell; `nil` where there is none.
    public var news: AsyncStream<String>? { companion?.news }

    /// Takes down what was put up for this session.
    public func close() {
        stand?.prop.takeDown()
        stand = nil
        memory.change { $0.isDemo = false }
    }

    /// Which files a call with these options uses.
    public func location(_ choices: Choices) throws -> ConfigurationLocation {
        try ConfigurationLocation(
            rulesOption: choices.rules ?? stand?.rules, stateOption: choices.state ?? stand?.state,
            environment: wiring.environment, pluginFolder: wiring.pluginFolder)
    }

    /// The configuration, read anew at each call, so that a shell sees what was edited meanwhile.
    public func settings(_ choices: Choices) throws -> Settings {
        let location = try location(choices)
        if let missing = location.missingFile {
            if let overlay = wiring.overlay { return remembered(try overlay(nil)) }
            throw missing
        }
        return try settings(at: location.rulesFile)
    }

    /// The configuration in a file.
    /// - Parameter files: What reads it, and all that it includes or refers to.
    func settings(at path: String, files: FileReader = .system) throws -> Settings {
        let settings = try Settings.load(path: path, environment: wiring.environment, files: files)
        return remembered(try wiring.overlay?(settings) ?? settings)
    }

    private func remembered(_ settings: Settings) -> Settings {
        memory.remember(settings)
        return settings
    }

    /// The state folder's database, made where there is none.
    public func store(_ choices: Choices) throws -> Store {
        let folder = try location(choices).stateFolder
        if let store = stores[folder] { return store }
        let store = try Store.open(
            at: folder + "/" + Self.databaseName, schemas: [QueueSchema.schema, LedgerSchema.schema])
        stores[folder] = store
        return store
    }

    /// The same with no job noted as running whose worker has ended.
    public func storeOfJobs(_ choices: Choices) async throws -> Store {
        let store = try store(choices)
        try await AbandonedJobs.free(in: store, stateFolder: try location(choices).stateFolder, now: wiring.now())
        return store
    }

    /// The same with no run noted as running that has ended, either.
    public func storeOfRuns(_ choices: Choices) async throws -> Store {
        let store = try await storeOfJobs(choices)
        try await AbandonedRuns.close(in: store, stateFolder: try location(choices).stateFolder, now: wiring.now())
        return store
    }

    /// The state folder's database where this session has it open already; `nil` where there is no such folder, too.
    func openedStore(_ choices: Choices) -> Store? {
        do { return stores[try location(choices).stateFolder] } catch { return nil }
    }

    /// Opens the state folder's database, unless there is none.
    func openStoreIfThere(_ choices: Choices) throws {
        let folder = try location(choices).stateFolder
        if FileManager.default.fileExists(atPath: folder + "/" + Self.databaseName) { _ = try store(choices) }
    }

    /// The queue as the configuration bounds it; as it is without one where there is none.
    public func jobs(_ choices: Choices) throws -> JobStore {
        let location = try location(choices)
        if location.missingFile != nil { return JobStore() }
        return JobStore(try settings(choices).queue)
    }

    /// The use cases on this configuration and state.
    /// - Throws: 78 where the file names no Stash or no Plex.
    public func engine(_ choices: Choices, _ activity: any Activity) async throws -> (Engine, Settings) {
        enginesMade += 1
        let settings = try settings(choices)
        return (try await engine(settings, choices, activity), settings)
    }

    /// The use cases on settings that were read already.
    func engine(_ settings: Settings, _ choices: Choices, _ activity: any Activity) async throws -> Engine {
        guard let stash = settings.stash else { throw Self.missing("stash") }
        guard let plex = settings.plex else { throw Self.missing("plex") }
        let folder = try location(choices).stateFolder
        let store = try store(choices)
        let identifier = try await clientIdentifier(in: store)
        return Engine(
            store: store, stateFolder: folder, settings: EngineSettings(settings), stash: wiring.stash(stash),
            plex: wiring.plex(plex, identifier), jobs: JobStore(settings.queue),
            activity: activity, now: wiring.now)
    }

    private static func missing(_ section: String) -> CommandEnd {
        CommandEnd(78, "The configuration file has no '\(section):' section, which this command needs.")
    }

    /// Made at the first need and kept: another one would be a new device to Plex at every run.
    func clientIdentifier(in store: Store) async throws -> String {
        if let kept = try await store.read({ try Marks.get(.clientIdentifier, in: $0) }) { return kept }
        let made = UUID().uuidString.lowercased()
        return try await store.write { transaction in
            if let kept = try Marks.get(.clientIdentifier, in: transaction) { return kept }
            try Marks.set(.clientIdentifier, to: made, in: transaction)
            return made
        }
    }
}

extension ConfigurationLocation {
    /// How a command ends that needs the file, where there is none and nobody named one; `nil` where it is to be read.
    var missingFile: CommandEnd? {
        guard rulesOrigin == .standard || rulesOrigin == .plugin, !FileManager.default.fileExists(atPath: rulesFile)
        else { return nil }
        return CommandEnd(
            78,
            "There is no configuration file at \(rulesFile); write one (see 'help configuration'), or give "
                + "--rules FILE. 'plexsync demo' works without.")
    }
}

/// What a session has put up and must take down again: the demo's servers and files.
public protocol Prop: Sendable {
    func takeDown()
}

extension JobStore {
    /// The queue as `queue:` of the file bounds it.
    init(_ settings: QueueSettings) {
        let pace = settings.rate.map { Pace(jobs: $0.count, in: .seconds($0.seconds)) }
        self.init(maxWaiting: settings.maxWaiting, pace: pace)
    }
}

extension EngineSettings {
    /// The part of the file that the use cases read.
    init(_ settings: Settings) {
        self.init()
        fields = settings.sync.fields
        paths = settings.paths
        plexEdits = settings.sync.plexEdits
        only = settings.sync.only
        missing = settings.sync.missing
        libraries = settings.plex?.libraries ?? []
        zone = settings.timezone
        stashURL = settings.stash?.url.text ?? ""
        blastGuard = settings.blastGuard
    }
}
