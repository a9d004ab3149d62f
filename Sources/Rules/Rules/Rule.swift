public import SyncModel

/// One rule of the file: when, over which scenes, for which gaps, and what to do.
public struct Rule: Hashable, Sendable {
    /// What becomes of times that passed while nobody was there to act.
    public enum CatchUp: Hashable, Sendable {
        /// The latest of them is made up for, once.
        case latest
        case none
        /// The latest, if it is no older.
        case within(seconds: Int)
    }

    /// What becomes of a time that comes while the rule's last run is still going.
    public enum Overlap: String, CaseIterable, Hashable, Sendable { case skip, queue }

    public enum OnFailure: String, CaseIterable, Hashable, Sendable {
        case `continue`
        /// Until a person enables it again.
        case pause
    }

    /// Unlike every other's, whatever its case.
    public let name: String
    public var trigger: Trigger
    /// Where days begin for this rule; `nil`: as in the file.
    public var timezone: Zone?
    public var scope = Scope.all
    public var gaps = GapFilter()
    public var action = GapAction.enqueue
    /// How many scenes one run queues at most.
    public var limit: Int?
    /// Seconds; a run begins up to so much later than its slot.
    public var jitter = 0
    public var catchUp = CatchUp.latest
    public var overlap = Overlap.skip
    /// Seconds after which a run is ended.
    public var deadline: Int?
    public var onFailure = OnFailure.continue
    public var isEnabled = true

    public init(name: String, trigger: Trigger) { (self.name, self.trigger) = (name, trigger) }

    /// What ``limit`` may be.
    public static let limits = 1...10_000_000

    /// Ends the sentence "a name takes …".
    public static let nameExpectation = "letters, digits, '-', '_' and '.', at most 64"

    /// Whether a rule may be called so.
    public static func isName(_ text: String) -> Bool {
        let isWord = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.".unicodeScalars.contains($0)
        }
        return isWord && !text.isEmpty && text.count <= 64 && !text.hasPrefix("-")
    }

    /// This rule's own share of its jitter, in seconds: the same on every host and on every day.
    ///
    /// - SeeAlso: FNV-1a, <http://www.isthe.com/chongo/tech/comp/fnv/>
    public var delay: Int {
        let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Int(hash % UInt64(jitter + 1))
    }
}
