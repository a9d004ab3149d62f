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
    /// Scenes that a held run would have queued.
    public var heldScenes: [Scene.ID] = []
    /// Why it ended otherwise than well: sentences.
    public var troubles: [String] = []

    init(_ report: ReconcileReport) {
        scope = report.scope
        (scanned, outcomes, found) = (report.tally.scanned, report.tally.outcomes, report.tally.counts)
        (queued, queuedScenes) = (report.queued.byType, report.queued.scenes)
        (notQueued, emptied, troubles) = (report.reasons, report.emptied, report.doubts)
        heldScenes = report.heldScenes
    }

    init(failed error: any Error, scope: ResolvedScope) {
        self.scope = scope
        troubles = error is CancellationError ? ["it was interrupted"] : ["\(error)"]
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
