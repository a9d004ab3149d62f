/// Where a use case says what it is doing. Sinks: a progress line, JSON lines, Stash's log protocol.
public protocol Activity: Sendable {
    func progress(_ step: Step)
    /// Something a person should know although the work goes on: one sentence.
    func warn(_ sentence: String)
}

/// How far a use case has come.
public struct Step: Hashable, Sendable {
    public enum Stage: String, CaseIterable, Hashable, Sendable {
        case listingPlex, readingStash, comparing, queueing, delivering
        /// For a server that is down, `subject`; in seconds.
        case waiting
    }

    public let stage: Stage
    /// What is being worked on, such as a library's title; may be empty.
    public let subject: String
    public let done: Int
    /// `nil` where it is not known.
    public let total: Int?

    public init(_ stage: Stage, _ subject: String = "", done: Int, total: Int?) {
        (self.stage, self.subject, self.done, self.total) = (stage, subject, done, total)
    }
}

/// Says nothing.
public struct NoActivity: Activity {
    public init() {}
    public func progress(_ step: Step) {}
    public func warn(_ sentence: String) {}
}
