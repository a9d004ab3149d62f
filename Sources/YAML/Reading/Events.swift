import CLibYAML

/// What libyaml saw next, in Swift's words.
enum Event {
    struct Properties {
        var hasAnchor: Bool
        var tag: String?
    }

    case documentStart(isPlain: Bool)
    case scalar(Scalar, Properties)
    case alias(String)
    case listStart(Properties)
    case mappingStart(Properties)
    case end
    case streamEnd
    /// Nothing that says anything of the content.
    case other
}

/// libyaml's own complaint: its words and the one or two places that it names, counted from 1.
struct SyntaxFault: Error {
    let problem: String
    let context: String
    let mark: Mark
    let contextMark: Mark?
}

/// A run of libyaml's parser over one text.
///
/// The parser and its input live behind pointers of ours, since libyaml keeps addresses of both.
final class Events {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let isReady: Bool

    init(_ text: String) {
        let bytes = Array(text.utf8)
        parser = .allocate(capacity: 1)
        input = .allocate(capacity: max(1, bytes.count))
        _ = input.initialize(from: bytes)
        isReady = yaml_parser_initialize(parser) == 1
        if isReady {
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
        }
    }

    deinit {
        if isReady { yaml_parser_delete(parser) }
        parser.deallocate()
        input.deallocate()
    }

    func next() throws(SyntaxFault) -> (event: Event, span: Span) {
        guard isReady else {
            throw SyntaxFault(problem: "there is no memory to read it", context: "", mark: .start, contextMark: nil)
        }
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw SyntaxFault(parser.pointee) }
        defer { yaml_event_delete(&event) }
        return (Event(event), Span(Mark(event.start_mark), Mark(event.end_mark)))
    }
}

extension Event {
    fileprivate init(_ event: yaml_event_t) {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            let start = event.data.document_start
            self = .documentStart(
                isPlain: start.tag_directives.start == start.tag_directives.end
                    && (start.version_directive.map { $0.pointee.major == 1 && $0.pointee.minor == 2 } ?? true))
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let text = String(decoding: bytes, as: UTF8.self)
            self = .scalar(
                Scalar(text: text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE),
                Properties(scalar.anchor, scalar.tag))
        case YAML_ALIAS_EVENT: self = .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SEQUENCE_START_EVENT:
            self = .listStart(Properties(event.data.sequence_start.anchor, event.data.sequence_start.tag))
        case YAML_MAPPING_START_EVENT:
            self = .mappingStart(Properties(event.data.mapping_start.anchor, event.data.mapping_start.tag))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: self = .end
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT: self = .streamEnd
        default: self = .other
        }
    }
}

extension Event.Properties {
    fileprivate init(_ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?) {
        self.init(hasAnchor: anchor != nil, tag: text(tag))
    }
}

extension SyntaxFault {
    fileprivate init(_ parser: yaml_parser_t) {
        let context = parser.context.map { String(cString: $0) }
        let isReader = parser.error == YAML_READER_ERROR
        self.init(
            problem: parser.problem.map { String(cString: $0) } ?? "not readable", context: context ?? "",
            // A reader error has an offset and no mark; `Characters` leaves none, so any place will do.
            mark: Mark(isReader ? parser.mark : parser.problem_mark),
            contextMark: context == nil ? nil : Mark(parser.context_mark))
    }
}

extension Mark {
    fileprivate init(_ mark: yaml_mark_t) { self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1) }
}

private func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: $0) }
}
