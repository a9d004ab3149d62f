import Configuration
import Database
import PlexAPI
import StashAPI
import SyncModel
import Terminal

/// What was found out about Stash.
struct StashCheck: Sendable {
    var client: StashClient?
    var probe: StashProbe?
    var findings: [Finding] = []

    static func run(_ settings: Settings?, _ app: App) async -> StashCheck {
        var check = StashCheck()
        guard let settings else { return check }
        guard let server = settings.stash else {
            check.findings = [
                .fault(
                    .stash, "configured", "the configuration names no Stash",
                    remedy: "Add a 'stash:' section; 'help configuration' shows one.", code: 78)
            ]
            return check
        }
        let client = app.wiring.stash(server)
        check.client = client
        do {
            let probe = try await client.probe()
            check.probe = probe
            let version = probe.version ?? "a release that tells no version"
            check.findings = [.ok(.stash, "reachable", "Stash \(version) at \(server.url)")]
            check.findings.append(Self.key(server.apiKey != nil))
            check.findings.append(Self.offers(probe))
            check.findings.append(clock(.stash, probe.clockSkew(localNow: app.wiring.now())))
        } catch {
            check.findings = [
                .fault(
                    .stash, "reachable", error.description, remedy: error.remedy, code: error.isRefusal ? 78 : 69)
            ]
        }
        return check
    }

    private static func key(_ isGiven: Bool) -> Finding {
        .ok(.stash, "auth", isGiven ? "the API key is taken" : "no API key is given, and none is asked for")
    }

    private static func offers(_ probe: StashProbe) -> Finding {
        let lacking = StashOffer.allCases.filter { !probe.offers.contains($0) }
        let names = probe.offers.sorted().map(\.rawValue).joined(separator: ", ")
        if lacking.isEmpty { return .ok(.stash, "offers", names) }
        let rest = lacking.map { "\($0.rawValue) (since \($0.since))" }.joined(separator: ", ")
        return .warning(
            .stash, "offers", "this release of Stash lacks \(rest)",
            remedy: "It works all the same, but that a file was moved is noticed once a week only, or by "
                + "'reconcile --full'; a newer Stash tells at once.")
    }
}

/// What was found out about Plex.
struct PlexCheck: Sendable {
    var client: PlexClient?
    var probe: PlexProbe?
    var findings: [Finding] = []

    static func run(_ settings: Settings?, _ store: Store?, _ app: App) async -> PlexCheck {
        var check = PlexCheck()
        guard let settings else { return check }
        guard let server = settings.plex else {
            check.findings = [
                .fault(
                    .plex, "configured", "the configuration names no Plex",
                    remedy: "Add a 'plex:' section; 'help configuration' shows one.", code: 78)
            ]
            return check
        }
        guard let store else {
            check.findings = [.skipped(.plex, "reachable", "not asked: our name for Plex is kept in the database")]
            return check
        }
        do {
            let client = app.wiring.plex(server, try await app.workspace.clientIdentifier(in: store))
            let started = app.wiring.now()
            let probe = try await client.probe()
            (check.client, check.probe) = (client, probe)
            app.memory.remember(probe.libraries)
            let name = probe.name.isEmpty ? "Plex" : "Plex '\(probe.name)'"
            check.findings = [
                .ok(.plex, "reachable", "\(name) \(probe.version) at \(server.url)"),
                .ok(.plex, "auth", "the token is taken"),
            ]
            check.findings += libraries(probe.libraries, named: server.libraries)
            check.findings.append(clock(.plex, probe.serverTime.map { $0.rawValue - started.rawValue }))
        } catch let error as PlexError {
            check.findings = [
                .fault(.plex, "reachable", error.description, remedy: error.remedy, code: error.isRefusal ? 78 : 69)
            ]
        } catch {
            check.findings = [.skipped(.plex, "reachable", "\(error)")]
        }
        return check
    }

    /// One finding a library, and one for each name that fits none.
    private static func libraries(_ all: [Library], named names: [String]) -> [Finding] {
        func isNamed(_ library: Library) -> Bool {
            names.isEmpty || names.contains { $0 == library.key.rawValue || nameKey($0) == nameKey(library.title) }
        }
        var found = all.map { library -> Finding in
            let roots = library.roots.joined(separator: ", ")
            if !library.isSupported {
                return isNamed(library) && !names.isEmpty
                    ? .fault(
                        .plex, "library", "'\(library.title)' is of type '\(library.type)'",
                        remedy:
                            "Only libraries of films and other videos can be used; take it out of 'plex.libraries'.",
                        code: 78)
                    : .ok(.plex, "library", "'\(library.title)' is of type '\(library.type)', not used")
            }
            return .ok(
                .plex, "library", "'\(library.title)' \(isNamed(library) ? "is used" : "is not chosen"): \(roots)")
        }
        let titles = all.filter(\.isSupported).map(\.title).joined(separator: ", ")
        for name in names where !all.contains(where: { $0.key.rawValue == name || nameKey($0.title) == nameKey(name) })
        {
            found.append(
                .fault(
                    .plex, "library", "Plex has no library '\(name)'",
                    remedy: "Set 'plex.libraries' to some of: \(titles).", code: 78))
        }
        if !all.contains(where: { $0.isSupported && isNamed($0) }) {
            found.append(
                .fault(
                    .plex, "library", "no library is left to be used",
                    remedy: "Make a library of films or other videos in Plex, or give the token access to one."))
        }
        return found
    }
}

/// A clock that is off by more than half a minute makes times hard to read; up to that nothing depends on it.
private func clock(_ part: Finding.Part, _ skew: Int?) -> Finding {
    guard let skew else { return .skipped(part, "clock", "the server tells no time") }
    let text = Duration.milliseconds(abs(skew)).forPeople
    if abs(skew) < 2000 { return .ok(part, "clock", "agrees with ours") }
    let sentence = "\(text) \(skew > 0 ? "ahead of" : "behind") ours"
    if abs(skew) < 30_000 { return .ok(part, "clock", sentence) }
    return .warning(
        part, "clock", sentence,
        remedy: "It is allowed for, but '24h' and the times shown are by Stash's clock: set the clocks by NTP.")
}

extension StashError {
    var remedy: String {
        if isRefusal { return "Make an API key in Stash (Settings, Security) and set it under 'stash.api_key'." }
        if case .notReady = self { return "Until then nothing is read, and what waits is kept." }
        return isServerDown
            ? "Start Stash, or set 'stash.url' to where it answers from this machine."
            : "Look whether 'stash.url' leads to Stash itself, and at Stash's log."
    }
}

extension PlexError {
    var remedy: String {
        if isRefusal { return "It must be the token of the server's owner." }
        return isServerDown
            ? "Start Plex, or set 'plex.url' to where it answers from this machine."
            : "Look whether 'plex.url' leads to Plex itself, and at Plex's log."
    }
}
