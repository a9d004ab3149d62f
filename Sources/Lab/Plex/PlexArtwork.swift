extension PlexState {
    /// `GET|POST|PUT /library/metadata/{id}/{posters|poster|thumb|arts|art}`.
    mutating func pictures(
        _ id: Int, _ element: Substring, _ request: PlexRequest, _ body: [UInt8], _ faults: [PlexFault.Kind]
    ) -> PlexReply? {
        let isArt = element == "art" || element == "arts"
        guard isArt || ["poster", "posters", "thumb"].contains(element) else { return nil }
        guard let item = item(id) else { return .notFound }
        let list: WritableKeyPath<PlexItem, PlexPictures> = isArt ? \.arts : \.posters
        let ignores = faults.contains { if case .ignoresEdits = $0 { true } else { false } }
        if ignores, request.method != "GET" { return .empty }
        switch request.method {
        case "POST": return upload(to: id, list, kind: isArt ? "arts" : "posters", request, body)
        case "PUT": return select(in: id, list, request)
        default: return behaviour.listsPictures ? .container(candidates(item[keyPath: list], id)) : .notFound
        }
    }

    /// The new picture is shown at once; the same bytes again add nothing. A URL is not fetched: it stands for its bytes.
    private mutating func upload(
        to id: Int, _ list: WritableKeyPath<PlexItem, PlexPictures>, kind: String, _ request: PlexRequest,
        _ body: [UInt8]
    ) -> PlexReply {
        let bytes = request.argument("url").map { Array($0.utf8) } ?? body
        guard !bytes.isEmpty, request.argument("url") != nil || Self.isPicture(bytes) else { return .badRequest }
        let known = item(id)?[keyPath: list].uploads ?? []
        let key =
            behaviour.namesUploadsByHash
            ? "upload://\(kind)/\(SHA1.hex(of: bytes))"
            : known.first { $0.bytes == bytes }?.key ?? "upload://\(kind)/\(id)-\(known.count)"
        edit(id) { item in
            if !item[keyPath: list].uploads.contains(where: { $0.key == key }) {
                item[keyPath: list].uploads.append(.init(key: key, bytes: bytes))
            }
            item[keyPath: list].selected = key
        }
        return .empty
    }

    private mutating func select(
        in id: Int, _ list: WritableKeyPath<PlexItem, PlexPictures>, _ request: PlexRequest
    ) -> PlexReply {
        guard let key = request.argument("url"), let item = item(id) else { return .badRequest }
        if key.hasPrefix("media://") {
            edit(id) { $0[keyPath: list].selected = nil }
            return .empty
        }
        guard item[keyPath: list].uploads.contains(where: { $0.key == key }) else { return .notFound }
        edit(id) { $0[keyPath: list].selected = key }
        return .empty
    }

    /// A page, a drawing and an animation are refused.
    private static func isPicture(_ bytes: [UInt8]) -> Bool {
        bytes.first != UInt8(ascii: "<") && !bytes.starts(with: "GIF8".utf8)
    }

    private func candidates(_ pictures: PlexPictures, _ id: Int) -> PlexNode {
        // The one that the server made of the video itself comes first.
        let made = PlexNode(
            "Photo",
            [
                ("key", .text("/library/metadata/\(id)/file?url=media://made.bundle/thumb1.jpg")),
                ("ratingKey", .text("media://made.bundle/thumb1.jpg")), ("selected", .flag(pictures.selected == nil)),
            ])
        let nodes =
            [made]
            + pictures.uploads.map { picture in
                PlexNode(
                    "Photo",
                    [
                        ("key", .text("/library/metadata/\(id)/file?url=\(picture.key)")), ("provider", .text("local")),
                        ("ratingKey", .text(picture.key)), ("selected", .flag(picture.key == pictures.selected)),
                        ("thumb", .text("/library/metadata/\(id)/file?url=\(picture.key)")),
                    ])
            }
        return PlexNode("MediaContainer", [("size", .number(nodes.count))], [("Photo", nodes)])
    }

    /// `GET /library/metadata/{id}/file?url=upload://…`.
    func picture(_ id: Int, _ request: PlexRequest) -> PlexReply {
        guard let item = item(id), let key = request.argument("url") else { return .notFound }
        let all = item.posters.uploads + item.arts.uploads
        return all.first { $0.key == key }.map { PlexReply(content: .picture($0.bytes)) } ?? .notFound
    }
}

/// SHA-1, by which Plex names uploads. For names only.
/// - SeeAlso: RFC 3174.
enum SHA1 {
    static func hex(of bytes: [UInt8]) -> String {
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
        var message = bytes + [0x80]
        while message.count % 64 != 56 { message.append(0) }
        let bits = UInt64(bytes.count) * 8
        message += stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0)) }
        for start in stride(from: 0, to: message.count, by: 64) { mix(message[start..<start + 64], into: &state) }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static func mix(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
        var words = (0..<16).map { place in
            (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(block[block.startIndex + place * 4 + $1]) }
        }
        for place in 16..<80 {
            words.append(rotate(words[place - 3] ^ words[place - 8] ^ words[place - 14] ^ words[place - 16], 1))
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for (round, word) in words.enumerated() {
            let (choice, constant): (UInt32, UInt32) =
                switch round {
                case 0..<20: ((b & c) | (~b & d), 0x5a82_7999)
                case 20..<40: (b ^ c ^ d, 0x6ed9_eba1)
                case 40..<60: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
                default: (b ^ c ^ d, 0xca62_c1d6)
                }
            let next = rotate(a, 5) &+ choice &+ e &+ constant &+ word
            (e, d, c, b, a) = (d, c, rotate(b, 30), a, next)
        }
        for (place, word) in [a, b, c, d, e].enumerated() { state[place] &+= word }
    }

    private static func rotate(_ word: UInt32, _ by: UInt32) -> UInt32 { word << by | word >> (32 - by) }
}
