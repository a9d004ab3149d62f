import Commands
import Configuration
import Foundation
import PlexAPI
import StashAPI
import SyncModel
import Synchronization
import Transport

/// The live things: real HTTP, the system's clock and environment.
enum LiveWiring {
    static let version = "0.1.0"

    static func make() -> Wiring {
        let meter = RequestMeter()
        var wiring = Wiring(
            environment: ProcessInfo.processInfo.environment, pluginFolder: PluginProgram.current.pluginFolder,
            stash: { settings in
                StashClient(
                    url: settings.url.text, apiKey: settings.apiKey?.reveal(),
                    transport: MeteredTransport(transport(settings.tls), meter: meter, server: "stash"))
            },
            plex: { settings, identifier in
                PlexClient(
                    url: settings.url.text, token: settings.token.reveal(), clientIdentifier: identifier,
                    version: version,
                    transport: MeteredTransport(transport(settings.tls), meter: meter, server: "plex"))
            }, now: { Instant(rawValue: Int(Date().timeIntervalSince1970 * 1000)) },
            requests: { meter.counts }, versions: Versions.all)
        wiring.stashByCookie = { settings, name, value in
            StashClient(
                url: settings.url.text, apiKey: nil, cookie: (name: name, value: value),
                transport: MeteredTransport(transport(settings.tls), meter: meter, server: "stash"))
        }
        return wiring
    }

    private static func transport(_ tls: TLSSettings) -> CurlTransport {
        var options = CurlTransport.Options()
        options.userAgent = "plexsync/\(version)"
        if let pin = tls.pin {
            options.trust = .key(pin)
        } else if let file = tls.caFile {
            options.trust = .authorities(file: file)
        }
        return CurlTransport(options)
    }
}

/// Counts requests by server.
final class RequestMeter: Sendable {
    private let table = Mutex<[String: Int]>([:])

    func count(_ server: String) { table.withLock { $0[server, default: 0] += 1 } }

    var counts: [(server: String, count: Int)] {
        table.withLock { $0.sorted { $0.key > $1.key }.map { (server: $0.key, count: $0.value) } }
    }
}

struct MeteredTransport: Transport {
    private let transport: any Transport
    private let meter: RequestMeter
    private let server: String

    init(_ transport: any Transport, meter: RequestMeter, server: String) {
        (self.transport, self.meter, self.server) = (transport, meter, server)
    }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
        meter.count(server)
        return try await transport.send(request)
    }
}
