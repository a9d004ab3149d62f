import WebServer

/// Who may ask what.
enum StashAccess {
    case allowed(cookie: String?)
    case refused(Response)

    /// Seconds a login lasts; each answer to its cookie renews it.
    static let sessionAge = 3600

    /// The rules of a real Stash, in its order: a key that is sent must be right, even where none is set up.
    static func check(_ request: Request, _ state: inout StashState) -> StashAccess {
        if let key = request.header("ApiKey") ?? request.query.first(where: { $0.name == "apikey" })?.value,
            !key.isEmpty
        {
            let isRight = state.credentials != nil && key == state.apiKey
            return isRight ? .allowed(cookie: nil) : .refused(.unauthorized)
        }
        if let refusal = tripwire(request, &state) { return .refused(refusal) }
        guard state.credentials != nil else { return .allowed(cookie: nil) }
        if let session = session(in: request), let end = state.sessions[session], end > state.clock() {
            return .allowed(cookie: renewed(session, &state))
        }
        return .refused(login(for: request))
    }

    /// A server without login that is asked from outside answers nobody any more.
    private static func tripwire(_ request: Request, _ state: inout StashState) -> Response? {
        guard state.credentials == nil else { return nil }
        if state.tripwire {
            return Response(403, text: "Stash is exposed to the public internet without authentication.\n")
        }
        let hops = request.header("X-Forwarded-For")?.split(separator: ",").map { String($0.filter { $0 != " " }) }
        guard hops?.contains(where: { !isLocal($0) }) ?? false else { return nil }
        state.tripwire = true
        return Response(403, text: "You have attempted to access Stash over the internet.\n")
    }

    private static func isLocal(_ address: String) -> Bool {
        let parts = address.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 4 else { return address == "::1" || address.lowercased().hasPrefix("f") }
        return switch (parts[0], parts[1]) {
        case (10, _), (127, _), (192, 168), (169, 254): true
        case (172, 16...31), (100, 64...127): true
        default: false
        }
    }

    private static func session(in request: Request) -> String? {
        request.header("Cookie")?.split(separator: ";")
            .map { $0.drop { $0 == " " } }
            .first { $0.hasPrefix("session=") }
            .map { String($0.dropFirst("session=".count)) }
    }

    /// A picture's address leads to the login page, all else is a plain 401.
    private static func login(for request: Request) -> Response {
        let path = request.path
        let name = path.split(separator: "/").last ?? ""
        let isPage = !name.contains(".") || name.hasSuffix(".html")
        guard isPage, path != "/graphql", path != "/graphql/" else { return .unauthorized }
        let target = request.target.utf8.map { byte in
            let isPlain =
                byte != UInt8(ascii: "/") && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "=")
                && byte != UInt8(ascii: "&") && byte != UInt8(ascii: "%")
            return isPlain ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
        }.joined()
        var response = Response(
            302, text: "<a href=\"/login?returnURL=\(target)\">Found</a>.\n\n", type: "text/html; charset=utf-8")
        response.headers.append(("Location", "/login?returnURL=\(target)"))
        return response
    }

    /// Answers the login form.
    static func login(_ form: [(name: String, value: String)], _ state: inout StashState) -> Response {
        func field(_ name: String) -> String? { form.first { $0.name == name }?.value }
        guard let credentials = state.credentials, field("username") == credentials.username,
            field("password") == credentials.password
        else { return Response(401, text: "username or password is incorrect") }
        state.lastSession += 1
        let cookie = renewed("lab-session-\(state.lastSession)", &state)
        return Response(200, headers: [("Set-Cookie", cookie), ("Vary", "Origin")])
    }

    private static func renewed(_ session: String, _ state: inout StashState) -> String {
        state.sessions[session] = state.clock() + sessionAge
        return "session=\(session); Path=/; Max-Age=\(sessionAge); SameSite=Lax"
    }
}

extension FakeStash {
    /// What an operator does after the server was seen from outside.
    public func clearTripwire() { change { $0.tripwire = false } }
}
