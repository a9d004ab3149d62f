import Database
import Ledger
import Queue
import StashAPI
import SyncModel

/// Reads the scenes of a batch in one request and puts them into the scene index.
struct ReadingScenes: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    func work(_ work: inout BatchWork) async throws {
        let ids = work.jobOfScene.keys.sorted()
        if ids.isEmpty { return }
        let indexing = SceneIndexing(engine: engine, servers: work.known.servers, isFull: false)
        let requestedAt = work.known.servers.stashTime(at: engine.now())
        let answer = try await read(ids, indexing.selection, &work)
        let absent = answer.absent
        if !absent.isEmpty {
            try await engine.store.write { try SceneIndex.remove(absent, in: $0) }
            for id in absent { work.settle(id, .done("gone")) }
        }
        for id in answer.unreadable {
            let error = "Stash's answer about scene \(id.rawValue) cannot be understood."
            work.settle(id, .end(Ending(.tryAgain(), error: error, code: "scene-unreadable")))
        }
        let only = engine.settings.only
        var wanted: [Scene] = []
        for scene in answer.scenes {
            if only.isEmpty || only.keepsSceneWhole(FilterSubject(scene)) {
                wanted.append(scene)
            } else {
                work.settle(scene.id, .done("out_of_scope"))
            }
        }
        let formerOwners = try await indexing.put(answer.scenes, requestedAt: requestedAt)
        if !formerOwners.isEmpty { _ = try await indexing.read(formerOwners, requestedAt: requestedAt) }
        for scene in wanted { work.scenes[scene.id] = scene }
        let keys = wanted.map(\.id)
        work.rows = try await engine.store.read { try SceneIndex.rows(keys, in: $0) }
    }

    private func read(
        _ ids: [Scene.ID], _ selection: SceneSelection, _ work: inout BatchWork
    ) async throws -> SceneReading {
        do {
            let answer = try await engine.stash.sceneReading(ids, selection: selection)
            work.answered(.stash)
            return answer
        } catch .cancelled { throw CancellationError() } catch {
            let failure = try await batch.gates.judged(Failure(error))
            if failure.stopsBatch || ids.count == 1 { throw failure }
            work.note(failure)
        }
        return try await readAlone(ids, selection, &work)
    }

    /// One scene that Stash cannot show must not keep the others back.
    private func readAlone(
        _ ids: [Scene.ID], _ selection: SceneSelection, _ work: inout BatchWork
    ) async throws -> SceneReading {
        var all = SceneReading()
        for id in ids {
            do {
                let one = try await engine.stash.sceneReading([id], selection: selection)
                all.scenes += one.scenes
                all.unreadable += one.unreadable
                all.absent += one.absent
            } catch .cancelled { throw CancellationError() } catch {
                let failure = try await batch.gates.judged(Failure(error))
                if failure.stopsBatch { throw failure }
                work.settle(id, .end(failure.ending()))
            }
        }
        return all
    }
}

extension FilterSubject {
    /// A scene just read, for `sync.only`.
    init(_ scene: Scene) {
        self.init(
            studio: scene.studio?.name, performers: scene.performers.map(\.name), tags: scene.tags.map(\.name),
            paths: scene.files.map(\.path), isOrganized: scene.isOrganized, rating: scene.rating)
    }
}
