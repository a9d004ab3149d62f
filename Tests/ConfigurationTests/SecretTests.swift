import Configuration
import Testing

@Suite struct SecretTests {
    private func plex(_ token: String) -> String { "version: 1\nplex: {url: \"http://h\", token: \(token)}\n" }

    @Test func `a secret shows itself nowhere`() throws {
        let secret = try #require(try load(plex("\"${env:TOKEN}\"")).plex)
        var dumped = ""
        dump(secret, to: &dumped)
        let texts = [
            "\(secret)", "\(secret.token)", String(reflecting: secret), String(describing: secret.token),
            "\([secret.token])", "\(Mirror(reflecting: secret.token).children.map { $0 })", dumped,
        ]
        #expect(texts.allSatisfy { !$0.contains("t0ken") }, "\(texts)")
        #expect(secret.token.reveal() == "t0ken")
    }

    @Test(arguments: [
        ("one\n", "one"), ("one\r\n", "one"), ("one", "one"),
    ])
    func `a file loses one line end`(contents: String, value: String) throws {
        let settings = try load(plex("\"${file:secrets/t}\""), files: ["conf/secrets/t": contents])
        #expect(settings.plex?.token.reveal() == value)
    }

    @Test func `who calls no server need not have them`() throws {
        let text = """
            version: 1
            stash: {url: "${env:STASH}"}
            plex: {url: "http://${env:HOST}:${env:PORT}", token: "${file:/none}", libraries: [Clips]}
            """
        let files = FileReader { path, _ throws(FileReader.Failure) in
            guard path == "a.yaml" else { throw FileReader.Failure("there is no such file") }
            return FileReader.Contents(Array(text.utf8))
        }
        let settings = try Settings.load(path: "a.yaml", environment: [:], files: files, readsReferences: false)
        #expect(settings.plex?.libraries == ["Clips"] && settings.stash != nil)
        #expect(throws: ConfigurationFaults.self) {
            try Settings.load(path: "a.yaml", environment: [:], files: files)
        }
    }

    @Test func `an absolute path is not taken below the folder`() throws {
        let settings = try load(plex("\"${file:/run/t}\""), files: ["/run/t": "x"])
        #expect(settings.plex?.token.reveal() == "x")
    }

    @Test(arguments: [
        ("\"${env:NOPE}\"", "secret-missing", "NOPE is not set"),
        ("\"${env:EMPTY}\"", "secret-missing", "EMPTY is empty"),
        ("\"${file:nope}\"", "secret-missing", "'nope' cannot be read: there is no such file"),
        ("\"${file:empty}\"", "secret-missing", "is empty"), ("\"${file:}\"", "bad-reference", "names no file"),
        ("\"${env:}\"", "bad-reference", "no name"), ("\"${env:1A}\"", "bad-reference", "no name"),
        ("\"${TOKEN}\"", "bad-reference", "${env:NAME}"), ("\"${ENV:TOKEN}\"", "bad-reference", "${env:NAME}"),
        ("\"${file:lines}\"", "bad-secret", "line ends"), ("\"${env:BLANK}\"", "bad-secret", "blanks"),
        ("\"${file:big}\"", "bad-secret", "larger than 4096"), ("literal", "secret-in-clear", "${env:NAME}"),
        ("12345", "secret-in-clear", "${env:NAME}"), ("\"x${env:TOKEN}\"", "secret-in-clear", "itself"),
        ("\"${env:TOKEN}x\"", "secret-in-clear", "itself"),
        ("\"${env:TOKEN}${env:TOKEN}\"", "secret-in-clear", "itself"),
        ("[a]", "secret-in-clear", "itself"), ("~", "empty-value", "no value"), ("$TOKEN", "secret-in-clear", "itself"),
    ])
    func `a secret that cannot be had is a fault at its place`(token: String, code: String, word: String) throws {
        let found = faults(
            plex(token), environment: ["TOKEN": "t", "EMPTY": "", "BLANK": "a b"],
            files: [
                "conf/empty": "\n", "conf/lines": "a\nb\n", "conf/big": String(repeating: "x", count: 5000),
            ])
        let fault = try #require(found.first)
        #expect(found.count == 1)
        #expect((fault.line, fault.code) == (2, code))
        #expect(fault.column == (code == "empty-value" ? 25 : 32))
        #expect(fault.message.contains(word), "\(fault.message)")
    }

    @Test(arguments: [
        "plex:\n  url: http://h\n  token: CANARYtoken\n", "plex: {url: \"http://h\", token: CANARYtoken}\n",
        "plex: {url: \"http://h\", tokn: CANARYtoken}\n", "plex:\n  url: http://h\n  tokn: CANARYtoken\n",
        "stash: {url: \"http://u:CANARYtoken@h\"}\n", "stash: {url: \"http://h?apikey=CANARYtoken\"}\n",
        "stash:\n  url: http://h\n  api_key: >-\n    CANARYtoken\n",
        "plex:\n  token: CANARYtoken\n  token: CANARYtoken\n",
        "plex: {token: CANARYtoken, url: [}\n", "token: CANARYtoken\n", "plex:\n  token: CANARYtoken: x\n",
        "stash: {api_key: CANARYtoken, api_key: CANARYtoken, x: &a 1}\n",
        "plex: {url: \"${env:URL}\", token: \"${env:T}\"}\n",
    ])
    func `no fault shows a secret, however it came into the file`(text: String) {
        let found = faults("version: 1\n" + text, environment: ["URL": "http://u:CANARYtoken@h", "T": "CANARY token"])
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { !$0.rendered.contains("CANARY") }, "\(found.map(\.rendered))")
    }

    @Test func `a URL may be made of references`() throws {
        let settings = try load(
            "version: 1\nstash: {url: \"http://${env:HOST}:${file:port}\"}\n", environment: ["HOST": "nas.lan"],
            files: ["conf/port": "9999\n"])
        #expect(settings.stash?.url.text == "http://nas.lan:9999")
    }
}
