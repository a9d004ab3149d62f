import Database
public import Ledger
public import PlexAPI
public import StashAPI
public import SyncModel

/// What one look at both servers told, and what follows from it for a run.
public struct ProbedServers: Sendable {
    public let stash: StashProbe
    public internal(set) var plex: PlexProbe
    public let server: PlexServerID
    /// The libraries that are indexed: those of the configuration, or every supported one.
    public internal(set) var libraries: [Library]
    /// Milliseconds that each server's clock is ahead of ours.
    public let stashSkew, plexSkew: Int
    /// What the scene index depends on; another one, and it is made anew.
    public let fingerprint: String

    /// The same with libraries as they are now; those that are indexed stay the same ones.
    func with(libraries fresh: [Library]) -> ProbedServers {
        var servers = self
        let indexed = Set(libraries.map(\.key))
        servers.plex.libraries = fresh
        servers.libraries = fresh.filter { indexed.contains($0.key) }
        return servers
    }

    /// Stash's clock at a moment of ours.
    public func stashTime(at now: Instant) -> Instant { now.advanced(milliseconds: stashSkew) }
    /// Plex's clock at a moment of ours, unix seconds.
    public func plexSeconds(at now: Instant) -> Int { now.advanced(milliseconds: plexSkew).seconds }
    var clocks: ServerClocks { ServerClocks(stash: stashSkew, plex: plexSkew) }
}

extension Engine {
    /// Bumped when the meaning of what the indexes hold changes.
    private static let indexVersion = 1

    /// Asks both servers who they are, side by side, and chooses the libraries.
    ///
    /// - Throws: ``EngineError``: `stashProbe` or `plexProbe` where a server is of no use; Stash's is told first.
    public func probe() async throws -> ProbedServers {
        async let plexSide = probePlex()
        let (stashProbe, stashSkew) = try await probeStash()
        let (plexProbe, plexSkew) = try await plexSide
        let libraries = try choose(from: plexProbe.libraries, names: settings.libraries)
        if libraries.isEmpty { throw EngineError.noLibraries }
        let identifier = plexProbe.machineIdentifier
        let server = try await remember(identifier, plexProbe.libraries)
        return ProbedServers(
            stash: stashProbe, plex: plexProbe, server: server, libraries: libraries, stashSkew: stashSkew,
            plexSkew: plexSkew, fingerprint: fingerprint(stashProbe, plexProbe, libraries))
    }

    /// Writes down what is new of a Plex server; nothing where all is known.
    private func remember(_ identifier: String, _ libraries: [Library]) async throws -> PlexServerID {
        let titles = libraries.filter(\.isSupported).map { $0.title.replacing("\n", with: " ") }.joined(separator: "\n")
        let (known, told) = try await store.read { transaction in
            (
                try ItemIndex.knownServer(machineIdentifier: identifier, in: transaction),
                try Marks.get(.libraryTitles, in: transaction)
            )
        }
        if let known, told == titles { return known }
        return try await store.write { transaction in
            try Marks.set(.libraryTitles, to: titles, in: transaction)
            return try ItemIndex.server(machineIdentifier: identifier, in: transaction)
        }
    }

    /// Servers tell whole seconds, and the answer takes its way: two seconds apart is the same clock. Were they counted,
    /// a scene at the edge of a time span would be sure in one run and not in the next.
    private static func skew(_ milliseconds: Int) -> Int { abs(milliseconds) <= 2000 ? 0 : milliseconds }

    private func probeStash() async throws -> (StashProbe, Int) {
        do {
            let probe = try await stash.probe()
            return (probe, Self.skew(probe.clockSkew(localNow: now()) ?? 0))
        } catch .cancelled { throw CancellationError() } catch { throw EngineError.stashProbe(error) }
    }

    private func probePlex() async throws -> (PlexProbe, Int) {
        do {
            let started = now()
            let probe = try await plex.probe()
            return (probe, Self.skew(probe.serverTime.map { $0.rawValue - started.rawValue } ?? 0))
        } catch .cancelled { throw CancellationError() } catch { throw EngineError.plexProbe(error) }
    }

    func choose(from libraries: [Library], names: [String]) throws -> [Library] {
        do { return try libraries.chosen(by: names) } catch {
            switch error {
            case .unknown(let name):
                throw EngineError.unknownLibrary(name, nearest: libraries.filter(\.isSupported).map(\.title))
            case .unsupported(let name, let type): throw EngineError.unsupportedLibrary(name, type: type)
            }
        }
    }

    private func fingerprint(_ stash: StashProbe, _ plex: PlexProbe, _ libraries: [Library]) -> String {
        let parts =
            [
                "\(Self.indexVersion)", settings.stashURL, stash.fingerprint, plex.machineIdentifier,
                PathMap(settings.paths).fingerprint, settings.fields.fingerprint,
            ] + libraries.map { "\($0.key.rawValue)=\($0.roots.joined(separator: "\u{1f}"))" }
        return digest(of: parts.joined(separator: "\u{1e}"))
    }
}
