/// Collects what is found wrong in one file, and turns it into ``Fault``s when all is read.
///
/// Belongs to one reading of one file; never shared.
public final class FaultLog {
    private struct Finding {
        let code: Fault.Code
        let mark: Mark
        let message: String
        let nearest: String?
    }

    public let file: String
    /// Only split where something is wrong.
    lazy var lines = SourceLines(text)
    let text: String
    private var findings: [Finding] = []
    private var hidden: [Span] = []
    /// Whether no further finding is kept, so that nobody need look for one.
    public private(set) var isFull = false

    /// A hostile file must not make a thousand pages of faults.
    static let most = 200

    init(file: String, text: String) { (self.file, self.text) = (file, text) }

    public var isEmpty: Bool { findings.isEmpty }

    /// - Parameters:
    ///   - message: Without "did you mean", which `nearest` adds.
    ///   - nearest: The valid word that was probably meant; looked for only where the fault is kept.
    public func report(
        _ code: Fault.Code, at mark: Mark, _ message: String, nearest: @autoclosure () -> String? = nil
    ) {
        guard !isFull else { return }
        if findings.count == Self.most - 1 {
            isFull = true
            findings.append(
                Finding(code: .tooManyFaults, mark: mark, message: "more faults than can be shown", nearest: nil))
            return
        }
        let nearest = nearest()
        let whole = nearest.map { "\(message); did you mean '\($0)'?" } ?? message
        findings.append(Finding(code: code, mark: mark, message: whole, nearest: nearest))
    }

    /// What stands there is a secret, and no excerpt may show it.
    public func hide(_ span: Span) { hidden.append(span) }

    /// All faults in the order of their places.
    public var faults: [Fault] {
        var windows: [Mark: [Unicode.Scalar]] = [:]
        return findings.enumerated().sorted { ($0.element.mark, $0.offset) < ($1.element.mark, $1.offset) }.map {
            _, finding in
            Fault(
                file: file, mark: finding.mark, code: finding.code, message: finding.message, nearest: finding.nearest,
                excerpt: lines.excerpt(at: finding.mark, hiding: hidden, &windows))
        }
    }
}
