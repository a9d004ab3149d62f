import Database
import Ledger
import Queue
import StashAPI
import SyncModel

/// What a job's key names.
enum JobSubject: Hashable, Sendable {
    case scene(Scene.ID)
    case entity(EntityKind, Int)

    /// `scene:12`, `tag:5`; `nil` for anything else.
    init?(key: String) {
        let parts = key.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int(parts[1]), id >= 0 else { return nil }
        if parts[0] == "scene" {
            self = .scene(Scene.ID(rawValue: id))
        } else if let kind = EntityKind(rawValue: String(parts[0])) {
            self = .entity(kind, id)
        } else {
            return nil
        }
    }
}

/// Turns jobs that name a tag, performer, studio or group into jobs for its scenes: those that Stash links to it, and
/// those that the index has, where the links are gone.
struct FanOut: Sendable {
    let batch: Batch
    private var engine: Engine { batch.engine }

    func work(_ work: inout BatchWork) async throws {
        var entities: [EntityKind: Set<Int>] = [:]
        var fanning: [Job] = []
        for job in work.jobs {
            switch JobSubject(key: job.key) {
            case .scene(let scene): work.jobOfScene[scene] = job
            case .entity(let kind, let id):
                entities[kind, default: []].insert(id)
                fanning.append(job)
            case nil:
                work.fates[job.id] = .end(
                    Ending(.giveUp, error: "'\(job.key)' names nothing that can be delivered.", code: "job-key-unknown")
                )
            }
        }
        if fanning.isEmpty { return }
        let asked = entities
        let linked: [Scene.ID]
        do { linked = try await engine.stash.sceneIDs(of: asked.mapValues { $0.sorted() }) } catch .cancelled {
            throw CancellationError()
        } catch {
            // A question that Stash cannot answer must not keep back the scenes beside it.
            let failure = try await batch.gates.judged(Failure(error))
            if failure.stopsBatch { throw failure }
            work.note(failure)
            for job in fanning { work.fates[job.id] = .end(failure.ending()) }
            return
        }
        work.answered(.stash)
        let ends = try await enqueue(Set(linked), asked, fanning)
        for (job, end) in zip(fanning, ends) { work.ended[job.id] = end }
    }

    /// The scenes' jobs and the end of these in one transaction.
    private func enqueue(
        _ linked: Set<Scene.ID>, _ entities: [EntityKind: Set<Int>], _ fanning: [Job]
    ) async throws -> [JobEnd] {
        let now = engine.now().rawValue
        let share = batch.jitter()
        let priority = fanning.map(\.priority).min() ?? .rule
        let why = fanning.flatMap(\.why)
        return try await engine.store.write { [jobs = engine.jobs] transaction in
            let scenes = linked.union(try EntityIndex.scenes(of: entities, in: transaction)).sorted()
            let new = scenes.map { NewJob(key: "scene:\($0.rawValue)", priority: priority, why: why) }
            let results = try jobs.enqueue(new, now: now, in: transaction)
            let isWhole = !results.contains(.full)
            let ending =
                isWhole
                ? Ending(.done(note: "\(scenes.count) scenes"))
                : Ending(.tryAgain(), error: "The queue is full; not all scenes found room.", code: "queue-full")
            return try fanning.map { job in
                JobEnd(
                    try jobs.end(job.fence, ending, now: now, jitter: share, in: transaction), ending, isFanOut: true)
            }
        }
    }
}

extension JobEnd {
    init(_ aftermath: Aftermath, _ ending: Ending, isFanOut: Bool = false) {
        let error = ending.error ?? ending.verdict.word
        switch aftermath {
        case .refused: self = .lost
        case .dead: self = .dead(error)
        case .retry: self = .retry(error)
        case .done, .again:
            if case .done(let note) = ending.verdict {
                self =
                    isFanOut
                    ? .fannedOut : note.map { $0.hasPrefix("stored_as") ? .delivered : .other($0) } ?? .delivered
            } else {
                self = .retry(error)
            }
        }
    }
}
