import CommandSyntax
import Configuration
import Foundation
import TestSupport
import Testing
import YAML

@testable import Commands

/// The files in `examples/` that run a host: they parse, and what they call exists.
@Suite struct ServiceFileTests {
    private static let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples")

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: Self.examples.appending(path: name)), as: UTF8.self)
    }

    /// `key=value` lines by section.
    private func unit() throws -> [String: [(key: String, value: String)]] {
        var sections: [String: [(key: String, value: String)]] = [:]
        var section = ""
        for line in try text("systemd/plexsync.service").split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("[") {
                section = String(line.dropFirst().dropLast())
            } else {
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                try #require(parts.count == 2, "\(line)")
                sections[section, default: []].append((String(parts[0]), String(parts[1])))
            }
        }
        return sections
    }

    private func parse(_ words: [String]) throws -> Request {
        try commandTree.parse(Word.words(ofArguments: words).words)
    }

    @Test func `the unit starts a host that knows its options, and tells systemd of it`() throws {
        let unit = try unit()
        #expect(Set(unit.keys) == ["Unit", "Service", "Install"])
        let service = Dictionary(grouping: unit["Service"] ?? []) { $0.key }.mapValues { $0.map(\.value) }
        let start = try #require(service["ExecStart"]?.first).replacing("%E", with: "/etc").replacing(
            "%S", with: "/var/lib")
        let words = start.split(separator: " ").map(String.init)
        #expect(words.first == "/usr/local/bin/plexsync")
        let request = try parse(Array(words.dropFirst()))
        #expect(request.command.path == ["host"] && request.wish == .run)
        let options = request.arguments(of: GlobalOptions())
        #expect(options.rules == "/etc/plexsync/plexsync.yaml" && options.state == "/var/lib/plexsync")
        #expect(service["Type"] == ["notify"] && service["WatchdogSec"] != nil)
        #expect(service["ExecReload"]?.first?.hasPrefix("/bin/kill -HUP") == true)
        #expect(service["RestartPreventExitStatus"] == ["78"])
        // Longer than a host takes to let go of what is under way.
        #expect(service["TimeoutStopSec"] == ["30s"])
    }

    @Test func `the container runs a host as nobody in particular, with state apart`() throws {
        let lines = try text("container/Containerfile").replacing("\\\n", with: " ").split(separator: "\n").filter {
            !$0.hasPrefix("#")
        }
        let known: Set<Substring> = [
            "FROM", "RUN", "WORKDIR", "COPY", "ENV", "VOLUME", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK",
            "ENTRYPOINT", "CMD",
        ]
        for line in lines { #expect(known.contains(line.prefix { $0 != " " }), "\(line)") }
        func last(_ word: String) -> Substring? { lines.last { $0.hasPrefix(word + " ") }?.dropFirst(word.count + 1) }
        #expect(last("ENTRYPOINT") == "[\"plexsync\"]" && last("CMD") == "[\"host\"]")
        #expect(last("USER") == "10001:10001" && last("VOLUME") == "/state" && last("STOPSIGNAL") == "SIGTERM")
        #expect(try parse(["host"]).command.path == ["host"])
        let variables = Dictionary(
            uniqueKeysWithValues: (last("ENV") ?? "").split(separator: " ").compactMap { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            })
        let location = try ConfigurationLocation(
            rulesOption: nil, stateOption: nil, environment: variables, pluginFolder: nil)
        #expect(location.rulesFile == "/config/plexsync.yaml" && location.stateFolder == "/state")
        for copied in lines.filter({ $0.hasPrefix("COPY ") && !$0.contains("--from") }) {
            let source = copied.split(separator: " ")[1]
            let path = Self.examples.deletingLastPathComponent().appending(path: String(source)).path
            #expect(FileManager.default.fileExists(atPath: path), "\(copied)")
        }
    }

    @Test func `the compose file runs that container read-only, and mounts what it reads`() throws {
        let document = Document(bytes: Array(try text("container/compose.yaml").utf8), file: "compose.yaml")
        #expect(document.log.faults.map(\.description) == [])
        let root = try #require(document.root)
        #expect(Set(root.entries.map(\.key)) == ["services", "secrets", "volumes"])
        let service = try #require(root["services"]?["plexsync"])
        #expect(service["read_only"]?.text == "true" && service["user"]?.text == "10001:10001")
        #expect(service["cap_drop"]?.texts == ["ALL"])
        #expect(service["volumes"]?.texts == ["state:/state", "./plexsync.yaml:/config/plexsync.yaml:ro"])
        #expect(try parse(service["command"]?.texts ?? []).command.path == ["host"])
        #expect(service["ports"]?.texts.allSatisfy { $0.hasPrefix("127.0.0.1:") } == true)
        #expect(Set(service["secrets"]?.texts ?? []) == Set(root["secrets"]?.entries.map(\.key) ?? []))
        let built = try #require(service["build"]?["dockerfile"]?.text)
        let path = Self.examples.deletingLastPathComponent().appending(path: built).path
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `its configuration loads, with the secrets and the page that the compose file has`() throws {
        let files = FileReader { path, limit throws(FileReader.Failure) in
            if path.hasPrefix("/run/secrets/") { return FileReader.Contents(Array("made-up\n".utf8)) }
            return try FileReader.system.read(path, limit: limit)
        }
        let settings = try Settings.load(
            path: Self.examples.appending(path: "container/plexsync.yaml").path, environment: [:], files: files)
        #expect(settings.warnings == [] && settings.rules.count == 3)
        #expect(settings.host.listen == ListenAddress(host: "0.0.0.0", port: 9480))
    }
}

extension Node {
    fileprivate var entries: [Entry] { if case .mapping(let entries) = content { entries } else { [] } }
    fileprivate subscript(_ key: String) -> Node? { entries.first { $0.key == key }?.value }
    fileprivate var text: String? { if case .scalar(let scalar) = content { scalar.text } else { nil } }
    fileprivate var texts: [String] {
        guard case .list(let nodes) = content else { return [] }
        return nodes.compactMap(\.text)
    }
}
