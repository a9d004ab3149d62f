import JSON
import SyncModel
import Transport

/// Sends requests to one Stash and turns what comes back into an answer or a ``StashError``.
struct Exchange: Sendable {
    let address: ServerAddress
    let transport: any Transport
    let session: Session
    var retry: ReadRetry
    let limits: HTTPRequest.Limits
    /// Stash's own `Date` is the clock that counts; this one stands in where a proxy takes that header away.
    let now: @Sendable () -> Instant
    let ticks: @Sendable () -> ContinuousClock.Instant
    /// Told after each request.
    var report: (@Sendable (Duration) -> Void)?

    /// The `data` of an answer, and what is known of the answer besides.
    struct Answer {
        let data: JSONValue
        /// When the request began, by Stash's clock and never too late: an edit after it may be missing from the answer.
        let requestedAt: Instant
        /// Stash's clock when it answered, to the second; `nil` without a `Date` header.
        let serverTime: Instant?
        let bytes: Int
    }

    /// Asks, and asks again where the failure may pass. `read` runs within a try: a cut body is worth another.
    func ask<Value>(
        _ request: GraphQLRequest, _ read: (Answer) throws(JSONError) -> Value
    ) async throws(StashError) -> Value {
        let body = request.body
        do throws(StashError) {
            return try await retry.run { () async throws(StashError) -> Value in
                try await askOnce(body, read)
            } advice: { (error: StashError) in
                advice(on: error)
            }
        } catch {
            // Another release may run by now: what it offers is asked anew before the next query.
            if case .queryRefused = error { session.offers = nil }
            throw error
        }
    }

    private func askOnce<Value>(
        _ body: [UInt8], _ read: (Answer) throws(JSONError) -> Value
    ) async throws(StashError) -> Value {
        let answer = try await answer(to: body)
        do throws(JSONError) { return try read(answer) } catch { throw malformed(error) }
    }

    private func advice(on error: StashError) -> ReadRetry.Advice {
        error.isTransient ? .again(after: error.retryAfter) : .giveUp
    }

    /// A picture, by the same rules.
    func fetch(_ request: HTTPRequest) async throws(StashError) -> Picture {
        try await retry.run { () async throws(StashError) -> Picture in
            let reply = try await send(request)
            guard [200, 304, 404].contains(reply.status) else {
                throw StashError(status: reply, host: address.host, keySent: !session.credentials.isEmpty)
            }
            return Picture(reply)
        } advice: { (error: StashError) in
            advice(on: error)
        }
    }

    private func answer(to body: [UInt8]) async throws(StashError) -> Answer {
        var request = HTTPRequest(.post, address.graphQL, body: body)
        request.headers.fields = [("Content-Type", "application/json"), ("Accept", "application/json")]
        let (began, start) = (now(), ticks())
        let reply = try await send(request)
        let elapsed = start.duration(to: ticks())
        try check(reply)
        let root = try parse(reply)
        let serverTime = reply.headers["Date"].flatMap { Instant(httpDate: $0) }
        let milliseconds =
            Int(elapsed.components.seconds) * 1000 + Int(elapsed.components.attoseconds / 1_000_000_000_000_000)
        return Answer(
            data: try data(of: root), requestedAt: serverTime?.advanced(milliseconds: -milliseconds - 1) ?? began,
            serverTime: serverTime, bytes: reply.body.count)
    }

    /// Sends with credentials; a reply of any status comes back.
    func send(_ request: HTTPRequest) async throws(StashError) -> HTTPReply {
        var request = request
        request.headers.fields += session.credentials
        request.limits = limits
        let start = ContinuousClock.now
        defer { report?(start.duration(to: .now)) }
        do {
            let reply = try await transport.send(request)
            session.remember(reply.headers)
            return reply
        } catch {
            throw StashError(error, host: address.host)
        }
    }

    /// Only a 200 passes.
    private func check(_ reply: HTTPReply) throws(StashError) {
        switch reply.status {
        case 200: return
        case 400, 422: throw .queryRefused(message: refusal(in: reply))
        default: throw StashError(status: reply, host: address.host, keySent: !session.credentials.isEmpty)
        }
    }

    private func parse(_ reply: HTTPReply) throws(StashError) -> JSONValue {
        let type = reply.headers["Content-Type"]?.lowercased() ?? "application/json"
        guard type.hasPrefix("application/json") || type.hasPrefix("application/graphql-response+json") else {
            throw .notJSON(host: address.host)
        }
        do { return try JSONValue(parsing: reply.body) } catch { throw .notJSON(host: address.host) }
    }

    /// Partial data is no data: nothing tells which part is whole.
    private func data(of root: JSONValue) throws(StashError) -> JSONValue {
        if let message = firstError(in: root) { throw .serverFault(message: message) }
        do { return try root["data"] } catch { throw malformed(error) }
    }

    private func refusal(in reply: HTTPReply) -> String {
        do { return firstError(in: try JSONValue(parsing: reply.body)) ?? "status \(reply.status)." } catch {
            return "status \(reply.status)."
        }
    }

    /// The text of the first error; `nil` where there is no error.
    private func firstError(in root: JSONValue) -> String? {
        guard root.kind == .object else { return nil }
        do {
            guard let errors = try root.find("errors") else { return nil }
            let texts = try errors.map { (error) throws(JSONError) in try error["message"].string }
            return texts.first.map { shownServerText(session.withoutSecrets($0)) }
        } catch {
            return "an error without a text."
        }
    }

    private func malformed(_ error: JSONError) -> StashError {
        .malformed(problem: shownServerText(session.withoutSecrets(error.description)))
    }
}

extension StashError {
    /// What a missing reply means.
    init(_ error: HTTPError, host: String) {
        self =
            switch error {
            case .cancelled: .cancelled
            case .deadline, .stalled: .timedOut(host: host)
            case .bodyTooLarge(let limit): .tooLarge(limit: limit)
            case .redirect(302, _), .redirect(303, _), .redirect(307, _): .redirectedToLogin(host: host)
            case .redirect(_, let target): .redirected(host: host, target: target)
            default: .unreachable(host: host, error)
            }
    }

    /// What a status other than 200, 304, 400 and 422 means.
    init(status reply: HTTPReply, host: String, keySent: Bool) {
        self =
            switch reply.status {
            case 401: .tokenRefused(host: host, keySent: keySent)
            case 403: .forbidden(host: host, tripwire: Self.tripped(reply.body))
            case 429: .tooManyRequests(host: host, retryAfter: reply.retryAfter)
            case 500...: .overloaded(status: reply.status, host: host, retryAfter: reply.retryAfter)
            default: .status(reply.status, host: host)
            }
    }

    /// Whether a 403 is Stash's own, after it was reached from a public address.
    private static func tripped(_ body: [UInt8]) -> Bool {
        let text = String(decoding: body.prefix(1024), as: UTF8.self)
        return text.contains("exposed to the public internet") || text.contains("access Stash over the internet")
    }
}
