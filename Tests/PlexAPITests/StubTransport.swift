import PlexAPI
import Synchronization
import Transport

/// Answers from a list, and keeps what was asked.
final class StubTransport: Transport {
    enum Answer: Sendable {
        case reply(HTTPReply)
        case failure(HTTPError)

        static func json(_ text: String, headers: HTTPHeaders = [:]) -> Self {
            .reply(HTTPReply(status: 200, headers: headers, body: Array(text.utf8)))
        }
        static func status(_ status: Int, headers: HTTPHeaders = [:]) -> Self {
            .reply(HTTPReply(status: status, headers: headers, body: Array("<html>\(status)</html>".utf8)))
        }
    }

    private let state: Mutex<(answers: [Answer], asked: [HTTPRequest])>

    /// The last of `answers` is given for all further requests too.
    init(_ answers: Answer...) { state = Mutex((answers, [])) }

    var asked: [HTTPRequest] { state.withLock { $0.asked } }
    /// Methods and addresses, without the host.
    var lines: [String] {
        asked.map { "\($0.method.rawValue) \($0.url.replacing(StubTransport.url, with: ""))" }
    }
    static let url = "http://plex.test:32400"

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
        let answer = state.withLock { state in
            state.asked.append(request)
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
        }
        switch answer {
        case .reply(let reply): return reply
        case .failure(let error): throw error
        }
    }

    func client(retry: ReadRetry = .never) -> PlexClient {
        PlexClient(
            url: StubTransport.url + "/", token: Self.token, clientIdentifier: "id-1", version: "1.0", transport: self,
            retry: retry)
    }

    static let token = "canary-token"
}

extension ReadRetry {
    /// Three tries, and no time passes between them.
    static var atOnce: ReadRetry {
        let start = ContinuousClock.now
        return ReadRetry(now: { start }, sleep: { _ in })
    }
}
