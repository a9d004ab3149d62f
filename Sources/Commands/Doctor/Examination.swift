import Configuration
import Database
import Ledger
import PlexAPI
import StashAPI
import SyncEngine
import SyncModel

/// All checks of `doctor`, in the order in which they are shown. A check that needs what another did not get is skipped.
struct Examination: Sendable {
    let app: App

    func findings() async throws -> [Finding] {
        let location = try await app.workspace.location(app.choices)
        let files = FileChecks(location: location)
        var (found, settings) = await configuration(files)
        found += files.stateFolder()
        let (database, store) = await openStore(files)
        found += database
        let (stash, plex) = await probe(settings, store)
        found += stash.findings + plex.findings
        let clients = (stash: stash.client, plex: plex.client)
        let sample = await Sample.take(from: stash.probe == nil ? nil : clients.stash)
        try Task.checkCancellation()
        if let settings {
            let checks = PathChecks(settings: settings, stash: stash.probe, plex: plex.probe, sample: sample)
            found += checks.findings()
            if let store { found += await identity(store, sample) }
            found += try await locks(settings, plex.probe, store)
        }
        found += app.wiring.versions.map { .ok(.versions, $0.name, $0.version) }
        return found
    }

    private func configuration(_ files: FileChecks) async -> ([Finding], Settings?) {
        do {
            let settings = try await app.workspace.settings(app.choices)
            return (files.configuration(settings), settings)
        } catch let error as ConfigurationFaults {
            let faults = error.faults.map { fault in
                Finding.fault(
                    .files, "configuration", fault.description,
                    remedy: "Mend the file; 'help configuration' shows a small one.", code: 78)
            }
            return (faults, nil)
        } catch {
            let (code, message) = ExitCodes.ending(of: error)
            let fault = Finding.fault(
                .files, "configuration", message ?? "\(error)",
                remedy: "Mend the file; 'help configuration' shows a small one.",
                code: code)
            return ([fault], nil)
        }
    }

    private func openStore(_ files: FileChecks) async -> ([Finding], Store?) {
        do {
            let store = try await app.workspace.store(app.choices)
            return (files.database(faults: try await store.integrityCheck()), store)
        } catch {
            let (code, message) = ExitCodes.ending(of: error)
            let fault = Finding.fault(
                .files, "database", message ?? "\(error)",
                remedy: "Give another folder with --state, or mend this one.",
                code: code)
            return ([fault], nil)
        }
    }

    private func probe(_ settings: Settings?, _ store: Store?) async -> (StashCheck, PlexCheck) {
        async let plex = PlexCheck.run(settings, store, app)
        let stash = await StashCheck.run(settings, app)
        return (stash, await plex)
    }

    /// Whether this state folder knows the same Stash: most scenes that both know must have a file in common.
    private func identity(_ store: Store, _ sample: Sample) async -> [Finding] {
        let scenes = sample.scenes
        guard !scenes.isEmpty else { return [] }
        do {
            let rows = try await store.read { try SceneIndex.rows(scenes.map(\.id), in: $0) }
            let known = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, Set($0.files.map(\.path))) })
            let both = scenes.filter { known[$0.id].map { !$0.isEmpty } ?? false && !$0.files.isEmpty }
            guard !both.isEmpty else { return [] }
            let same = both.count { scene in scene.files.contains { known[scene.id]?.contains($0.path) ?? false } }
            if same * 2 >= both.count {
                return [.ok(.stash, "identity", "\(same) of \(both.count) known scenes have the files they had")]
            }
            return [
                .fault(
                    .stash, "identity", "only \(same) of \(both.count) known scenes have the files they had",
                    remedy: "This state folder seems to belong to another Stash; give each Stash its own --state.")
            ]
        } catch {
            return [.skipped(.stash, "identity", "the database could not be read: \(error)")]
        }
    }

    private func locks(_ settings: Settings, _ plex: PlexProbe?, _ store: Store?) async throws -> [Finding] {
        guard let plex, let store, settings.stash != nil else { return [] }
        let identifier = plex.machineIdentifier
        do {
            let server = try await store.read { try ItemIndex.knownServer(machineIdentifier: identifier, in: $0) }
            guard let server else {
                return [.skipped(.locks, "other-writers", "not known before 'gaps' has run once")]
            }
            let found = try await app.engine().0.foreignLocks(on: server)
            guard found.items > 0 else {
                return [.ok(.locks, "other-writers", "no sign of one among \(counted(found.examined, "item"))")]
            }
            let example = found.example.map { ", item \($0.ratingKey.rawValue) for one" } ?? ""
            return [
                .warning(
                    .locks, "other-writers",
                    "\(counted(found.items, "item")) of \(found.examined) that we never wrote have locked fields that "
                        + "equal Stash's\(example)",
                    remedy:
                        "Another plexsync or Stash2Plex writes here: stop it, then 'import stash2plex DIR' takes its "
                        + "history over. Else its locks are taken for a person's, and those fields are kept.")
            ]
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return [.skipped(.locks, "other-writers", "\(error)")]
        }
    }
}

/// Scenes from all over Stash, up to fifty.
struct Sample: Sendable {
    var scenes: [Scene] = []
    /// Why there are none, where they could not be had.
    var failure: String?

    private static let (pages, each) = (5, 10)

    /// Five short pages that begin at even distances; ids are a little more than the count says, so none is empty as a rule.
    static func take(from stash: StashClient?) async -> Sample {
        guard let stash else { return Sample() }
        var sample = Sample()
        do {
            let count = try await stash.sceneCount()
            var last = 0
            for page in 0..<pages {
                let start = max(count * page / pages, last)
                let selection = SceneSelection(parts: [], knowsMetadata: false)
                let found = try await stash.scenePage(
                    after: start == 0 ? nil : Scene.ID(rawValue: start), limit: each, selection: selection)
                sample.scenes += found.scenes
                last = found.scenes.last?.id.rawValue ?? last
            }
        } catch {
            sample.failure = error.description
        }
        return sample
    }
}
