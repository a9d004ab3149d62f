import Configuration
import StashAPI
import SyncModel
import Testing

@testable import Commands

/// What was entered in Stash, laid over a configuration file.
@Suite struct PluginOverlayTests {
    private static func overlay(_ entered: [String: PluginSetting]) -> PluginOverlay {
        PluginOverlay(entered: PluginSettings(entered), folder: "/plugins/plexsync")
    }

    private static func base(_ text: String) throws -> Settings {
        let reader = FileReader { (_, _) throws(FileReader.Failure) in FileReader.Contents(Array(text.utf8)) }
        return try Settings.load(path: "/plexsync.yaml", environment: [:], files: reader)
    }

    private static func laid(_ entered: [String: PluginSetting], over base: Settings? = nil) throws -> Settings {
        try overlay(entered).laid(over: base, environment: [:])
    }

    private static func refusal(_ entered: [String: PluginSetting]) -> String {
        do { return "\(try laid(entered))" } catch { return "\(error)" }
    }

    @Test func `fields that were not entered stay as the file has them`() throws {
        let base = try Self.base(
            #"{"version": 1, "sync": {"fields": {"summary": false, "title": "{studio}: {title}"}}}"#)
        let fields = try Self.laid(["fields": .text("rating, title, -tags")], over: base).sync.fields
        #expect(fields[.summary] == .off && fields[.tags] == .off)
        #expect(fields[.rating] == .scene && fields[.studio] == .scene)
        #expect(fields[.title] == base.sync.fields[.title])
        #expect(try Self.laid(["fields": .text("summary")], over: base).sync.fields[.summary] == .scene)
    }

    @Test func `fields are known in any case and with blanks`() throws {
        let fields = try Self.laid(["fields": .text("RATING , - Tags")]).sync.fields
        #expect(fields[.rating] == .scene && fields[.tags] == .off)
    }

    @Test(arguments: ["true", "Yes", "on", "1"])
    func `a dry run can be spelt in several ways`(text: String) throws {
        #expect(Self.overlay(["dryRun": .text(text)]).isDryRun)
        _ = try Self.laid(["dryRun": .text(text)])
    }

    @Test(arguments: [PluginSetting.text("false"), .flag(false), .number(0), .text(" ")])
    func `and so can its opposite`(setting: PluginSetting) throws {
        #expect(!Self.overlay(["dryRun": setting]).isDryRun)
        _ = try Self.laid(["dryRun": setting])
    }

    @Test(arguments: [PluginSetting.text("please"), .number(7)])
    func `a dry run that can't be understood writes nothing and says so`(setting: PluginSetting) {
        #expect(Self.overlay(["dryRun": setting]).isDryRun)
        #expect(Self.refusal(["dryRun": setting]).contains("'Dry run'"))
    }

    @Test(arguments: [
        ("scope", "yesterday", "Scope"), ("interval", "often", "Reconcile"), ("fields", "ratings", "Fields"),
        ("plexEdits", "maybe", "Edits made in Plex"), ("pathMappings", "data => /media", "Path mappings"),
        ("plexUrl", "plex", "Plex URL"), ("plexToken", "${env:NOWHERE}", "Plex token"),
        // What was entered may look like one of our keys.
        ("scope", #"x","url":"y"#, "Scope"), ("interval", #""fields":"#, "Reconcile"),
    ])
    func `a fault bears the name of its setting`(key: String, text: String, name: String) {
        var entered: [String: PluginSetting] = [
            "plexUrl": .text("http://plex:32400"), "plexToken": .text("secret"), "interval": .text("daily"),
            "libraries": .text("Ä, Ö"), "pathMappings": .text("/ü => /ü"), "fields": .text("rating"),
        ]
        entered[key] = .text(text)
        let refusal = Self.refusal(entered)
        #expect(refusal.hasPrefix("The setting '\(name)' in Settings > Plugins > plexsync: "), "\(refusal)")
        #expect(!refusal.hasSuffix("?.") && !refusal.hasSuffix(".."), "\(refusal)")
    }

    @Test func `a scope that is none is shown as it was entered`() {
        let refusal = Self.refusal(["interval": .text("daily"), "scope": .text("yesterday")])
        #expect(refusal.contains("'yesterday' is not a scope"), "\(refusal)")
    }

    @Test func `settings bear the names that Stash shows, but for those of a file`() throws {
        let words = PluginWords()
        let sentence = "Set 'plex.token', or 'plex.url'."
        #expect(words.told(sentence) == sentence)
        words.show(Self.overlay([:]).shownKeys(over: nil))
        #expect(
            words.told(sentence)
                == "Set 'Plex token' in Settings > Plugins, or 'Plex URL' in Settings > Plugins.")
        #expect(
            words.told("add to 'paths:': - {stash: /data/, plex: /media/}")
                == "add to 'Path mappings' in Settings > Plugins: /data/ => /media/")
        let file = try Self.base(#"{"version": 1, "paths": [{"stash": "/a", "plex": "/b"}]}"#)
        words.show(Self.overlay([:]).shownKeys(over: file))
        #expect(words.told("say under 'paths:' which") == "say under 'paths:' which")
        #expect(words.told("set 'plex.url'") == "set 'Plex URL' in Settings > Plugins")
    }
}
