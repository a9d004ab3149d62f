extension ServerURL {
    /// Stands for one whose references are not looked up.
    static let unread = ServerURL(text: "http://unread", scheme: "http", host: "unread", port: 80, path: "")

    /// Why a text is no URL of a server, as the rest of a sentence about it. Names nothing of the text.
    struct Flaw: Error { let reason: String }

    /// Reads `http://host:port/path`.
    init(parsing text: String) throws(Flaw) {
        let isClean = text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != 0x5c && $0 != 0x22 }
        guard isClean else { throw Flaw(reason: "holds blanks or characters that no URL has") }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            throw Flaw(reason: "must begin with http:// or https://")
        }
        let scheme = text[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { throw Flaw(reason: "must begin with http:// or https://") }
        let rest = text[text.index(colon, offsetBy: 3)...]
        guard !rest.contains("?") else { throw Flaw(reason: "must not have a query ('?')") }
        guard !rest.contains("#") else { throw Flaw(reason: "must not have a fragment ('#')") }
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else { throw Flaw(reason: "must not have a user or password in it") }
        let (host, port) = try Self.split(authority, scheme: scheme)
        var path = rest.dropFirst(authority.count)
        while path.last == "/" { path.removeLast() }
        self.init(
            text: "\(scheme)://\(authority)\(path)", scheme: scheme, host: host, port: port, path: String(path))
    }

    private static func split(_ authority: Substring, scheme: String) throws(Flaw) -> (host: String, port: Int) {
        guard let address = ListenAddress.split(authority) else { throw Flaw(reason: "names no host") }
        guard let port = address.port else { return (address.host, scheme == "https" ? 443 : 80) }
        guard let number = Int(port), port.utf8.allSatisfy({ (48...57).contains($0) }), (1...65_535).contains(number)
        else { throw Flaw(reason: "has a port that is not between 1 and 65535") }
        return (address.host, number)
    }
}

extension ListenAddress {
    /// `nil` for anything but a host and a port.
    init?(text: String) {
        guard let parts = Self.split(text[...]), let digits = parts.port, let port = Int(digits),
            digits.utf8.allSatisfy({ (48...57).contains($0) }), (1...65_535).contains(port),
            parts.host.contains(":") || Self.canBeHost(parts.host)
        else { return nil }
        self.init(host: parts.host, port: port)
    }

    /// Numbers and dots alone are no name: four of them are an address, and nothing else is.
    private static func canBeHost(_ host: String) -> Bool {
        if host.contains(where: { $0 != "." && !("0"..."9").contains($0) }) { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { Int($0).map((0...255).contains) ?? false }
    }

    /// Host and port of `host:port` or `[v6]:port`; `nil` where the host is none.
    static func split(_ text: Substring) -> (host: String, port: Substring?)? {
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard host.contains(":"), host.utf8.allSatisfy(isAddressLetter), rest.isEmpty || rest.first == ":" else {
                return nil
            }
            return (String(host), rest.isEmpty ? nil : rest.dropFirst())
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, host.utf8.allSatisfy(isHostLetter) else { return nil }
        return (String(host), parts.count == 2 ? parts[1] : nil)
    }

    /// Host names of containers have underscores.
    private static func isHostLetter(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte == 45 || byte == 46 || byte == 95
    }

    /// With `%` for the zone of a link-local address.
    private static func isAddressLetter(_ byte: UInt8) -> Bool { isHostLetter(byte) || byte == 58 || byte == 37 }
}
