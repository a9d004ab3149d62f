/// Builds nodes of events, and reports what YAML allows but we do not.
struct Composer {
    private struct Open {
        let isMapping: Bool
        let start: Mark
        var items: [Node] = []
        var entries: [Entry] = []
        /// The key whose value comes next; `text` is `nil` for one that was refused.
        var key: (text: String?, span: Span)?
        var places: [String: Mark] = [:]
    }

    private let log: FaultLog
    private let limits: Limits
    private var stack: [Open] = []
    private var nodes = 0
    /// How deep we are in something too deep, whose content is skipped.
    private var skipped = 0
    private var documents = 0
    private(set) var root: Node?
    private(set) var isStopped = false

    var innermostOpen: Mark? { stack.last?.start }

    init(_ log: FaultLog, _ limits: Limits) { (self.log, self.limits) = (log, limits) }

    mutating func take(_ event: Event, _ span: Span) {
        switch event {
        case .documentStart(let isPlain):
            documents += 1
            if documents > 1 { stop(.secondDocument, span.start, "a second document; a file holds one") }
            if !isPlain { log.report(.directive, at: span.start, "only the directive '%YAML 1.2' is known") }
        case .scalar(let scalar, let properties):
            check(properties, span)
            add(Node(.scalar(scalar), span))
        case .alias(let name):
            log.report(
                .alias, at: span.start, "the alias '*\(visible(name))'; aliases are not read, write the value itself")
            add(Node(.unreadable, span))
        case .listStart(let properties): open(isMapping: false, properties, span)
        case .mappingStart(let properties): open(isMapping: true, properties, span)
        case .end: close(at: span.end)
        case .streamEnd, .other: break
        }
    }

    /// Closes what a syntax error left open, so that what was read before it can still be looked at.
    mutating func finish(at mark: Mark) {
        skipped = 0
        if let last = stack.last, last.items.isEmpty, last.entries.isEmpty {
            stack.removeLast()
            add(Node(.unreadable, Span(last.start, mark)))
        }
        while !stack.isEmpty { close(at: mark) }
    }

    private mutating func check(_ properties: Event.Properties, _ span: Span) {
        if skipped > 0 { return }
        if properties.hasAnchor {
            log.report(.anchor, at: span.start, "an anchor ('&…'); anchors are not read, remove it")
        }
        if let tag = properties.tag {
            log.report(.tag, at: span.start, "the tag '\(visible(tag))'; tags are not read, remove it")
        }
        if log.isFull { isStopped = true }
    }

    private mutating func open(isMapping: Bool, _ properties: Event.Properties, _ span: Span) {
        check(properties, span)
        if skipped > 0 || stack.count == limits.depth {
            if skipped == 0 {
                log.report(.tooDeep, at: span.start, "more than \(limits.depth) lists and mappings inside each other")
            }
            skipped += 1
            // Nothing good comes of a file as deep as this, and libyaml's time grows with the depth.
            if skipped > 4 * limits.depth { isStopped = true }
            return
        }
        stack.append(Open(isMapping: isMapping, start: span.start))
    }

    private mutating func close(at end: Mark) {
        if skipped > 0 {
            skipped -= 1
            if skipped == 0 { add(Node(.unreadable, Span(end, end))) }
            return
        }
        guard let open = stack.popLast() else { return }
        let span = Span(open.start, end)
        add(Node(open.isMapping ? .mapping(open.entries) : .list(open.items), span))
    }

    private mutating func add(_ node: Node) {
        if skipped > 0 || isStopped { return }
        nodes += 1
        if nodes > limits.nodes {
            return stop(.tooManyNodes, node.mark, "more than \(limits.nodes) values in one file")
        }
        guard var top = stack.popLast() else {
            root = node
            return
        }
        if !top.isMapping {
            top.items.append(node)
        } else if let key = top.key {
            top.key = nil
            if let text = key.text { top.entries.append(Entry(key: text, keySpan: key.span, value: node)) }
        } else {
            top.key = (accept(key: node, in: &top), node.span)
        }
        stack.append(top)
    }

    /// The key's text, or `nil` where it was refused; its value is then read and forgotten.
    private func accept(key node: Node, in mapping: inout Open) -> String? {
        guard case .scalar(let scalar) = node.content else {
            if node.content != .unreadable {
                log.report(.keyNotText, at: node.mark, "a key must be a text, not \(node.kind)")
            }
            return nil
        }
        if scalar.isPlain, scalar.text == "<<" {
            log.report(.mergeKey, at: node.mark, "the merge key '<<'; merging is not read, write the keys themselves")
            return nil
        }
        if let first = mapping.places[scalar.text] {
            log.report(
                .duplicateKey, at: node.mark,
                "the key '\(visible(scalar.text))' is here twice, first in line \(first.line)")
            return nil
        }
        mapping.places[scalar.text] = node.mark
        return scalar.text
    }

    private mutating func stop(_ code: Fault.Code, _ mark: Mark, _ message: String) {
        log.report(code, at: mark, message)
        isStopped = true
    }
}
