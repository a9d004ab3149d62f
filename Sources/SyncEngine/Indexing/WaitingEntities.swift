import Database
import Ledger
import Queue
import SyncModel

/// Tags, performers, studios and groups that a waiting job names, as a hook leaves one when they are deleted.
///
/// Where the links are gone in Stash the index alone knows whose scenes they were, and it forgets that with the next reading
/// of a scene. So a scene that loses such a link is queued in the same transaction.
struct WaitingEntities: Sendable {
    private let ids: [EntityKind: Set<Int>]
    private let jobs: JobStore

    init(_ jobs: JobStore, in transaction: ReadTransaction) throws {
        self.jobs = jobs
        let pairs = try EntityKind.allCases.map { kind in
            let waiting = try jobs.jobs(JobFilter(keyPrefix: "\(kind.rawValue):"), in: transaction)
            return (kind, Set(waiting.compactMap { JobSubject(key: $0.key)?.entityID }))
        }
        ids = Dictionary(uniqueKeysWithValues: pairs).filter { !$0.value.isEmpty }
    }

    /// Queues those of the rows, which are about to be put, that lose a link to one of these.
    func enqueueScenes(losingLinksIn rows: [SceneRow], now: Int, in transaction: WriteTransaction) throws {
        if ids.isEmpty { return }
        let scenes = try EntityIndex.losing(ids, whenPut: rows, in: transaction)
        let new = scenes.map { NewJob(key: "scene:\($0.rawValue)", priority: .hook, why: ["hook"]) }
        if !new.isEmpty { _ = try jobs.enqueue(new, now: now, in: transaction) }
    }
}

extension JobSubject {
    fileprivate var entityID: Int? { if case .entity(_, let id) = self { id } else { nil } }
}
