public import Database
public import SyncModel

/// What is remembered of rules between runs: since when each is known, what is set over the file, and which of its slots
/// are taken. Names are handed in as they are compared: in lower case.
public enum RuleLog {
    /// One rule as it is remembered.
    public struct State: Hashable, Sendable {
        public let knownSince: Instant
        /// What is set over the file's `enabled`, and why.
        public let override: Bool?
        public let why: String?
    }

    /// Taken slots are forgotten after so many days: no clock is set back by more.
    static let daysKept = 400

    // MARK: States

    /// Takes note of the rules as the file has them now. One that is new, or starts otherwise than before, is known from
    /// now on; one that was known from a time to come, by a clock that was ahead, too.
    ///
    /// - Returns: Whether anything was written.
    @discardableResult
    public static func note(
        _ rules: [(rule: String, start: String)], now: Instant, in transaction: WriteTransaction
    ) throws -> Bool {
        var changes = 0
        for (rule, start) in rules {
            changes += try transaction.run(
                """
                INSERT INTO ruleState (rule, start, knownSince) VALUES (?1, ?2, ?3)
                ON CONFLICT (rule) DO UPDATE SET start = ?2, knownSince = ?3 WHERE start != ?2 OR knownSince > ?3
                """, rule, start, now.rawValue)
        }
        return changes > 0
    }

    /// Takes note that the file has these rules no more: one that comes back begins as a new one, for what its schedule
    /// names meanwhile is nobody's. What is set over the file stays.
    public static func lapse(_ rules: some Collection<String>, in transaction: WriteTransaction) throws {
        for rule in rules { try transaction.run("UPDATE ruleState SET start = '' WHERE rule = ?", rule) }
    }

    /// Whether ``note(_:now:in:)`` would write anything.
    public static func needsNote(
        _ rules: [(rule: String, start: String)], now: Instant, in transaction: ReadTransaction
    ) throws -> Bool {
        try rules.contains { rule, start in
            let isKnown = try transaction.first(
                "SELECT 1 FROM ruleState WHERE rule = ? AND start = ? AND knownSince <= ?", rule, start, now.rawValue
            ) { try $0[0] as Int }
            return isKnown == nil
        }
    }

    /// All rules that were ever noted.
    public static func states(in transaction: ReadTransaction) throws -> [String: State] {
        let rows = try transaction.map("SELECT rule, knownSince, isEnabled, why FROM ruleState") { row in
            (
                try row[0] as String,
                State(knownSince: Instant(rawValue: try row[1]), override: try row[2], why: try row[3])
            )
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Sets something over the file's `enabled`; `nil` lets the file decide again.
    ///
    /// - Parameter switchedOn: When that switches on a rule that was off: it has nothing to catch up with.
    /// - Returns: False where the rule was never noted.
    public static func set(
        _ rule: String, isEnabled: Bool?, why: String?, switchedOn: Instant? = nil, in transaction: WriteTransaction
    ) throws -> Bool {
        try transaction.run(
            "UPDATE ruleState SET knownSince = ifnull(?4, knownSince), isEnabled = ?2, why = ?3 WHERE rule = ?1",
            rule, isEnabled, why, switchedOn?.rawValue) == 1
    }

    /// Forgets what is known of a rule, so that another of that name begins as a new one; its slots stay taken.
    ///
    /// - Returns: Whether it had been switched on or off over what the file says.
    public static func forget(_ rule: String, in transaction: WriteTransaction) throws -> Bool {
        let wasSwitched = try transaction.first(
            "SELECT 1 FROM ruleState WHERE rule = ? AND isEnabled IS NOT NULL", rule
        ) { try $0[0] as Int }
        try transaction.run("DELETE FROM ruleState WHERE rule = ?", rule)
        return wasSwitched != nil
    }

    // MARK: Slots

    public static func isTaken(_ rule: String, _ slot: Instant, in transaction: ReadTransaction) throws -> Bool {
        try transaction.first("SELECT 1 FROM runSlot WHERE rule = ? AND slot = ?", rule, slot.rawValue) {
            try $0[0] as Int
        } != nil
    }

    /// Takes a slot.
    ///
    /// - Parameter run: What was started for it; `nil` to pass it over.
    /// - Returns: False where somebody has it.
    public static func take(
        _ rule: String, _ slot: Instant, for run: Int?, in transaction: WriteTransaction
    ) throws -> Bool {
        let taken = try transaction.run(
            "INSERT INTO runSlot (rule, slot, run) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rule, slot.rawValue, run)
        guard taken == 1 else { return false }
        try transaction.run(
            "DELETE FROM runSlot WHERE rule = ? AND slot < ?", rule,
            slot.advanced(seconds: -daysKept * 86_400).rawValue)
        return true
    }

    // MARK: Runs

    /// The latest run of each rule, by its name as the file has it.
    public static func lastRuns(of rules: [String], in transaction: ReadTransaction) throws -> [String: RunRecord] {
        var last: [String: RunRecord] = [:]
        for rule in rules {
            let id = try transaction.first("SELECT max(id) FROM run WHERE rule = ?", rule) { try $0[0] as Int? }
            if let id = id ?? nil { last[rule] = try RunLog.find(id, in: transaction) }
        }
        return last
    }

    /// Rules with a run that is noted as running, by their names in lower case.
    public static func running(in transaction: ReadTransaction) throws -> Set<String> {
        Set(
            try transaction.map("SELECT rule FROM run WHERE result = 'running' AND rule IS NOT NULL") {
                (try $0[0] as String).lowercased()
            })
    }
}
