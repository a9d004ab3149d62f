import Glibc

/// A fake Stash and a fake Plex running over one world, and the configuration that points plexsync at them.
public final class LabServers: Sendable {
    public let stash: FakeStash
    public let plex: FakePlex
    public let world: World
    /// What Stash asks for, in `ApiKey`.
    public let stashKey: String
    /// What Plex asks for, in `X-Plex-Token`.
    public let plexToken: String
    let clock: @Sendable () -> Int

    /// Starts both on free ports of the loopback address.
    ///
    /// - Parameters:
    ///   - release: Which Stash it plays.
    ///   - stashKey: Made up; a test that looks for leaks plants its own.
    ///   - clock: Unix seconds of both servers, the machine's by default.
    /// - Throws: `HTTPServer.StartError`.
    public init(
        world: World, release: StashRelease = .v0_30, stashKey: String = "lab-stash-key",
        plexToken: String = "lab-plex-token", clock: (@Sendable () -> Int)? = nil
    ) throws {
        let clock = clock ?? { Int(time(nil)) }
        (self.world, self.stashKey, self.plexToken, self.clock) = (world, stashKey, plexToken, clock)
        stash = try FakeStash(
            library: world.stash, release: release, utcOffset: 3600, apiKey: stashKey,
            credentials: StashCredentials(username: "lab", password: "\(stashKey)-password"), clock: clock)
        plex = try FakePlex(library: world.plex, token: plexToken, clock: clock)
    }

    /// Ends both, with every connection to them.
    public func stop() {
        stash.stop()
        plex.stop()
    }

    /// Writes `plexsync.yaml`, and the two secrets it refers to, into a folder that exists.
    /// - Returns: The path of the configuration file.
    public func writeConfiguration(into folder: String, adding more: String = "") throws(LabFileError) -> String {
        let (key, token, file) = ("\(folder)/stash_api_key", "\(folder)/plex_token", "\(folder)/plexsync.yaml")
        try writePrivateFile(key, "\(stashKey)\n")
        try writePrivateFile(token, "\(plexToken)\n")
        try writePrivateFile(file, configurationYAML(stashKeyFile: key, plexTokenFile: token) + more)
        return file
    }

    /// Writes the world's history as `sync_timestamps.json`, for `import stash2plex FOLDER`.
    public func writeHistory(into folder: String) throws(LabFileError) {
        try writePrivateFile("\(folder)/sync_timestamps.json", world.historyJSON)
    }

    /// The configuration file's text; secrets stand in files of their own.
    public func configurationYAML(stashKeyFile: String, plexTokenFile: String) -> String {
        let libraries = world.libraries.map(quoted).joined(separator: ", ")
        let paths = world.mappings.map { "  - {stash: \(quoted($0.stash)), plex: \(quoted($0.plex))}\n" }.joined()
        return """
            version: 1
            timezone: Europe/Berlin
            stash:
              url: \(quoted(stash.url))
              api_key: \(quoted("${file:\(stashKeyFile)}"))
            plex:
              url: \(quoted(plex.url))
              token: \(quoted("${file:\(plexTokenFile)}"))
              libraries: [\(libraries)]
            paths:
            \(paths)
            """
    }
}

/// A double-quoted YAML scalar.
private func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
        if character == "\"" || character == "\\" { result.append("\\") }
        result.append(character)
    }
    return result + "\""
}
