import Configuration
import Testing

@Suite struct LocationTests {
    @Test(arguments: [
        (["HOME": "/home/u"], "/home/u/.config/plexsync/plexsync.yaml", "/home/u/.local/state/plexsync"),
        (
            ["HOME": "/home/u", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"], "/c/plexsync/plexsync.yaml",
            "/s/plexsync"
        ),
        // The standard says to ignore what is empty or relative.
        (
            ["HOME": "/home/u", "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "rel"],
            "/home/u/.config/plexsync/plexsync.yaml", "/home/u/.local/state/plexsync"
        ),
        (["PLEXSYNC_RULES": "r.yaml", "PLEXSYNC_STATE": "st"], "r.yaml", "st"),
    ])
    func `files lie where the environment says`(environment: [String: String], rules: String, state: String) throws {
        let location = try ConfigurationLocation(environment: environment)
        #expect((location.rulesFile, location.stateFolder) == (rules, state))
    }

    @Test func `an option beats the environment, that the plugin's folder, and that the standard`() throws {
        let environment = ["HOME": "/h", "PLEXSYNC_RULES": "/e.yaml", "PLEXSYNC_STATE": "/e"]
        let first = try ConfigurationLocation(
            rulesOption: "o.yaml", stateOption: "o", environment: environment, pluginFolder: "/p")
        #expect((first.rulesOrigin, first.stateOrigin) == (.option, .option))
        let second = try ConfigurationLocation(environment: environment, pluginFolder: "/p")
        #expect((second.rulesFile, second.rulesOrigin) == ("/e.yaml", .environment))
        let third = try ConfigurationLocation(environment: ["HOME": "/h"], pluginFolder: "/p/")
        #expect((third.rulesFile, third.stateFolder) == ("/p/plexsync.yaml", "/p/"))
        #expect((third.rulesOrigin, third.stateOrigin) == (.plugin, .plugin))
        let last = try ConfigurationLocation(environment: ["HOME": "/h"])
        #expect((last.rulesOrigin, last.stateOrigin) == (.standard, .standard))
    }

    @Test func `without HOME the missing option is named`() throws {
        #expect(throws: LocationFault.noHome(option: "--rules")) { try ConfigurationLocation(environment: [:]) }
        #expect(throws: LocationFault.noHome(option: "--state")) {
            try ConfigurationLocation(rulesOption: "r", environment: ["HOME": ""])
        }
    }
}
