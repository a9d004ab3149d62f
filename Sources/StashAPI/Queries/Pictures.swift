import Transport

/// What a conditional look at a scene's cover found.
public enum Picture: Hashable, Sendable {
    /// Its ETag, which is a hash of its bytes, is the one given.
    case unchanged
    case none(NoPicture)
    /// `type` is told from the bytes themselves.
    case bytes([UInt8], type: PictureType, etag: String?)
}

/// Why there is no cover to take.
public enum NoPicture: String, Hashable, Sendable {
    /// The drawing that Stash shows for a scene without cover.
    case placeholder
    /// 200, but no picture: the login page, for one.
    case notAPicture = "not-a-picture"
    /// 404: there is no such scene.
    case noScene = "no-scene"
}

/// The kinds of cover there are.
public enum PictureType: String, CaseIterable, Hashable, Sendable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"
    case gif = "image/gif"

    /// By the first bytes; `nil` for anything else.
    init?(of bytes: [UInt8]) {
        func begins(_ text: StaticString, at start: Int = 0) -> Bool {
            let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
            return bytes.count >= start + wanted.count && bytes[start..<start + wanted.count].elementsEqual(wanted)
        }
        if bytes.starts(with: [0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            self = .png
        } else if begins("RIFF"), begins("WEBP", at: 8) {
            self = .webp
        } else if begins("GIF8") {
            self = .gif
        } else {
            return nil
        }
    }
}

extension Picture {
    /// - Parameter reply: A reply of status 200, 304 or 404.
    init(_ reply: HTTPReply) {
        let type = reply.headers["Content-Type"].map { $0.lowercased().prefix { $0 != ";" && $0 != " " } } ?? ""
        if reply.status == 304 {
            self = .unchanged
        } else if reply.status == 404 {
            self = .none(.noScene)
        } else if type == "image/svg+xml" {
            self = .none(.placeholder)
        } else if type != "text/html", let seen = PictureType(of: reply.body) {
            self = .bytes(reply.body, type: seen, etag: reply.headers["Etag"])
        } else {
            self = .none(.notAPicture)
        }
    }
}
