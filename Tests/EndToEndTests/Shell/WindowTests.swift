import Foundation
import Lab
import Testing

/// Sessions at the prompt, key by key, in windows of tmux. `PLEXSYNC_WINDOWS=all` tries each width with each locale.
@Suite(.enabled(if: TmuxWindow.isInstalled, "tmux is not installed"), .timeLimit(.minutes(15)))
struct WindowTests {
    struct Size: Sendable, CustomTestStringConvertible {
        let columns: Int
        let locale: String
        var testDescription: String { "\(columns) columns, \(locale)" }
        var mark: String { locale == "C" ? "~" : "…" }
    }

    static let sizes: [Size] = {
        let usual = [Size(columns: 80, locale: "C.UTF-8"), Size(columns: 40, locale: "C")]
        guard ProcessInfo.processInfo.environment["PLEXSYNC_WINDOWS"] == "all" else { return usual }
        return usual + [Size(columns: 80, locale: "C"), Size(columns: 40, locale: "C.UTF-8")]
    }()

    private let bench: LabBench
    private var home: String { bench.folder + "/home" }

    init() throws {
        bench = try LabBench(
            World.demo(),
            adding: """
                rules:
                  - {name: nightly, when: {daily: "03:30"}, do: report}
                  - {name: look, when: startup, do: report}

                """)
        for folder in ["home", "vi"] {
            try FileManager.default.createDirectory(
                atPath: "\(bench.folder)/\(folder)", withIntermediateDirectories: true)
        }
        let folder = bench.folder
        for (name, text) in [
            ("home/.editrc", ""), ("vi/.editrc", "bind -v\n"), ("first.plex", "status --format csv\n"),
            ("outer.plex", "# runs another\nsource \(folder)/inner.plex\n"), ("inner.plex", "\nnonsense\n"),
            ("loop.plex", "source \(folder)/loop.plex\n"),
        ] { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
    }

    private func window(_ words: String..., size: Size, home: String = "home", pager: String = "cat") throws
        -> TmuxWindow
    {
        let variables = ["HOME": "\(bench.folder)/\(home)", "PAGER": pager]
        if words.first == "demo" {
            return try TmuxWindow(
                Program(), "demo", columns: size.columns, locale: size.locale, variables: variables)
        }
        if words.isEmpty {
            return try TmuxWindow(bench.program, columns: size.columns, locale: size.locale, variables: variables)
        }
        return try TmuxWindow(
            bench.program, "host", "--with-shell", columns: size.columns, locale: size.locale, variables: variables)
    }

    @Test(arguments: sizes) func `a day at the prompt`(size: Size) async throws {
        let window = try window(size: size, pager: "cat; echo \"(paged)\"")
        let person = Person(window: window)
        try await window.wait(for: "the prompt") { $0.last?.isPrompt ?? false }
        try await person.do(.line("what does not fit goes through the pager", "help gaps", "Examples:", "(paged)"))
        try await person.do(SessionInteractions.settings)
        try await person.do(EditingInteractions.emacs)
        try await person.do(.line("a reconciliation", "reconcile --yes", "Queued ", "q]>"))
        try await person.do(EditingInteractions.completion(bench.folder))
        try await person.do(SessionInteractions.files(bench.folder))
        try await person.do(SessionInteractions.help)
        try await person.do(SessionInteractions.output(mark: size.mark))
        try await stateOfPrompt(person)
        try await tableThatFits(person, size)
        try await serversThatHang(person)
        try await watching(person)
        try await person.do(EditingInteractions.history)
        try history()
        try await person.clear()
        try await window.type(Key.control("D"))
        try await window.wait(for: "the end") { $0.last == "[left 0]" }
        try await sessionInViKeys(size)
    }

    /// `[12q paused !plex]`, and the question before something is changed for good.
    private func stateOfPrompt(_ person: Person) async throws {
        try await person.do([
            .line("a pause is in the prompt", "queue pause", "q paused]>"),
            .line("and gone after it", "queue resume", "Resumed", hides: ["Resumed; 0"]),
        ])
        try await person.do(.line("a sentence", "gapz", "did you mean"))
        // is broken between words
        #expect(try await person.window.rows().contains { $0 == "'gaps'?" || $0.hasSuffix("did you mean 'gaps'?") })
        try await person.clear()
        try await person.window.type("queue clear\r")
        try await person.window.wait(for: "a question") { $0.squeezed.hasSuffix("[y/N]") }
        try await person.window.type("n\r")
        try await person.wait(for: "an answer", ["Nothing was changed."])
        bench.servers.plex.faults = [PlexFault(.status(503), on: .all)]
        try await person.do(.line("a server that is away is in the prompt", "libraries", "!plex]>"))
        bench.servers.plex.faults = []
        try await person.do(.line("until it is back", "libraries", "Clips"))
        #expect(try await person.window.rows().last?.contains("!plex") == false)
    }

    /// No row is broken, what is cut is marked, numbers stand at the right, and nothing but ASCII reaches a terminal that
    /// has nothing else.
    private func tableThatFits(_ person: Person, _ size: Size) async throws {
        try await person.do(.line("a table", "gaps -n 5", "Scene", "scenes with gaps"))
        let rows = try await person.window.rows()
        let header = try #require(rows.firstIndex { $0.hasPrefix("Scene") })
        let table = rows[header...].prefix { !$0.contains("scenes with gaps") }
        #expect(table.count == 6)
        #expect(table.allSatisfy { $0.count <= size.columns && $0.contains(size.mark) || $0.hasPrefix("Scene") })
        #expect(table.dropFirst().allSatisfy { $0.prefix(5).hasSuffix($0.prefix(5).filter(\.isNumber)) })
        if size.locale == "C" { #expect(rows.joined().utf8.allSatisfy { $0 < 0x80 }) }
    }

    /// Progress is shown, TAB answers, `^C` brings the prompt back, and the state is whole.
    private func serversThatHang(_ person: Person) async throws {
        bench.servers.plex.faults = [PlexFault(.hang, on: .items)]
        try await person.do([
            .keys("TAB asks no server", "gaps --library Arch\t-", "> gaps --library Archive -")
        ])
        try await person.clear()
        try await person.window.type("gaps --full\r")
        try await person.window.wait(for: "progress") { rows in
            ["listing", "reading", "comparing"].contains { rows.last?.hasPrefix($0) ?? false }
        }
        try await person.window.type(Key.control("C"))
        try await person.wait(for: "the prompt after ^C", ["gaps --full"])
        bench.servers.plex.faults = []
        try await person.do(.line("and all is as it was", "gaps -n 1", "scenes with gaps"))
        try await person.do(.line("^C gives up a line", "gapz" + Key.control("C") + "history -n 1", "history -n 1"))
    }

    private func watching(_ person: Person) async throws {
        try await person.clear()
        try await person.window.type("watch 1s runs list --format csv\r")
        try await person.window.wait(for: "a run of the watched command") { $0.contains { $0.hasPrefix("run,") } }
        try await person.window.type(Key.control("C"))
        try await person.wait(for: "the prompt after watching", [])
    }

    /// Each line once, none that is secret or hidden, and for nobody else to read.
    private func history() throws {
        let file = bench.state + "/history"
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        #expect(Set(lines).count == lines.count)
        #expect(lines.contains("help queueing") && lines.contains("status \\\\\\n--format json"))
        #expect(!lines.contains { $0.contains("Token") || $0.contains("hidden") })
        let rc = try String(contentsOfFile: bench.state + "/shellrc", encoding: .utf8)
        #expect(rc.contains("alias short"))
    }

    /// A second session: its history and aliases are those of the first.
    private func sessionInViKeys(_ size: Size) async throws {
        let window = try window(size: size, home: "vi")
        let person = Person(window: window, clearing: Key.control("C") + Key.escape + Key.control("L") + "i")
        try await window.wait(for: "the prompt") { $0.last?.isPrompt ?? false }
        try await person.do(EditingInteractions.vi)
        try await person.do(.line("an alias of the last session", "short", "fact,value"))
        try await person.clear()
        try await window.type("quit 7\r")
        try await window.wait(for: "the end") { $0.last == "[left 7]" }
    }

    @Test(arguments: sizes) func `news of the host stand above what is typed`(size: Size) async throws {
        let window = try window("host", size: size)
        try await window.wait(for: "the prompt") { $0.contains { $0.hasPrefix("plexsync>") } }
        try await window.type("stat")
        let rows = try await window.wait(for: "news and the line below them") { rows in
            rows.squeezed.contains("Rule'look'ended") && rows.last == "plexsync> stat"
        }
        #expect(rows.count { $0.contains("> stat") } == 1)
        try await window.type("us\r")
        try await window.wait(for: "the whole line's answer") { $0.squeezed.contains("queue,waiting") }
        try await window.wait(for: "the prompt") { $0.last?.isPrompt ?? false }
        try await window.type("quit\r")
        try await window.wait(for: "the end") { $0.last == "[left 0]" }
    }

    @Test(arguments: sizes) func `the demo says so in its prompt, and leaves at ^D`(size: Size) async throws {
        let window = try window("demo", size: size)
        try await window.wait(for: "the demo's prompt") { $0.last == "plexsync(demo)>" }
        try await window.type("plan 16\r")
        try await window.wait(for: "a plan") {
            $0.squeezed.contains("plexsync(demo)>plan16") && $0.last == "plexsync(demo)>"
        }
        try await window.type(Key.control("D"))
        try await window.wait(for: "the end") { $0.last == "[left 0]" }
    }
}
