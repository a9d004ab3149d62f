/// One YAML file as nodes, with a log that already holds what is wrong with it as YAML and takes what is wrong with
/// what it says.
public struct Document {
    /// `nil` for a file that says nothing, or nothing readable.
    public let root: Node?
    /// Whether the whole file was read. Where it was not, nobody can say that a key is missing.
    public let isWhole: Bool
    public let log: FaultLog

    /// Reads a whole file, as far as it can be read; never throws, since every fault has its place in the log.
    ///
    /// - Parameters:
    ///   - bytes: The file. A caller that bounds its reading hands over at most one byte more than `limits.bytes`.
    ///   - file: Its name as faults show it.
    /// - Complexity: Linear in the bytes, which are bounded.
    public init(bytes: some Collection<UInt8>, file: String, limits: Limits = Limits()) {
        if bytes.count > limits.bytes {
            log = FaultLog(file: file, text: "")
            log.report(
                .tooLarge, at: .start,
                "the file is larger than \(limits.bytes / 1024) KiB; a file of rules is not that long")
            (root, isWhole) = (nil, false)
            return
        }
        let start = Array(bytes.prefix(2))
        if start == [0xff, 0xfe] || start == [0xfe, 0xff] {
            log = FaultLog(file: file, text: "")
            log.report(.encoding, at: .start, "the file is UTF-16; save it as UTF-8")
            (root, isWhole) = (nil, false)
            return
        }
        let characters = Characters(bytes)
        log = FaultLog(file: file, text: characters.text)
        for finding in characters.findings { log.report(finding.code, at: finding.mark, finding.message) }
        (root, isWhole) = Self.compose(characters.text, log, limits)
    }

    /// A second log of the same file, for what is no fault.
    public func emptyLog() -> FaultLog { FaultLog(file: log.file, text: log.text) }

    private static func compose(_ text: String, _ log: FaultLog, _ limits: Limits) -> (Node?, isWhole: Bool) {
        let events = Events(text)
        var composer = Composer(log, limits)
        var last = Mark.start
        do {
            while !composer.isStopped {
                let (event, span) = try events.next()
                last = span.end
                if case .streamEnd = event { return (composer.root, true) }
                composer.take(event, span)
            }
        } catch {
            let sentence = SyntaxSentence(error, open: composer.innermostOpen, in: log.lines)
            log.report(sentence.code, at: sentence.mark, sentence.message)
        }
        composer.finish(at: last)
        return (composer.root, false)
    }
}
