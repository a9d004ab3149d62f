import Configuration
import Rules
import SyncModel
import YAML

/// Reads `expect:` of a case, in the words of the JSON contract (`DESIGN.md` 14).
struct ExpectationDecoder {
    let times: FixtureTimes
    let settings: Settings
    /// The case without its expectations.
    let fixture: FixtureCase

    init(times: FixtureTimes, settings: Settings, of fixture: FixtureCase) {
        (self.times, self.settings, self.fixture) = (times, settings, fixture)
    }

    func expectation(_ keys: MappingDecoder) -> Expectation {
        var expected = Expectation()
        expected.scanned = keys.int("scanned", in: 0 ... .max)
        expected.outcomes = counts(keys, "outcomes", of: Outcome.self)
        expected.counts = keys.mapping("counts") { keys in
            GapType.allCases.reduce(into: [:]) { $0[$1] = keys.int($1.rawValue, in: 0 ... .max) }
        }
        expected.gaps = keys.list("gaps") { gap($0, $1, keys) }
        expected.plans =
            keys.list("plans") { node, path in
                keys.log.mapping(node, path: path, isWhole: keys.isWhole) { plan($0) } ?? nil
            } ?? []
        expected.result = keys.choice("result")
        expected.queued = keys.node("queued").flatMap { count($0, keys.name("queued"), keys.log) }
        expected.notQueued = counts(keys, "not_queued", of: NotQueuedReason.self)
        expected.fires = fires(keys)
        if expected.isEmpty, keys.keys.isEmpty {
            keys.log.report(.expectsNothing, at: keys.span.start, "'\(keys.path)' expects nothing, and could not fail")
        }
        return expected
    }

    // MARK: Numbers of scenes

    /// `{in_sync: 3, gap: [12, 13]}`.
    private func counts<Word>(
        _ keys: MappingDecoder, _ key: String, of type: Word.Type
    ) -> [Word: SceneCount]? where Word: RawRepresentable<String> & CaseIterable & Hashable {
        keys.mapping(key) { keys in
            Word.allCases.reduce(into: [:]) { counts, word in
                counts[word] = keys.node(word.rawValue).flatMap { count($0, keys.name(word.rawValue), keys.log) }
            }
        }
    }

    private func count(_ node: Node, _ name: String, _ log: FaultLog) -> SceneCount? {
        if case .list(let items) = node.content {
            let ids = items.enumerated().compactMap { knownScene($1, "\(name)[\($0)]", log) }
            return .scenes(ids.sorted())
        }
        if case .scalar(let scalar) = node.content, case .int(let number) = scalar.value, number >= 0 {
            return .number(number)
        }
        log.report(.wrongType, at: node.mark, "'\(name)' takes a list of scenes, or how many, not \(node.kind)")
        return nil
    }

    private func knownScene(_ node: Node, _ name: String, _ log: FaultLog) -> Scene.ID? {
        guard let id = log.sceneID(node, name) else { return nil }
        if !fixture.scenes.contains(where: { $0.scene.id == id }) {
            log.report(.unknownScene, at: node.mark, "the case has no scene \(id.rawValue)")
        }
        return id
    }

    private func sceneOf(_ keys: MappingDecoder) -> Scene.ID? {
        keys.require("scene")
        return keys.node("scene").flatMap { knownScene($0, keys.name("scene"), keys.log) }
    }

    // MARK: Gaps and plans

    /// A scene's number alone says only that it has a gap.
    private func gap(_ node: Node, _ path: String, _ top: MappingDecoder) -> ExpectedGap? {
        guard case .mapping = node.content else {
            return knownScene(node, path, top.log).map { ExpectedGap(scene: $0) }
        }
        return top.log.mapping(node, path: path, isWhole: top.isWhole) { keys in
            var gap = sceneOf(keys).map { ExpectedGap(scene: $0) }
            let title = keys.string("title", takesNumbers: true)
            let types = words(keys, "types", of: GapType.self)
            let fields = keys.mapping("fields") { keys in
                (empty: words(keys, "empty", of: Field.self), stale: words(keys, "stale", of: Field.self))
            }
            gap?.title = title
            gap?.types = types?.sorted()
            gap?.emptyFields = fields?.empty?.sorted()
            gap?.staleFields = fields?.stale?.sorted()
            gap?.confidence = keys.choice("confidence")
            gap?.reason = keys.choice("reason")
            gap?.path = keys.string("path")
            gap?.targets = keys.list("targets") { node, path in target(node, path, keys) }
            return gap
        } ?? nil
    }

