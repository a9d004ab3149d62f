import Database
import Ledger
import Rules
import SyncModel

/// Starts rules when they are due and works off the queue, in one process. Any number of hosts may share a state folder.
///
/// What is to start is decided in ``RuleEngine``, from the database and the clock alone, at each ``tick()``; here is only
/// what waits: the one run that is going, a look at Stash, the worker.
public actor AutomationHost {
    let around: HostSurroundings
    private(set) var plan: HostPlan
    /// Rises with each reload; a worker of an older plan ends at its next rest.
    private(set) var generation = 0
    /// What the last reading of the configuration read, if it was the plan's.
    private var files: FilesNoted
    private var stamps: FileStamps
    /// Of the database: it tells that somebody has written to it.
    private var storeStamps: FileStamps
    /// Rises whenever somebody has written to the database.
    private(set) var storeChanges = 0
    /// The change that the worker knew of when it looked last.
    var changesWorkedOff = 0
    /// What the last whole look at the rules found; until then nothing but a change can make anything due.
    var outlook = Outlook()
    private var wantsReload = false

    /// The rule that is running.
    struct Running {
        let rule: Rule
        let slot: Slot
        let startedAt: Instant
        let task: Task<Void, Never>
        /// Whether it has got its slot; until then it waits for its turn, and nothing overlaps with it.
        let hasBegun: Once
        var isOverrun = false
    }

    var running: Running?
    /// The key of the rule that was started last.
    var lastRule: String?
    /// Rules that could not even begin, and until when they are left alone.
    var resting: [String: Instant] = [:]
    var waiting: Set<String> = []
    /// The one look at Stash that is under way, and when the last one began.
    var looking: Task<Void, Never>?
    var lastLook: Instant?
    /// The same of Plex.
    var lookingAtPlex: Task<Void, Never>?
    var lastLookAtPlex: Instant?
    var isRefused = false
    var worker: Task<Void, Never>?
    var workerWait: WorkerWait?
    var workerRest: (until: Instant, seconds: Int)?

    let pulse = Pulse()
    private(set) var attendedSince: Instant
    private var lastTick: Instant
    /// Held by the one host whose start counts as the start of the host.
    private var primacy: OSLock?
    private var isStopping = false
    private var nap: Task<Void, any Error>?

    /// Reads the configuration, takes note of its rules, and that a host has started.
    /// - Throws: What is wrong with the configuration, or ``StoreError``.
    public init(_ around: HostSurroundings) async throws {
        self.around = around
        files = FilesNoted()
        plan = try await around.load(files)
        stamps = files.stamps
        storeStamps = FileStamps(of: [plan.engine.store.path, plan.engine.store.path + "-wal"])
        let now = plan.engine.now()
        (attendedSince, lastTick) = (now, now)
        try await noteRules(now)
        try await takeOver(now, isStart: true)
        around.tell(.started(rules: plan.rules.rules.count))
    }

    // MARK: Life

    /// Works until ``stop()``: a tick a second, and nothing between.
    /// - Throws: ``StoreError`` where the state can't be used any more.
    public func run() async throws {
        while !isStopping {
            try await tick()
            let nap = Task { [around] in try await around.sleep(.seconds(1)) }
            self.nap = nap
            if isStopping { nap.cancel() }
            _ = await nap.result
        }
        await shutDown()
    }

    /// Has ``run()`` end: the worker gives back what it has at hand, and a run may end by itself within the grace.
    public func stop() {
        if isStopping { return }
        isStopping = true
        nap?.cancel()
    }

    /// Has the configuration read anew at the next tick: SIGHUP.
    public func reload() {
        wantsReload = true
        nap?.cancel()
    }

    /// Has the next tick come at once.
    func wake() { nap?.cancel() }

    private func shutDown() async {
        around.tell(.stopping)
        worker?.cancel()
        looking?.cancel()
        lookingAtPlex?.cancel()
        if let task = running?.task {
            let limit = Task { [around] in
                do { try await Task.sleep(for: around.grace, clock: .suspending) } catch { return }
                task.cancel()
            }
            await task.value
            limit.cancel()
        }
        await worker?.value
        await looking?.value
        await lookingAtPlex?.value
        primacy?.release()
    }

    /// Returns when no run and no look at Stash is under way: for tests, and for a host that acts once.
    public func settle() async {
        while let task = running?.task ?? looking ?? lookingAtPlex { await task.value }
    }

    // MARK: Ticks

    /// One look at the clock, the files and the database. Starts at most one rule, and waits for nothing.
    public func tick() async throws {
        let now = plan.engine.now()
        // Nobody attends while a machine sleeps; and what a clock that was ahead has made of it is corrected.
        if now.rawValue - lastTick.rawValue > Self.longestTick { attendedSince = now }
        if now < lastTick.advanced(seconds: -60) { try await noteRules(now) }
        (attendedSince, lastTick) = (min(attendedSince, now), now)
        around.beat()
        await followFiles(now)
        try await takeOver(now, isStart: false)
        noticeChanges()
        if needsLook(now) { try await look(now) }
        watch(now)
        endOverrun(now)
        work(now)
        await beat(now)
    }

    private func noticeChanges() {
        let stamps = storeStamps.renewed
        guard stamps != storeStamps else { return }
        storeStamps = stamps
        storeChanges += 1
    }

    /// Milliseconds between two ticks after which time in between counts as unattended.
    private static let longestTick = 120_000

    /// The first of several hosts is the one whose start is the start of the host; when it ends the next one takes its
    /// place, and that is no start.
    private func takeOver(_ now: Instant, isStart: Bool) async throws {
        guard primacy == nil else { return }
        primacy = try OSLock.take(at: plan.engine.stateFolder + "/host.lock")
        guard primacy != nil, isStart else { return }
        try await plan.engine.store.write { transaction in
            try EventLog.forget("stash", in: transaction)
            try EventLog.note(Trigger.Event.startup.rawValue, now: now, in: transaction)
        }
    }

    func noteRules(_ now: Instant) async throws {
        let (store, rules) = (plan.engine.store, plan.rules.notes)
        if try await store.read({ try RuleLog.needsNote(rules, now: now, in: $0) }) {
            _ = try await store.write { try RuleLog.note(rules, now: now, in: $0) }
        }
    }

    // MARK: The configuration

    private func followFiles(_ now: Instant) async {
        let stamps = stamps.renewed
        guard wantsReload || stamps != self.stamps else { return }
        let isAsked = wantsReload
        (self.stamps, wantsReload) = (stamps, false)
        if isAsked { around.reloads() }
        let files = FilesNoted()
        do {
            let next = try await around.load(files)
            defer { (self.files, self.stamps) = (files, files.stamps) }
            // Touched, and nothing changed. A secret that is read from a file counts as what it is.
            if !isAsked, files.isSame(as: self.files) { return }
            let dropped = Set(plan.rules.rules.map(\.key)).subtracting(next.rules.rules.map(\.key))
            plan = next
            generation += 1
            (workerRest, outlook) = (nil, Outlook())
            if !dropped.isEmpty { try await next.engine.store.write { try RuleLog.lapse(dropped, in: $0) } }
            try await noteRules(now)
            around.tell(.reloaded(rules: plan.rules.rules.count))
        } catch {
            // The fault may be in a file that only the new reading knows of.
            let read = files.stamps
            (self.files, self.stamps) = (FilesNoted(), read)
            self.stamps.formUnion(stamps)
            // Somebody is just writing it; the next tick reads the whole of it.
            if read.renewed != read {
                wantsReload = isAsked
                return
            }
            around.tell(.reloadRefused("\(error)"))
        }
    }
}

extension RuleEngine {
    /// As the database remembers them.
    var notes: [(rule: String, start: String)] { rules.map { ($0.key, $0.fingerprint(zone: zone)) } }
}
