import WebServer

/// Covers and portraits.
enum StashPictures {
    static func answer(_ request: Request, from library: StashLibrary) -> Response {
        let parts = request.path.split(separator: "/")
        guard request.method == "GET" else { return Response(405, headers: [("Vary", "Origin")]) }
        guard parts.count == 3, let id = Int(parts[1]) else { return Response(404, text: "404 page not found\n") }
        switch (parts[0], parts[2]) {
        case ("scene", "screenshot"):
            guard let scene = library.scenes[id] else { return notFound }
            return picture(scene.cover ?? placeholder, request)
        case ("performer", "image"):
            guard let row = library.performers[id] else { return notFound }
            return picture(isDefault(request) ? portrait : row.image ?? portrait, request)
        case ("studio", "image"), ("tag", "image"), ("group", "frontimage"), ("movie", "frontimage"):
            let kind: StashEntityKind = parts[0] == "studio" ? .studio : parts[0] == "tag" ? .tag : .group
            guard let row = library[kind][id] else { return notFound }
            return picture(isDefault(request) ? placeholder : row.image ?? placeholder, request)
        default: return Response(404, text: "404 page not found\n")
        }
    }

    private static var notFound: Response { Response(404, text: "Not Found\n") }

    private static func isDefault(_ request: Request) -> Bool {
        request.query.contains { $0.name == "default" && $0.value == "true" }
    }

    private static func picture(_ bytes: [UInt8], _ request: Request) -> Response {
        let tag = "\"\(StashMD5.hex(bytes))\""
        let headers = [("Cache-Control", "no-cache"), ("ETag", tag), ("Vary", "Origin")]
        if request.header("If-None-Match") == tag { return Response(304, headers: headers) }
        return Response(200, headers: headers + [("Content-Type", mediaType(of: bytes))], body: bytes)
    }

    private static func mediaType(of bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if bytes.starts(with: "GIF8".utf8) { return "image/gif" }
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return "image/webp" }
        return bytes.starts(with: "<svg".utf8) ? "image/svg+xml" : "application/octet-stream"
    }

    /// What a scene without a cover gets: status 200, so that only the media type tells.
    private static let placeholder = Array(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"16\" height=\"9\"><rect width=\"16\" height=\"9\"/></svg>"
            .utf8)

    /// One pixel: a performer's placeholder is a real PNG.
    private static let portrait: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
        0x00,
        0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1F, 0x15, 0xC4, 0x89, 0x00, 0x00, 0x00, 0x0D,
        0x49,
        0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0x64, 0xF8, 0xCF, 0x50, 0x0F, 0x00, 0x03, 0x86, 0x01, 0x80, 0x5A, 0x34,
        0x7D,
        0x6B, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
}