    private func words<Word>(_ keys: MappingDecoder, _ key: String, of type: Word.Type) -> [Word]?
    where Word: RawRepresentable<String> & CaseIterable {
        keys.list(key, takesOne: true) { keys.log.choice($0, $1, of: Word.self) }
    }

    /// `{rating_key: 4711}`, or the key alone.
    private func target(_ node: Node, _ path: String, _ top: MappingDecoder) -> RatingKey? {
        guard case .mapping = node.content else { return ratingKey(node, path, top.log) }
        return top.log.mapping(node, path: path, isWhole: top.isWhole) { keys in
            keys.require("rating_key")
            return keys.node("rating_key").flatMap { ratingKey($0, keys.name("rating_key"), keys.log) }
        } ?? nil
    }

    private func ratingKey(_ node: Node, _ name: String, _ log: FaultLog) -> RatingKey? {
        guard let text = log.string(node, name, takesNumbers: true) else { return nil }
        let keys = fixture.items.map(\.item.ratingKey.rawValue)
        if !keys.contains(text) {
            log.report(.unknownScene, at: node.mark, "the case has no item '\(visible(text))'")
        }
        return RatingKey(rawValue: text)
    }

    private func plan(_ keys: MappingDecoder) -> ExpectedPlan? {
        var plan = sceneOf(keys).map { ExpectedPlan(scene: $0) }
        plan?.ratingKey = keys.node("rating_key").flatMap { ratingKey($0, keys.name("rating_key"), keys.log) }
        plan?.edits = keys.list("edits") { node, path in
            keys.log.mapping(node, path: path, isWhole: keys.isWhole) { edit($0) } ?? nil
        }
        plan?.kept = keys.list("kept") { node, path in
            keys.log.mapping(node, path: path, isWhole: keys.isWhole) { keys in
                keys.require("field")
                let why: Kept.Why? = keys.choice("why")
                return keys.choice("field").map { ExpectedKept(field: $0, why: why) }
            } ?? nil
        }
        if keys.raw("edits") == nil, keys.raw("kept") == nil {
            keys.require("edits", "what is written; [] for nothing")
        }
        return plan
    }

    private func edit(_ keys: MappingDecoder) -> ExpectedEdit? {
        keys.require("field")
        keys.require("action")
        let field: Field? = keys.choice("field")
        let action: Edit.Action? = keys.choice("action")
        let have = field.flatMap { keys.fieldValue("have", of: $0) }
        let want = field.flatMap { keys.fieldValue("want", of: $0) }
        guard let field, let action else {
            // Asked for, so that they are not called unknown.
            _ = (keys.raw("have"), keys.raw("want"))
            return nil
        }
        return ExpectedEdit(field: field, action: action, have: have, want: want)
    }

    // MARK: Fires

    /// A list for one rule; `{RULE: […]}` for several.
    private func fires(_ keys: MappingDecoder) -> [String: [ExpectedFire]]? {
        guard let node = keys.node("fires") else { return nil }
        if fixture.host.span == nil {
            keys.report(.notHere, at: "fires", "'\(keys.name("fires"))' needs a clock that moves: {from: …, to: …}")
        }
        guard case .mapping = node.content else {
            guard let rule = fixture.rules.first, fixture.rules.count == 1 else {
                if fixture.rules.count > 1 {
                    keys.report(.wrongType, at: "fires", "'\(keys.name("fires"))' takes {RULE: […]} for several rules")
                }
                return nil
            }
            return keys.list("fires") { fire($0, $1, keys, times) }.map { [rule.key: $0] }
        }
        return keys.mapping("fires") { keys in
            var fires: [String: [ExpectedFire]] = [:]
            for rule in fixture.rules {
                let times = FixtureTimes(zone: rule.timezone ?? settings.timezone, now: self.times.now)
                fires[rule.key] = keys.list(rule.name) { fire($0, $1, keys, times) }
            }
            return fires
        }
    }

    private func fire(_ node: Node, _ path: String, _ top: MappingDecoder, _ times: FixtureTimes) -> ExpectedFire? {
        guard case .mapping = node.content else {
            return times.time(node, path, top.log).map { ExpectedFire(slot: $0) }
        }
        return top.log.mapping(node, path: path, isWhole: top.isWhole) { keys in
            keys.require("slot", "its nominal time")
            let at = times.time(keys, "at")
            return times.time(keys, "slot").map { ExpectedFire(slot: $0, at: at) }
        } ?? nil
    }
}
