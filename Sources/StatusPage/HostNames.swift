import Glibc

/// Names under which a page may be asked for. A public name that somebody made to point here would let the page of another
/// site read this one ("DNS rebinding"), so only names that nobody outside can give are answered.
struct HostNames: Hashable, Sendable {
    /// Where only this machine can reach it, only its own names are used for it.
    private let isLoopback: Bool
    private let own: Set<String>

    init(listeningOn address: String, machine: String = Self.machine) {
        isLoopback = address == "::1" || address.hasPrefix("127.")
        own = [address.lowercased(), machine.lowercased()]
    }

    /// - Parameter host: The header `Host`; old clients send none, and a browser always does.
    func allow(_ host: String?) -> Bool {
        guard let host else { return true }
        guard let name = Self.name(in: host.lowercased()) else { return false }
        if name == "localhost" || own.contains(name) { return true }
        if Self.isAddress(name) { return !isLoopback || name == "::1" || name.hasPrefix("127.") }
        if isLoopback { return false }
        let isPrivate = [".local", ".lan", ".internal", ".home.arpa", ".localdomain"].contains { name.hasSuffix($0) }
        return isPrivate || !name.contains(".")
    }

    /// Without port and brackets; `nil` for what is no host.
    private static func name(in host: String) -> String? {
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]") else { return nil }
            let rest = host[host.index(after: end)...]
            return rest.isEmpty || isPort(rest) ? String(host[host.index(after: host.startIndex)..<end]) : nil
        }
        let name = host.prefix { $0 != ":" }
        let rest = host.dropFirst(name.count)
        return !name.isEmpty && (rest.isEmpty || isPort(rest)) ? String(name) : nil
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
    }

    private static func isAddress(_ name: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET, name, &bytes) == 1 || inet_pton(AF_INET6, name, &bytes) == 1
    }

    private static var machine: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
