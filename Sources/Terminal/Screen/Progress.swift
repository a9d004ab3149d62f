/// How far a long command is. A value: the caller knows the time.
public struct Progress: Sendable, Hashable {
    /// What is being done: `Reading Plex`.
    public let label: String
    /// Of what: `scenes`.
    public let unit: String
    public var done: Int
    /// `nil` while nobody knows.
    public var total: Int?
    /// Since the beginning of this step.
    public var elapsed: Duration

    public init(_ label: String, unit: String, done: Int = 0, total: Int? = nil, elapsed: Duration = .zero) {
        (self.label, self.unit, self.done, self.total, self.elapsed) = (label, unit, done, total, elapsed)
    }

    /// Units a second, or `nil` in the first half second, when it would jump about.
    public var rate: Double? {
        let seconds = elapsed / .seconds(1)
        return seconds >= 0.5 && done > 0 ? Double(done) / seconds : nil
    }

    /// What is left, at the rate so far.
    public var left: Duration? {
        guard let rate, let total, total >= done else { return nil }
        return .seconds(Int(min((Double(total - done) / rate).rounded(.up), 1e12)))
    }

    /// `Reading Plex  12 000 of 100 000 scenes  12%  3 100/s  28 s left`, cut to the window.
    public func rendered(_ look: Look = .plain) -> String {
        var parts = [look.safe(label)]
        if let total {
            parts.append("\(grouped(done)) of \(grouped(total)) \(unit)")
            if total > 0 { parts.append("\(Int(min(Double(done) / Double(total), 1) * 100))%") }
        } else {
            parts.append("\(grouped(done)) \(unit)")
        }
        if let rate { parts.append(rate >= 10 ? "\(grouped(Int(rate)))/s" : "\(Double(Int(rate * 10)) / 10)/s") }
        if let left, left > .zero { parts.append("\(left.forPeople) left") }
        let text = parts.joined(separator: "  ")
        return look.width.map { text.truncated(to: $0 - 1, mark: look.ellipsis) } ?? text
    }
}
