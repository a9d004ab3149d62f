internal import Database
internal import Queue

#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// One hook: a row in the queue, and somebody to work it off.
struct Hook {
    let input: HookInput
    let launch: Launch

    /// - Throws: ``InputFault`` or ``StoreError``; then nothing was written.
    func run() throws {
        let wish = try HookWish(type: input.type, id: input.id)
        guard wish != .nothing else { return }
        let folder = try input.stateFolder(launch)
        try write(wish, in: folder)
        if case .enqueue = wish { Drainer(folder: folder, launch: launch, server: input.server).startUnlessRunning() }
    }

    private func write(_ wish: HookWish, in folder: String) throws {
        let store = try BlockingStore(at: folder + "/plexsync.db", schemas: [QueueSchema.schema])
        let jobs = JobStore()
        try store.write { transaction in
            switch wish {
            case .enqueue(let key):
                let job = NewJob(key: key, priority: .hook, why: ["hook"])
                _ = try jobs.enqueue(job, now: Self.now(), in: transaction)
            case .drop(let key):
                if let job = try jobs.liveJob(key, in: transaction) { _ = try jobs.drop(job.id, in: transaction) }
            case .nothing: break
            }
        }
    }

    /// UTC milliseconds.
    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
