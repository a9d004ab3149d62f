public import SyncModel
public import YAML

extension MappingDecoder {
    /// Reads a scope: the shell's words (`all`, `24h`, `last 30d`, `2026-01-01..2026-02-01`), `{last: 30d, by: created}` or
    /// `{from: 2026-01-01, to: 2026-02-01, by: date}` with one end open.
    ///
    /// - Parameter zone: Where days begin; without one nobody can tell whether a day is after an instant.
    public func scope(_ key: String, zone: Zone? = nil) -> Scope? {
        guard let node = node(key) else { return nil }
        if case .mapping = node.content { return mapping(key, of: .scope) { $0.scopeOfKeys(zone) } ?? nil }
        guard let text = string(key, takesNumbers: true) else { return nil }
        let scope = attempt(key) { () throws(ScopeFault) in try Scope(text: text) }
        return checked(scope, at: key, zone)
    }

    private func scopeOfKeys(_ zone: Zone?) -> Scope? {
        let by: Scope.By = choice("by") ?? .updated
        let last = raw("last") == nil ? nil : span("last")
        let from = string("from", takesNumbers: true)
        let to = string("to", takesNumbers: true)
        if raw("last") != nil {
            for key in ["from", "to"] where raw(key) != nil {
                report(.badScope, at: key, "'\(path)' takes 'last' or a range, not both")
            }
            return last.map { Scope(last: $0, by: by) }
        }
        let first = from.flatMap { text in attempt("from") { () throws(ScopeFault) in try Scope.end(text) } ?? nil }
        let end = to.flatMap { text in attempt("to") { () throws(ScopeFault) in try Scope.end(text) } ?? nil }
        if raw("from") == nil, raw("to") == nil {
            log.report(
                .badScope, at: span.start, "'\(path)' takes 'last', or 'from' and 'to', of which one may be absent")
        }
        guard first != nil || end != nil, (first != nil) == (from != nil), (end != nil) == (to != nil) else {
            return nil
        }
        let scope = attempt("to") { () throws(ScopeFault) in try Scope(from: first, to: end, by: by) }
        return checked(scope, at: "to", zone)
    }

    private func checked(_ scope: Scope?, at key: String, _ zone: Zone?) -> Scope? {
        guard let scope, let zone, let sentence = scope.emptiness(in: zone) else { return scope }
        report(.badScope, at: key, "the range \(sentence)")
        return nil
    }

    private func attempt<Value>(_ key: String, _ read: () throws(ScopeFault) -> Value) -> Value? {
        do { return try read() } catch {
            report(.badScope, at: key, error.description)
            return nil
        }
    }
}
