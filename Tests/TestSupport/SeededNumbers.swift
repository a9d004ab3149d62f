/// Random numbers that are the same in every run, so that a failing case of a property can be named and repeated.
///
/// - SeeAlso: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", SplitMix64.
public struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Whether something of the given share of cases, `0...1`, happens.
    public mutating func happens(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }

    /// One of these; there must be one.
    public mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &self)]
    }

    /// Some of these, in their order: each with the given share.
    public mutating func some<Element>(of choices: [Element], _ share: Double = 0.5) -> [Element] {
        choices.filter { _ in happens(share) }
    }
}
