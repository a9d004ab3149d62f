import WebServer

/// An answer before it is spoilt by a fault: a status, and a tree or a body.
struct PlexReply {
    var status = 200
    var headers: [(name: String, value: String)] = []
    var content = Content.none

    enum Content {
        case none
        case tree(PlexNode)
        /// A container and its `Metadata`, rendered already.
        case rows(PlexNode, [[UInt8]])
        case html(String)
        case picture([UInt8])
    }

    static func container(_ node: PlexNode) -> PlexReply { PlexReply(content: .tree(node)) }
    static func rows(_ node: PlexNode, _ rows: [[UInt8]]) -> PlexReply { PlexReply(content: .rows(node, rows)) }
    /// Writes are answered with 200 and nothing.
    static var empty: PlexReply { PlexReply() }
    static var notFound: PlexReply { page(404, "Not Found") }
    static var badRequest: PlexReply { page(400, "Bad Request") }

    /// Errors are small HTML pages without a code of their own (`apis/plex.md` 10).
    static func page(_ status: Int, _ reason: String) -> PlexReply {
        let text = "\(status) \(reason)"
        return PlexReply(
            status: status,
            content: .html("<html><head><title>\(reason)</title></head><body><h1>\(text)</h1></body></html>"))
    }

    static func page(_ status: Int) -> PlexReply {
        let reasons = [
            400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 414: "URI Too Long",
            429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable",
        ]
        return page(status, reasons[status] ?? "Error")
    }

    func response(xml: Bool, _ age: PlexBehaviour.Age) -> Response {
        let body: [UInt8]
        var type: String? = xml ? "text/xml;charset=utf-8" : "application/json"
        switch content {
        case .none: (body, type) = ([], nil)
        case .html(let text): (body, type) = (Array(text.utf8), "text/html")
        case .picture(let bytes): (body, type) = (bytes, "image/jpeg")
        case .tree(let node): body = xml ? Self.declaration + node.xml(age) : Self.wrapped(node.json(age))
        case .rows(let node, let rows): body = xml ? Self.xml(node, rows, age) : Self.json(node, rows, age)
        }
        let headers = headers + (type.map { [("Content-Type", $0)] } ?? [])
        return Response(status, headers: headers + [("X-Plex-Protocol", "1.0")], body: body)
    }

    private static var declaration: [UInt8] { Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) }

    private static func wrapped(_ container: [UInt8]) -> [UInt8] {
        Array("{\"MediaContainer\":".utf8) + container + [UInt8(ascii: "}")]
    }

    private static func json(_ node: PlexNode, _ rows: [[UInt8]], _ age: PlexBehaviour.Age) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(rows.reduce(1024) { $0 + $1.count + 1 })
        body.append(contentsOf: "{\"MediaContainer\":".utf8)
        var head = node.json(age)
        head.removeLast()
        body.append(contentsOf: head)
        if !rows.isEmpty {
            body.append(contentsOf: ",\"Metadata\":[".utf8)
            for (place, row) in rows.enumerated() {
                if place > 0 { body.append(UInt8(ascii: ",")) }
                body.append(contentsOf: row)
            }
            body.append(UInt8(ascii: "]"))
        }
        body.append(contentsOf: "}}".utf8)
        return body
    }

    private static func xml(_ node: PlexNode, _ rows: [[UInt8]], _ age: PlexBehaviour.Age) -> [UInt8] {
        var body = declaration + node.xml(age)
        guard !rows.isEmpty else { return body }
        body.removeLast(2)  // a container without children ends in `/>`
        body.append(UInt8(ascii: ">"))
        for row in rows { body.append(contentsOf: row) }
        body.append(contentsOf: "</MediaContainer>".utf8)
        return body
    }
}
