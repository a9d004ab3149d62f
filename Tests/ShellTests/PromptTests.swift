import CommandSyntax
import Glibc
import Synchronization
import Terminal
import Testing

@testable import Shell

/// The keyboard and the screen of a terminal that is none: we are at its other end.
final class Pseudo: Sendable {
    /// What the session has.
    let terminal: Int32
    private let end: Int32
    private let shown = Mutex("")

    init?(columns: UInt16 = 80) {
        end = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (number, zero) = (UInt32(0), Int32(0))
        // TIOCSPTLCK and TIOCGPTN: what unlockpt and ptsname do.
        guard end >= 0, ioctl(end, 0x4004_5431, &zero) == 0, ioctl(end, 0x8004_5430, &number) == 0 else { return nil }
        terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        if terminal < 0 { return nil }
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    }

    deinit {
        close(terminal)
        close(end)
    }

    var text: String { shown.withLock { $0 } }

    func type(_ keys: String) throws { try Terminal.write(keys, to: end) }

    struct NeverShown: Error { let wanted, shown: String }

    /// Waits until `wanted` is shown after what was waited for before, and forgets all up to it.
    func wait(for wanted: String) async throws {
        while true {
            let isThere = shown.withLock { shown -> Bool in
                guard let range = shown.range(of: wanted) else { return false }
                shown.removeSubrange(..<range.upperBound)
                return true
            }
            if isThere { return }
            guard let more = await more() else { throw NeverShown(wanted: wanted, shown: text) }
            shown.withLock { $0 += more }
        }
    }

    /// `nil` where nothing came for so long that nothing will.
    private func more() async -> String? {
        let end = end
        return await withCheckedContinuation { done in
            startThread {
                var waiting = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = poll(&waiting, 1, 120_000) > 0 ? read(end, &buffer, buffer.count) : 0
                done.resume(returning: count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil)
            }
        }
    }
}

extension String {
    /// By bytes: "\r\n" is one character, and a terminal sends it in parts.
    fileprivate func range(of wanted: String) -> Range<Index>? {
        utf8.indices.first { utf8[$0...].starts(with: wanted.utf8) }.map {
            $0..<utf8.index($0, offsetBy: wanted.utf8.count)
        }
    }
}

@Suite(.serialized) struct PromptTests {
    let pseudo: Pseudo
    let bench: Bench
    let folder = Folder()
    let signals = Signals()

    init() throws {
        pseudo = try #require(Pseudo())
        let terminal = pseudo.terminal
        bench = Bench(screen: Screen(input: terminal, output: terminal, error: terminal, color: .never))
    }

    func session(news: AsyncStream<String>? = nil) -> Task<Int32, Never> {
        var session = ShellSession(
            bench.interpreter, prompt: { "ask> " }, historyFile: folder.file("history"), rcFile: folder.file("rc"),
            isSecret: { $0.contains("token") }, news: news)
        session.signals = signals
        // No keys of whoever runs the tests.
        session.surroundings = LineEditor.Surroundings(terminal: "xterm", keysFile: folder.file("editrc"))
        return Task { await session.run() }
    }

    /// Runs a session that types `keys`, waiting before each for what is shown, and ends it by `^D`.
    func play(_ steps: [(wait: String, keys: String)], news: AsyncStream<String>? = nil) async throws {
        let session = session(news: news)
        for (wait, keys) in steps {
            try await pseudo.wait(for: wait)
            try pseudo.type(keys)
        }
        #expect(await session.value == 0)
    }

    @Test func `a line is typed, run and answered`() async throws {
        try await play([("ask> ", "say hello\r"), ("\nhello\r\n", ""), ("ask> ", "\u{4}")])
        #expect(bench.ran == ["hello"])
    }

    @Test func `letters beyond ASCII arrive whole`() async throws {
        try await play([("ask> ", "say né 日本 👍\r"), ("ask> ", "\u{4}")])
        #expect(bench.ran == ["né 日本 👍"])
    }

    @Test func `TAB completes commands, and lists what there is`() async throws {
        try await play([
            ("ask> ", "sa\t"), ("y ", "x\r"), ("ask> ", "s\t"), ("source  Run", ""), ("ask> s", "\u{3}"), ("^C", ""),
            ("ask> ", "\u{4}"),
        ])
        #expect(bench.ran == ["x"])
    }

    @Test func `a quote and a backslash take more rows`() async throws {
        try await play([
            ("ask> ", "say 'a\r"), ("...> ", "b' \\\r"), ("...> ", "c\r"), ("ask> ", "say 'x\r"), ("...> ", "\u{3}"),
            ("ask> ", "\u{4}"),
        ])
        #expect(bench.ran == ["a\nb c"])
        #expect(try folder.text("history") == "say 'a\\nb' \\\\\\nc\n")
    }

