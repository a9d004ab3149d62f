import PlexAPI
import StashAPI
import Synchronization

/// What a run asked of one server.
public struct ServerCost: Hashable, Sendable {
    /// Requests that were sent, those that failed and were sent again too.
    public var requests = 0
    /// From the first byte sent to the last received, summed over the requests, of which some ran side by side.
    public var milliseconds = 0

    public init() {}
}

/// Counts what one run asks of the servers, whatever else the process asks meanwhile.
final class CostMeter: Sendable {
    private let spent = Mutex<[ServerName: (requests: Int, time: Duration)]>([:])

    func take(_ server: ServerName, _ time: Duration) {
        spent.withLock { spent in
            let before = spent[server] ?? (0, .zero)
            spent[server] = (before.requests + 1, before.time + time)
        }
    }

    var costs: [ServerName: ServerCost] {
        spent.withLock { spent in
            spent.mapValues { requests, time in
                var cost = ServerCost()
                (cost.requests, cost.milliseconds) = (requests, Int(time / .milliseconds(1)))
                return cost
            }
        }
    }
}

extension Engine {
    /// The same with every request counted.
    func metered(by meter: CostMeter) -> Engine {
        Engine(
            store: store, stateFolder: stateFolder, settings: settings,
            stash: stash.reporting { meter.take(.stash, $0) }, plex: plex.reporting { meter.take(.plex, $0) },
            jobs: jobs, activity: activity, now: now)
    }
}
