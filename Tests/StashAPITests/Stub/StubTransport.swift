import JSON
import StashAPI
import Synchronization
import Testing
import Transport

/// Answers from a function, and holds every query against the schema of one release before it does.
final class StubTransport: Transport {
    /// What was asked.
    struct Question: Sendable {
        let request: HTTPRequest
        let document: String
        let variables: JSONTree
    }

    private let release: StashRelease
    private let answer: @Sendable (Question) throws(HTTPError) -> HTTPReply
    private let asked = Mutex<[Question]>([])

    init(
        _ release: StashRelease = StashRelease(major: 0, minor: 30),
        _ answer: @escaping @Sendable (Question) throws(HTTPError) -> HTTPReply
    ) {
        (self.release, self.answer) = (release, answer)
    }

    /// All questions but those for what the release offers.
    var questions: [Question] { asked.withLock { $0.filter { !$0.document.contains("__type") } } }
    var all: [Question] { asked.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
        let question = read(request)
        asked.withLock { $0.append(question) }
        let reply = try answer(question)
        return question.document.contains("__type") && reply.status == 0 ? schema(of: release) : reply
    }

    private func read(_ request: HTTPRequest) -> Question {
        do {
            guard request.method == .post else { return Question(request: request, document: "", variables: [:]) }
            let body = try JSONTree(parsing: request.body)
            let document = try #require(body["query"]?.string)
            let variables = body["variables"] ?? [:]
            let faults = try documentCheck(release).faults(in: document, variables: variables)
            #expect(faults == [], "\(document)")
            return Question(request: request, document: document, variables: variables)
        } catch {
            Issue.record(error)
            return Question(request: request, document: "", variables: [:])
        }
    }
}

extension HTTPReply {
    /// Stands for "as this release answers to the probe".
    static let asReleased = HTTPReply(status: 0)

    static func json(_ text: String, headers: [(name: String, value: String)] = []) -> HTTPReply {
        HTTPReply(
            status: 200, headers: HTTPHeaders([("Content-Type", "application/json")] + headers), body: Array(text.utf8))
    }

    static func json(_ tree: JSONTree) -> HTTPReply { .json(tree.description) }
}

/// The probe's answer of a release.
func schema(of release: StashRelease) -> HTTPReply {
    func names(_ names: [String]) -> JSONTree { .array(names.map { ["name": .string($0)] }) }
    let offers = release.offers
    let arguments = ["scene_filter", "filter"] + (offers.contains(.idsArgument) ? ["ids"] : [])
    let filters =
        ["id"] + (offers.contains(.relatedFilters) ? ["tags_filter"] : [])
        + (offers.contains(.filesFilter) ? ["files_filter"] : [])
    let finders: [JSONTree] =
        [["name": "findScenes", "args": names(arguments)]]
        + (offers.contains(.groups) ? [["name": "findGroups", "args": []]] : [])
    return .json([
        "data": [
            "version": ["version": .string("v\(release).1")],
            "configuration": ["general": ["stashes": [["path": "/data"]]]],
            "scene": ["fields": names(["id"] + (offers.contains(.groups) ? ["groups"] : ["movies"]))],
            "filter": ["inputFields": names(filters)], "query": ["fields": .array(finders)],
        ]
    ])
}

extension StashClient {
    /// Without waits between tries.
    init(_ transport: StubTransport, apiKey: String? = nil, retry: ReadRetry = .never) {
        self.init(url: "http://stash.example:9999", apiKey: apiKey, transport: transport, retry: retry)
    }
}

/// Three tries without waiting.
let hurried = ReadRetry(sleep: { _ in })