    @Test func `keys for history find earlier lines, of earlier sessions too`() async throws {
        try folder.write("say old\nsay older\n", to: "history")
        try await play([
            ("ask> ", "\u{12}old"), ("bck:", "\r"), ("ask> ", "\u{10}\r"), ("ask> ", "history\r"), ("    1", ""),
            ("ask> ", "\u{4}"),
        ])
        #expect(bench.ran == ["older", "older"])
        #expect(try folder.text("history") == "say old\nsay older\nhistory\n")
    }

    @Test func `keys are those of the file`() async throws {
        try folder.write("bind -s \"^T\" \"say bound\"\n", to: "editrc")
        try await play([("ask> ", "\u{14}"), ("say bound", "\r"), ("ask> ", "\u{4}")])
        #expect(bench.ran == ["bound"])
    }

    @Test func `^C gives up a line, not the session`() async throws {
        try await play([("ask> ", "say no"), ("no", "\u{3}"), ("^C", ""), ("ask> ", "say yes\r"), ("ask> ", "\u{4}")])
        #expect(bench.ran == ["yes"])
    }

    @Test func `a signal cancels what runs, and the prompt is back`() async throws {
        let session = session()
        try await pseudo.wait(for: "ask> ")
        try pseudo.type("hang\r")
        for await _ in bench.whenStarted { break }
        signals.take(SIGINT)
        try await pseudo.wait(for: "ask> ")
        signals.take(SIGINT)  // and an idle prompt is not hurt
        try await pseudo.wait(for: "^C")
        try await pseudo.wait(for: "ask> ")
        try pseudo.type("quit 7\r")
        #expect(await session.value == 7)
    }

    @Test func `news stand above what is being typed`() async throws {
        let (news, sender) = AsyncStream<String>.makeStream()
        let session = session(news: news)
        try await pseudo.wait(for: "ask> ")
        try pseudo.type("say half")
        try await pseudo.wait(for: "say half")
        sender.yield("12 jobs done\u{1B}[31m")
        try await pseudo.wait(for: "\u{1B}[J12 jobs done\\u{1B}[31m\r\n")
        try await pseudo.wait(for: "ask> say half")
        try pseudo.type(" done\r")
        try await pseudo.wait(for: "half done")
        try await pseudo.wait(for: "ask> ")
        try pseudo.type("\u{4}")
        #expect(await session.value == 0)
        #expect(bench.ran == ["half done"])
    }

    @Test func `secrets and hidden lines are not kept, aliases are`() async throws {
        try await play([
            ("ask> ", "say token\r"), ("ask> ", " say hidden\r"), ("ask> ", "alias hi 'say hi'\r"), ("ask> ", "hi\r"),
            ("ask> ", "\u{4}"),
        ])
        #expect(try folder.text("history") == "alias hi 'say hi'\nhi\n")
        #expect(try folder.text("rc")?.hasSuffix("\nalias hi say\\ hi\n") == true)
        try await play([("ask> ", "hi again\r"), ("ask> ", "\u{4}")])
        #expect(bench.ran == ["token", "hidden", "hi", "hi again"])
    }

    @Test func `a cancelled session ends what runs and leaves`() async throws {
        let session = session()
        try await pseudo.wait(for: "ask> ")
        try pseudo.type("hang\r")
        for await _ in bench.whenStarted { break }
        session.cancel()
        #expect(await session.value == 0)
    }

    @Test func `the end of the process is a clean one`() async throws {
        let session = session()
        try await pseudo.wait(for: "ask> ")
        signals.take(SIGTERM)
        #expect(await session.value == 143)
    }

    @Test func `a script is cancelled by a signal`() async throws {
        let (interpreter, signals) = (bench.interpreter, signals)
        let script = Task {
            await interruptible(by: signals) { await Batch(interpreter).run(Rows("hang\nsay never"), named: "x").code }
        }
        for await _ in bench.whenStarted { break }
        signals.take(SIGINT)
        #expect(await script.value == 130)
        #expect(bench.ran == [])
    }

    @Test func `a script that nobody interrupts has its own code`() async {
        let (interpreter, signals) = (bench.interpreter, signals)
        #expect(await interruptible(by: signals) { await interpreter.run("fail 5").code } == 5)
    }

    @Test func `a child hears ^C though we do not`() async throws {
        let before = signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, before) }
        let child = try ChildPipe("kill -INT $$; echo survived", output: folder.opened("out"))
        #expect(await child.finish() == 130)
        #expect(try folder.text("out") == "")
    }
}
