import JSON
public import SyncModel
import Transport

/// What one look at a Plex server tells.
public struct PlexProbe: Hashable, Sendable {
    /// The server's identity; a reinstalled server has another one, and reuses rating keys for other items.
    public let machineIdentifier: String
    /// As in `1.42.2.10156-f737b826c`.
    public let version: String
    /// The name its owner gave it; empty where it has none.
    public let name: String
    /// Every library, those that hold no films included.
    public var libraries: [Library]
    /// Plex's clock, to the second, at the first of the answers; `nil` where no answer bore a date.
    public let serverTime: Instant?
}

extension PlexClient {
    /// Identity, a proof of the token, and the libraries: three requests, one after another.
    ///
    /// `/identity` needs no token and answers while the database still starts; only the call of `/` proves the token,
    /// and only the libraries show that Plex is ready (`apis/plex.md` 1, 1.2).
    public func probe() async throws(PlexError) -> PlexProbe {
        let identity = try await read("/identity") { (answer) throws(JSONError) in
            (
                id: try answer.container["machineIdentifier"].string,
                version: try answer.container.plexText("version") ?? "",
                time: answer.reply.headers["Date"].flatMap(serverTime)
            )
        }
        let name = try await read("/") { (answer) throws(JSONError) in try answer.container.plexText("friendlyName") }
        return PlexProbe(
            machineIdentifier: identity.id, version: identity.version, name: name ?? "",
            libraries: try await libraries(), serverTime: identity.time)
    }

    /// All libraries, in Plex's order. One request; one of the two cheapest that need both token and database.
    public func libraries() async throws(PlexError) -> [Library] {
        try await read("/library/sections") { (answer) throws(JSONError) in
            try answer.rows("Directory") { (row) throws(JSONError) in library(row) }.compactMap { $0 }
        }
    }
}

/// The instant of a `Date` header, `Sun, 06 Nov 1994 08:49:37 GMT`; nil for any other form.
func serverTime(_ header: String) -> Instant? {
    let parts = header.split(separator: " ")
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(where: { $0 == parts[2] }) else {
        return nil
    }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return Instant(rfc3339: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
}
