import CommandSyntax
import Database
import Ledger
import Queue
import SyncEngine
import SyncModel

extension Workspace {
    /// More names than anybody completes from cost only time.
    private static let mostNames = 5000
    private static let recentRuns = 50

    /// Brings what the session knows up to date at its beginning, from the configuration and from the state folder as
    /// earlier sessions left it; asks no server, and makes no state where there is none. What can't be read is left to the
    /// first command that needs it, which says why.
    public func recall(_ choices: Choices) async {
        do { _ = try settings(choices) } catch {}
        do { try openStoreIfThere(choices) } catch {}
        await refreshMemory(choices)
    }

    /// Brings the prompt's state and the names for completion up to date from the state folder; asks no server, and makes
    /// no state where there is none. What can't be read stays as it was: the next command says why.
    public func refreshMemory(_ choices: Choices) async {
        guard let store = openedStore(choices) else { return }
        let (now, jobs, memory) = (wiring.now().rawValue, JobStore(), memory)
        do {
            try await store.read { transaction in
                let counts = try jobs.counts(in: transaction)
                let open = try jobs.servers(in: transaction).filter { server in
                    if case .closed = try jobs.breaker(for: server, now: now, in: transaction).state { return false }
                    return true
                }
                memory.change { state in
                    (state.ready, state.isPaused, state.resting) = (counts.ready, counts.paused, Set(open))
                }
                if let titles = try Marks.get(.libraryTitles, in: transaction), !titles.isEmpty {
                    memory.set(titles.split(separator: "\n").map(String.init), of: .library)
                }
                let live = try jobs.jobs(JobFilter(states: [.ready, .running, .dead]), limit: 200, in: transaction)
                memory.set(live.map { String($0.id.rawValue) }, of: .job)
                memory.set(try RunLog.list(limit: Self.recentRuns, in: transaction).map { String($0.id) }, of: .run)
                for (kind, sort) in [(EntityKind.studio, NameSort.studio), (.performer, .performer), (.tag, .tag)] {
                    let names = try EntityIndex.all(kind, in: transaction).values.map(\.name)
                    memory.set(Array(names.sorted().prefix(Self.mostNames)), of: sort)
                }
            }
        } catch {
            return
        }
    }
}
