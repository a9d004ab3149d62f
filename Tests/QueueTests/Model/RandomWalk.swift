@testable import Queue

/// Draws a step, takes it on both, and tells what it did.
struct RandomWalk {
    struct Step {
        let told: String
        let answers: (String, String)
        var isSame: Bool { answers.0 == answers.1 }
    }

    let pair: Pair
    private var numbers: SeededNumbers
    private var now = 1_800_000_000_000
    private var alive: Set<String> = ["w0", "w1", "w2"]
    /// What workers think they have, also when they have it no more.
    private var held: [(store: Fence, model: Fence)] = []

    init(seed: UInt64, pair: Pair) {
        self.pair = pair
        numbers = SeededNumbers(state: seed)
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &numbers)]
    }

    private mutating func key() -> String { "\(pick(["s", "t"])):\(Int.random(in: 1...9, using: &numbers))" }

    mutating func step() async throws -> Step {
        now += pick([0, 1, 500, 5000, 30_000])
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<30: return try await enqueue()
        case 30..<50: return try await claim()
        case 50..<80: return try await end()
        case 80..<84: return try await crash()
        case 84..<87: return jump()
        case 87..<90: return try await tidy()
        case 90..<94: return try await hold()
        default: return try await people()
        }
    }

    private mutating func enqueue() async throws -> Step {
        let jobs = (0..<pick([1, 1, 1, 5])).map { _ in
            NewJob(
                key: key(), payload: pick([[], [1], [2]]), priority: pick(Priority.allCases),
                why: pick([["empty"], ["stale"], ["empty", "missing"], []]),
                runAt: pick([nil, nil, now + 20_000, now - 5]))
        }
        let one = try await pair.store.enqueue(jobs, now: now)
        let other = await pair.model.enqueue(jobs, now: now)
        return Step(told: "enqueue \(jobs) at \(now)", answers: ("\(one.map(Self.word))", "\(other.map(Self.word))"))
    }

    private static func word(_ result: EnqueueResult) -> String {
        switch result {
        case .added: "added"
        case .merged: "merged"
        case .again: "again"
        case .full: "full"
        }
    }

    private mutating func claim() async throws -> Step {
        let owner = pick(["w0", "w1", "w2"])
        let (one, other): ([Job], [Job])
        let told: String
        alive.insert(owner)
        if Int.random(in: 0..<5, using: &numbers) == 0 {
            let keys = [key(), key()]
            told = "claim \(keys) by \(owner) at \(now)"
            one = try await pair.store.claim(keys: keys, by: owner, now: now, alive: alive)
            other = await pair.model.claim(keys: keys, by: owner, now: now, alive: alive)
        } else {
            let limit = pick([0, 1, 2, 8])
            told = "claim \(limit) by \(owner) at \(now), alive \(alive.sorted())"
            one = try await pair.store.claim(upTo: limit, by: owner, now: now, alive: alive)
            other = await pair.model.claim(upTo: limit, by: owner, now: now, alive: alive)
        }
        held += zip(one, other).map { ($0.fence, $1.fence) }
        if held.count > 60 { held.removeFirst(held.count - 60) }
        return Step(told: told, answers: ("\(one.map(Pair.text))", "\(other.map(Pair.text))"))
    }

    private mutating func end() async throws -> Step {
        guard let last = held.last else { return Step(told: "nothing to end", answers: ("", "")) }
        // Most often the latest, which stays: it may be ended twice.
        let fence = pick([last, last, pick(held)])
        let verdict: Verdict = pick([
            .done(), .done(note: "in_sync"), .serverDown(), .serverDown(retryAfter: .seconds(7)), .tryAgain(),
            .tryAgain(),
            .tryAgain(retryAfter: .seconds(9000)), .notInPlexYet, .pauseQueue, .giveUp,
        ])
        let ending = Ending(verdict, error: pick([nil, "because"]), code: pick([nil, "x"]), mark: pick([nil, [9]]))
        let jitter = Double.random(in: 0...1, using: &numbers)
        let one = try await pair.store.end(fence.store, ending, now: now, jitter: jitter)
        let other = await pair.model.end(fence.model, ending, now: now, jitter: jitter)
        return Step(told: "end \(fence) \(ending) at \(now)", answers: ("\(one)", "\(other)"))
    }

    private mutating func crash() async throws -> Step {
        let owner = pick(["w0", "w1", "w2"])
        alive.remove(owner)
        let fences = held.suffix(4)
        let one = try await pair.store.renew(fences.map(\.store), now: now)
        let other = await pair.model.renew(fences.map(\.model), now: now)
        let places = { (kept: [Fence], all: [Fence]) in "\(kept.compactMap { all.firstIndex(of: $0) })" }
        return Step(
            told: "\(owner) dies; renew at \(now)",
            answers: (places(one, fences.map(\.store)), places(other, fences.map(\.model))))
    }

    private mutating func jump() -> Step {
        let day = 86_400_000
        now += pick([-400, -1, 1, 400]) * day + pick([0, 50_000])
        return Step(told: "the clock jumps to \(now)", answers: ("", ""))
    }

    private mutating func tidy() async throws -> Step {
        if pick([true, false, false]) {
            let answers = (
                try await pair.store.hasAbandoned(now: now, alive: alive),
                await pair.model.hasAbandoned(now: now, alive: alive)
            )
            try await pair.store.freeAbandoned(now: now, alive: alive)
            await pair.model.freeAbandoned(now: now, alive: alive)
            return Step(told: "free at \(now), alive \(alive.sorted())", answers: ("\(answers.0)", "\(answers.1)"))
        }
        let instant = now - pick([0, 10_000, 1_000_000])
        let limit = pick([1, 3, 100])
        if pick([true, true, false]) {
            let one = try await pair.store.prune(endedBefore: instant, limit: limit)
            let other = await pair.model.prune(endedBefore: instant, limit: limit)
            return Step(told: "prune \(limit) before \(instant)", answers: ("\(one)", "\(other)"))
        }
        let one = try await pair.store.purgeDead(before: instant)
        let other = await pair.model.purgeDead(before: instant)
        return Step(told: "purge before \(instant)", answers: ("\(one)", "\(other)"))
    }

    private mutating func hold() async throws -> Step {
        guard let fence = held.popLast() else { return Step(told: "nothing to hold", answers: ("", "")) }
        let one = try await pair.store.hold(fence.store, why: "guard", now: now)
        let other = await pair.model.hold(fence.model, why: "guard", now: now)
        return Step(told: "hold \(fence) at \(now)", answers: ("\(one)", "\(other)"))
    }

    private mutating func people() async throws -> Step {
        let filter = pick([JobFilter(), JobFilter(keyPrefix: "s:"), JobFilter(key: key()), JobFilter(errorCode: "x")])
        let (store, model) = (pair.store, pair.model)
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0, 1:
            let answers = (try await store.retry(filter, now: now), await model.retry(filter, now: now))
            return Step(told: "retry \(filter)", answers: ("\(answers.0)", "\(answers.1)"))
        case 2, 3:
            let answers = (try await store.release(filter, now: now), await model.release(filter, now: now))
            return Step(told: "release \(filter)", answers: ("\(answers.0)", "\(answers.1)"))
        case 4:
            let answers = (try await store.drop(filter), await model.drop(filter))
            return Step(told: "drop \(filter)", answers: ("\(answers.0)", "\(answers.1)"))
        case 5:
            let answers = (try await store.dropDead(filter), await model.dropDead(filter))
            return Step(told: "drop dead \(filter)", answers: ("\(answers.0)", "\(answers.1)"))
        case 6 where pick([true, false]):
            try await store.pause(now: now)
            await model.pause(now: now)
            return Step(told: "pause", answers: ("", ""))
        default:
            try await store.resume()
            await model.resume()
            return Step(told: "resume", answers: ("", ""))
        }
    }
}
