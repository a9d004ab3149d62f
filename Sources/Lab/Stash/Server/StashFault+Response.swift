import WebServer

extension StashFault {
    /// The answer that comes instead of a real one; nil where the fault spoils the real one.
    var instead: Response? {
        switch self {
        case .latency, .truncated, .stalled, .garbled, .endless, .notReady: return nil
        case .refused: return .unauthorized
        case .tooManyRequests(let after):
            var response = Response(429, text: "Too Many Requests\n")
            if let after { response.headers.append(("Retry-After", after)) }
            return response
        case .serverError(let status):
            return Response(status, text: "<html><body><h1>\(status)</h1></body></html>", type: "text/html")
        case .reset: return broken(.reset)
        case .hang: return broken(.hang)
        case .loginPage: return .loginPage
        case .errors(let text):
            return .json(StashJSON.answer(errors: [GraphQLError(message: text)], data: nil))
        }
    }

    private func broken(_ fault: Faults.Break) -> Response {
        var response = Response()
        response.faults.broken = fault
        return response
    }

    /// Does to a real answer what the fault does.
    func spoil(_ response: inout Response) {
        switch self {
        case .latency(let wait): response.faults.latency = wait
        case .truncated(let count): response.faults.broken = .closeAfter(min(count, max(response.body.count - 1, 0)))
        case .stalled(let count): response.faults.broken = .stallAfter(min(count, max(response.body.count - 1, 0)))
        case .garbled: response.body = Array(response.body.prefix(response.body.count / 2)) + Array("\u{0}<!--".utf8)
        case .endless: response.faults.broken = .endless
        default: break
        }
    }
}

extension Response {
    /// What a missing or wrong key gets.
    static var unauthorized: Response {
        Response(401, headers: [("WWW-Authenticate", "FormBased"), ("Vary", "Origin")])
    }

    static var loginPage: Response {
        Response(200, text: "<!DOCTYPE html><html><title>Login | Stash</title><body></body></html>", type: "text/html")
    }

    static func json(_ body: [UInt8], status: Int = 200, type: String = "application/json") -> Response {
        Response(
            status, headers: [("Cache-Control", "no-store"), ("Content-Type", type), ("Vary", "Origin")], body: body)
    }
}
