/// Random numbers that are the same for the same seed, on every machine and in every process.
/// - SeeAlso: "SplitMix64", <https://prng.di.unimi.it/splitmix64.c>
public struct LabRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// One of `choices`, which must not be empty.
    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &self)]
    }

    /// True once in `times`.
    mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

    /// So many of `choices`, each once, in random order.
    mutating func some<Element>(_ count: Int, of choices: [Element]) -> [Element] {
        Array(choices.shuffled(using: &self).prefix(count))
    }
}
