import Testing

/// Prometheus' text format, read strictly: what is not in its description is refused.
///
/// - SeeAlso: <https://prometheus.io/docs/instrumenting/exposition_formats/>
struct Exposition {
    struct Fault: Error, CustomStringConvertible {
        let line: Int
        let description: String
    }

    struct Sample: Hashable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    private(set) var types: [String: String] = [:]
    private(set) var samples: [Sample] = []
    private var helps: Set<String> = []
    private var line = 0

    init(_ text: String) throws {
        guard text.utf8.last == UInt8(ascii: "\n") else { throw Fault(line: 0, description: "no line end at the end") }
        for row in text.unicodeScalars.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            line += 1
            try take(String(row))
        }
        for sample in samples where types[sample.name] == nil {
            throw Fault(line: 0, description: "\(sample.name) has no type")
        }
        guard
            Set(samples.map { [$0.name] + $0.labels.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] } }).count
                == samples.count
        else { throw Fault(line: 0, description: "a sample stands there twice") }
    }

    private mutating func take(_ row: String) throws {
        if row.hasPrefix("# HELP ") {
            let words = row.split(separator: " ", maxSplits: 3)
            guard words.count == 4, helps.insert(String(words[2])).inserted else { throw fault("a second HELP") }
        } else if row.hasPrefix("# TYPE ") {
            let words = row.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            let kinds = ["counter", "gauge", "histogram", "summary", "untyped"]
            guard words.count == 4, kinds.contains(words[3]), types[words[2]] == nil,
                !samples.contains(where: { $0.name == words[2] })
            else { throw fault("a TYPE that is none, or late, or given twice") }
            types[words[2]] = words[3]
        } else {
            try takeSample(row)
        }
    }

    private mutating func takeSample(_ row: String) throws {
        var rest = Array(row.unicodeScalars)[...]
        let name = try word(&rest, colon: true)
        if let last = samples.last, last.name != name, samples.contains(where: { $0.name == name }) {
            throw fault("the samples of \(name) stand apart")
        }
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest.removeFirst()
            repeat {
                let label = try word(&rest, colon: false)
                guard rest.starts(with: "=\"".unicodeScalars), labels[label] == nil else { throw fault("no label") }
                rest.removeFirst(2)
                labels[label] = try quoted(&rest)
            } while rest.popFirst() == ","
            guard row.unicodeScalars.count > rest.count else { throw fault("no end of labels") }
        }
        guard rest.popFirst() == " ", let value = Double(String(String.UnicodeScalarView(rest))) else {
            throw fault("no value")
        }
        samples.append(Sample(name: name, labels: labels, value: value))
    }

    private func word(_ rest: inout ArraySlice<Unicode.Scalar>, colon: Bool) throws -> String {
        let word = rest.prefix { scalar in
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || scalar == "_" || (colon && scalar == ":")
        }
        guard let first = word.first, !("0"..."9").contains(first) else { throw fault("no name") }
        rest = rest.dropFirst(word.count)
        return String(String.UnicodeScalarView(word))
    }

    private func quoted(_ rest: inout ArraySlice<Unicode.Scalar>) throws -> String {
        var text = String.UnicodeScalarView()
        while let next = rest.popFirst() {
            if next == "\"" { return String(text) }
            guard next == "\\" else {
                text.append(next)
                continue
            }
            switch rest.popFirst() {
            case "\\": text.append("\\")
            case "\"": text.append("\"")
            case "n": text.append("\n")
            default: throw fault("an escape that is none")
            }
        }
        throw fault("a label without an end")
    }

    private func fault(_ text: String) -> Fault { Fault(line: line, description: "line \(line): \(text)") }
}

@Suite struct ExpositionTests {
    @Test(arguments: [
        "a 1", "a{b=\"c\"} 1\n", "# TYPE a gauge\na{b=\"c} 1\n", "# TYPE a gauge\na one\n", "# TYPE a thing\na 1\n",
        "# TYPE a gauge\na 1\na 1\n", "# TYPE a gauge\n1a 1\n", "# TYPE a gauge\na{b=\"\\x\"} 1\n",
        "# TYPE a gauge\n# TYPE b gauge\na 1\nb 1\na{x=\"\"} 1\n", "a 1\n# TYPE a gauge\n",
    ])
    func `what Prometheus would refuse is refused here`(text: String) {
        #expect(throws: Exposition.Fault.self) { try Exposition(text) }
    }
}
