import JSON
import Testing
import Transport

@testable import StashAPI

@Suite struct PluginInputTests {
    struct Recorded: Sendable, CustomTestStringConvertible {
        let label, stdin: String
        let hook: String?
        let id: Int?
        var testDescription: String { "\(label) \(hook ?? "")" }

        static func all() throws -> [Recorded] {
            try fixture("plugin-input.jsonl").split(separator: UInt8(ascii: "\n")).map { line in
                let row = try JSONTree(parsing: Array(line))
                return Recorded(
                    label: try #require(row["label"]?.string), stdin: try #require(row["stdin"]?.string),
                    hook: row["hook"]?.string, id: row["id"]?.int)
            }
        }
    }

    @Test(arguments: try Recorded.all())
    func `what Stash wrote to a plugin is understood`(recorded: Recorded) throws {
        let input = try PluginInput(parsing: Array(recorded.stdin.utf8))
        #expect(input.server?.pluginFolder == "/config/plugins/recorder")
        #expect(input.server?.configurationFolder == "/config")
        let port = try #require(input.server?.url.split(separator: ":").last)
        #expect(port == "9999")
        guard let hook = recorded.hook else { return }
        #expect(input.hook?.type == hook && input.hook?.id == recorded.id)
        #expect(input.mode == "hook")
        #expect(["scene", "scenemarker", "tag", "performer", "studio"].contains(input.hook?.subject ?? ""))
        #expect(["create", "update", "destroy", "merge"].contains(input.hook?.action ?? ""))
    }

    @Test func `task arguments keep their types, and a cookie is handed on`() throws {
        let rows = try Recorded.all()
        let row = try #require(rows.first { $0.label.hasPrefix("task by name with args_map") })
        let input = try PluginInput(parsing: Array(row.stdin.utf8))
        #expect(input.hook == nil && input.mode == "plain")
        #expect(input.arguments["count"]?.int == 5 && input.arguments["flag"]?.bool == true)
        #expect(input.server?.url == "http://127.0.0.1:9999")
        #expect(input.server?.cookie?.name == "session")
        #expect(input.server?.cookie?.value.isEmpty == false)
    }

    @Test(arguments: [
        ("0.0.0.0", "http://localhost:9999"), ("", "http://localhost:9999"), ("::", "http://localhost:9999"),
        ("::1", "http://[::1]:9999"), ("nas", "http://nas:9999"),
    ])
    func `a bind address becomes one that can be reached`(host: String, url: String) throws {
        let text =
            "{\"server_connection\":{\"Scheme\":\"http\",\"Host\":\"\(host)\",\"Port\":9999,\"SessionCookie\":null}}"
        let input = try PluginInput(parsing: Array(text.utf8))
        #expect(input.server?.url == url && input.server?.cookie == nil)
    }

    @Test(arguments: ["", "[]", "{\"args\":5}", "{\"args\":{\"hookContext\":{\"id\":5}}}", "{\"server_connection\":1}"])
    func `what is no such document is refused`(text: String) {
        #expect(throws: JSONError.self) { try PluginInput(parsing: Array(text.utf8)) }
    }

    @Test func `a movie of an older release is a group and an absent id is none`() throws {
        let text = "{\"args\":{\"hookContext\":{\"type\":\"Movie.Update.Post\",\"input\":null}}}"
        let input = try PluginInput(parsing: Array(text.utf8))
        #expect(input.hook?.subject == "group" && input.hook?.action == "update" && input.hook?.id == nil)
        #expect(input.server == nil)
    }

    @Test func `neither input nor client shows a secret when printed`() throws {
        let text = """
            {"server_connection":{"Scheme":"http","Host":"h","Port":1,"SessionCookie":{"Name":"session","Value":"canary-1"}},
            "args":{"mode":"run","token":"canary-2"}}
            """
        let input = try PluginInput(parsing: Array(text.utf8))
        let client = StashClient(
            url: "http://me:canary-4@h", apiKey: "canary-3", cookie: input.server?.cookie,
            transport: StubTransport { _ throws(HTTPError) in throw .cancelled })
        var shown = "\(input) \(String(reflecting: input)) \(String(describing: input.server)) \(client) \(client.host)"
        dump(input, to: &shown)
        dump(input.server, to: &shown)
        dump(client, to: &shown)
        #expect(!shown.contains("canary"), "\(shown)")
        #expect("\(input)" == "mode, token")
    }
}
