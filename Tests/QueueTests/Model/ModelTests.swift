import Database
import Foundation
import Testing

@testable import Queue

/// Random steps on the store and on the model, which must look the same after each.
///
/// `PLEXSYNC_QUEUE_STEPS=100000` takes more steps than the 2,000 of every day, which are always the same ones, and each time
/// others. A failure names its seed and step; `PLEXSYNC_QUEUE_SEED` takes them again.
@Suite struct ModelTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test func `after any steps the store looks as the model does`() async throws {
        let wanted = Self.environment["PLEXSYNC_QUEUE_STEPS"].flatMap { Int($0) }
        let steps = wanted ?? 2000
        let usual: UInt64 = wanted == nil ? 1 : .random(in: 0...999_999)
        let seed = Self.environment["PLEXSYNC_QUEUE_SEED"].flatMap { UInt64($0) } ?? usual
        let settings = JobStore(maxWaiting: 12, lease: .seconds(60))
        var walk = RandomWalk(
            seed: seed, pair: Pair(store: try StoreDriver(settings, inMemory: true), model: ModelQueue(settings)))
        var latest: [String] = []
        for step in 1...steps {
            let what: RandomWalk.Step
            do { what = try await walk.step() } catch {
                Issue.record("seed \(seed), step \(step): \(error), after\n\(latest.joined(separator: "\n"))")
                return
            }
            latest = latest.suffix(19) + ["\(step): \(what.told)"]
            // All that has ended, and every try, is looked at now and then: it hardly changes.
            let difference = try await walk.pair.difference(
                in: step.isMultiple(of: 20) ? JobState.allCases : [.ready, .running])
            guard what.isSame, difference == nil else {
                Issue.record(
                    """
                    seed \(seed), the latest steps:
                    \(latest.joined(separator: "\n"))
                    answers: \(what.answers)
                    \(difference ?? "the same state")
                    """)
                return
            }
        }
        #expect(try await walk.pair.store.store.integrityCheck() == [])
    }
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// The two, side by side. Their numbers for jobs differ, so jobs are compared by their place.
struct Pair {
    let store: StoreDriver
    let model: ModelQueue

    /// Nil where both look the same from outside.
    func difference(in states: [JobState]) async throws -> String? {
        let (one, other) = try await (look(at: store, states), look(at: model, states))
        return zip(one, other).first { $0 != $1 }.map { "store: \($0)\nmodel: \($1)" }
            ?? (one.count == other.count ? nil : "store has \(one.count) lines, the model \(other.count)")
    }

    private func look(at queue: some QueueDriver, _ states: [JobState]) async throws -> [String] {
        let jobs = try await queue.jobs(JobFilter(states: Set(states)))
        var lines = ["\(try await queue.counts()) \(String(describing: try await queue.nextDue()))"]
        lines.append("\(try await queue.pauses())")
        for job in jobs {
            lines.append(Self.text(job))
            guard states.contains(.dead) else { continue }
            lines.append("\(try await queue.attempts(of: job.id).map { "\($0.at) \($0.verdict)" })")
        }
        return lines
    }

    /// A job without its number.
    static func text(_ job: Job) -> String {
        """
        \(job.key) \(job.payload) \(job.state) \(job.priority) \(job.why) \(job.attempts) \(job.claims) \
        at \(show(job.runAt)) \(job.createdAt) \(show(job.finishedAt)) \(show(job.leaseUntil)) \(show(job.owner)) \
        \(job.again) \(job.hold) \(show(job.error)) \(show(job.errorCode)) \(show(job.note))
        """
    }

    private static func show(_ value: (some Any)?) -> String { value.map { "\($0)" } ?? "-" }
}
