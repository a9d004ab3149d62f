import Configuration
import Foundation
import TestSupport
import Testing

@Suite struct FileTests {
    private let folder = TemporaryFolder()

    private func write(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: folder(name)))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder(name))
        return folder(name)
    }

    private func codes(_ path: String) -> [String] {
        do {
            _ = try Settings.load(path: path, environment: [:])
            return []
        } catch { return error.faults.map(\.code) }
    }

    @Test func `a file that everybody can write is refused, with its other faults`() throws {
        #expect(codes(try write("a.yaml", "version: 1\n", mode: 0o602)) == ["writable-by-others"])
        #expect(codes(try write("b.yaml", "version: 2\n", mode: 0o666)) == ["writable-by-others", "version"])
        #expect(codes(try write("c.yaml", "version: 1\n", mode: 0o664)) == [])
    }

    @Test func `a file that cannot be read is a fault with the reason`() throws {
        let missing = #expect(throws: ConfigurationFaults.self) {
            try Settings.load(path: folder("none.yaml"), environment: [:])
        }
        #expect(missing?.faults.first?.message == "the file cannot be read: there is no such file")
        #expect(codes(folder.path) == ["unreadable-file"])
        #expect(codes("/dev/null") == ["unreadable-file"])
    }

    @Test func `no more of a file is read than its limit and one byte`() throws {
        let path = try write("big", String(repeating: "x", count: 100_000))
        #expect(try FileReader.system.read(path, limit: 70_000).bytes.count == 70_001)
        #expect(try FileReader.system.read(path, limit: 100_000).bytes.count == 100_000)
    }

    @Test func `a secret's file is found beside the configuration, through links`() throws {
        let secret = try write("token", "abc\n")
        try FileManager.default.createSymbolicLink(atPath: folder("link"), withDestinationPath: secret)
        let path = try write("a.yaml", "version: 1\nplex: {url: \"http://h\", token: \"${file:link}\"}\n")
        #expect(try Settings.load(path: path, environment: [:]).plex?.token.reveal() == "abc")
    }

    @Test func `a pipe is read to its end`() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("version: 1\n".utf8))
        try pipe.fileHandleForWriting.close()
        #expect(codes("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)") == [])
    }

    @Test(arguments: ["rules/report-only.yaml", "rules/nightly-repair.yaml", "examples/plexsync.yaml"])
    func `what ships loads without a fault or warning`(name: String) throws {
        let files = FileReader { path, limit throws(FileReader.Failure) in
            if path == "/run/secrets/plex_token" { return FileReader.Contents(Array("made-up\n".utf8)) }
            return try FileReader.system.read(path, limit: limit)
        }
        let settings = try Settings.load(
            path: repository.appending(path: name).path,
            environment: ["STASH_API_KEY": "made-up", "PLEX_HOST": "plex.lan"], files: files)
        #expect(settings.warnings == [])
        #expect(!settings.rules.isEmpty)
    }

    // Those of `examples/homes` are tested with what their rules find, in `RuleFixturesTests`.
    @Test func `every file that ships is among those tested`() throws {
        let shipped = try ["rules", "examples"].flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: repository.appending(path: folder).path)
                .filter { $0.hasSuffix(".yaml") && !RuleTestPath.isTest($0) }
        }
        #expect(Set(shipped) == ["report-only.yaml", "nightly-repair.yaml", "plexsync.yaml"])
    }
}
