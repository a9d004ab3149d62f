public import JSON
public import SyncModel

/// What a run leaves behind: its scope and counts, as JSON in the run's row.
public struct RunSummary: Hashable, Sendable {
    public var scope: ResolvedScope
    public var scanned = 0
    public var outcomes: [Outcome: Int] = [:]
    public var found: [GapType: Int] = [:]
    public var queued: [GapType: Int] = [:]
    public var queuedScenes = 0
    public var notQueued: [NotQueuedReason: Int] = [:]
    public var emptied = 0
    /// Gaps that were left after each key of the filter, in its order.
    public var steps: [Step] = []
    /// What it asked of the servers; nothing where it did not get that far.
    public var costs: [ServerName: ServerCost] = [:]
    /// Scenes that a held run would have queued.
    public var heldScenes: [Scene.ID] = []
    /// Why it ended otherwise than well: sentences.
    public var troubles: [String] = []

    /// How many gaps a key of the filter left.
    public struct Step: Hashable, Sendable {
        public let key: String
        public let left: Int
    }

    init(_ report: ReconcileReport) {
        steps = report.steps
        scope = report.scope
        (scanned, outcomes, found) = (report.tally.scanned, report.tally.outcomes, report.tally.counts)
        (queued, queuedScenes) = (report.queued.byType, report.queued.scenes)
        (notQueued, emptied, troubles) = (report.reasons, report.emptied, report.doubts)
        heldScenes = report.heldScenes
    }

    /// - Parameter interruption: Why it was cancelled, if it was.
    init(failed error: any Error, scope: ResolvedScope, interruption: String) {
        self.scope = scope
        troubles = error is CancellationError ? [interruption] : ["\(error)"]
    }

    public var encoded: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            scope.write(to: &writer, as: "scope")
            writer.write("scanned", scanned)
            writer.counts("outcomes", Outcome.allCases, outcomes)
            writer.counts("found", GapType.allCases, found)
            writer.counts("queued", GapType.allCases, queued)
            writer.write("queued_scenes", queuedScenes)
            writer.counts("not_queued", NotQueuedReason.allCases, notQueued)
            writer.write("emptied", emptied)
            writer.steps("filter", steps)
            writer.costs("cost", costs)
            if !heldScenes.isEmpty {
                writer.array("held_scenes") { for scene in heldScenes { $0.write(nil, scene.rawValue) } }
            }
            writer.array("troubles") { for trouble in troubles { $0.write(nil, trouble) } }
        }
        return writer.bytes
    }

    public init(decoding bytes: [UInt8]) throws(JSONError) {
        let root = try JSONValue(parsing: bytes)
        scope = try ResolvedScope(decoding: try root["scope"])
        scanned = try root["scanned"].int
        outcomes = try root["outcomes"].counts()
        found = try root["found"].counts()
        queued = try root["queued"].counts()
        queuedScenes = try root["queued_scenes"].int
        notQueued = try root["not_queued"].counts()
        emptied = try root["emptied"].int
        // Runs of earlier releases noted neither.
        steps =
            try root.find("filter")?.map { (step) throws(JSONError) in
                Step(key: try step["key"].string, left: try step["left"].int)
            } ?? []
        costs = try root.find("cost")?.costs() ?? [:]
        heldScenes =
            try root.find("held_scenes")?.map { (value) throws(JSONError) in Scene.ID(rawValue: try value.int) } ?? []
        troubles = try root["troubles"].map { (value) throws(JSONError) in try value.string }
    }
}

extension ResolvedScope {
    /// `{"kind", "by", "from", "to"}`, open ends absent (`DESIGN.md` 14).
    public func write(to writer: inout JSONWriter, as name: StaticString?) {
        writer.object(name) { writer in
            writer.write("kind", kind)
            if !isAll {
                writer.write("by", by.rawValue)
                if let from { writer.write("from", from.rfc3339) }
                if let to { writer.write("to", to.rfc3339) }
            }
        }
    }

    init(decoding value: JSONValue) throws(JSONError) {
        func instant(_ key: StaticString) throws(JSONError) -> Instant? {
            try value.find(key)?.string.instant
        }
        let by = try value.find("by")?.string
        self.init(
            kind: try value["kind"].string, by: by.flatMap(Scope.By.init(rawValue:)) ?? .updated,
            from: try instant("from"), to: try instant("to"))
    }
}

extension String {
    fileprivate var instant: Instant? { Instant(rfc3339: self) }
}

extension JSONWriter {
    /// `[{"key": "types", "left": 12}]`
    public mutating func steps(_ name: StaticString, _ steps: [RunSummary.Step]) {
        if steps.isEmpty { return }
        array(name) { writer in
            for step in steps {
                writer.object { writer in
                    writer.write("key", step.key)
                    writer.write("left", step.left)
                }
            }
        }
    }

    /// `{"plex": {"requests": 3, "milliseconds": 12}}`
    public mutating func costs(_ name: StaticString, _ costs: [ServerName: ServerCost]) {
        if costs.isEmpty { return }
        object(name) { writer in
            for server in ServerName.allCases {
                guard let cost = costs[server] else { continue }
                writer.object(server.rawValue) { writer in
                    writer.write("requests", cost.requests)
                    writer.write("milliseconds", cost.milliseconds)
                }
            }
        }
    }

    /// An object of counts in a fixed order, each key always there.
    public mutating func counts<Key: RawRepresentable<String> & Hashable>(
        _ name: StaticString, _ keys: [Key], _ counts: [Key: Int], withZeros: Bool = true
    ) {
        object(name) { writer in
            for key in keys where withZeros || counts[key] != nil { writer.write(key.rawValue, counts[key] ?? 0) }
        }
    }
}

extension JSONValue {
    fileprivate func costs() throws(JSONError) -> [ServerName: ServerCost] {
        var costs: [ServerName: ServerCost] = [:]
        for (name, value) in try members {
            guard let server = ServerName(rawValue: name) else { continue }
            var cost = ServerCost()
            (cost.requests, cost.milliseconds) = (try value["requests"].int, try value["milliseconds"].int)
            costs[server] = cost
        }
        return costs
    }

    fileprivate func counts<Key: RawRepresentable<String> & Hashable>() throws(JSONError) -> [Key: Int] {
        var counts: [Key: Int] = [:]
        for (name, value) in try members {
            if let key = Key(rawValue: name) {
                let count = try value.int
                if count != 0 { counts[key] = count }
            }
        }
        return counts
    }
}
