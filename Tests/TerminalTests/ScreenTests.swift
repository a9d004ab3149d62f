import Synchronization
import Testing

@testable import Terminal

@Suite struct ScreenTests {
    @Test(
        arguments: [
            ([:], false), (["LANG": "C.UTF-8"], true), (["LANG": "de_DE.utf8"], true), (["LANG": "C"], false),
            (["LANG": "en_US.UTF-8", "LC_ALL": "C"], false),
            (["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"], true),
        ] as [([String: String], Bool)])
    func `the locale says whether UTF-8 is spoken`(variables: [String: String], isUTF8: Bool) {
        #expect(TerminalInfo.speaksUTF8 { variables[$0] } == isUTF8)
    }

    @Test(
        arguments: [
            ([:], true), (["NO_COLOR": "1"], false), (["NO_COLOR": ""], true), (["TERM": "dumb"], false),
        ] as [([String: String], Bool)])
    func `the environment may refuse colour`(variables: [String: String], wants: Bool) {
        #expect(TerminalInfo.wantsColor { variables[$0] } == wants)
    }

    @Test(arguments: [
        (ColorChoice.auto, true, true, true), (.auto, false, true, false), (.auto, true, false, false),
        (.always, false, false, true), (.never, true, true, false),
    ])
    func `colour is for terminals, unless one insists`(choice: ColorChoice, isTerminal: Bool, wants: Bool, has: Bool) {
        let info = TerminalInfo(isOutputTerminal: isTerminal, columns: 100, wantsColor: wants)
        #expect(info.look(choice).hasColor == has)
        #expect(info.look(choice).width == (isTerminal ? 100 : nil))
        #expect(info.errorLook(.auto).hasColor == false)
    }

    @Test func `a file gets UTF-8 whatever the terminal speaks`() {
        #expect(TerminalInfo(isOutputTerminal: false, isUTF8: false).look(.auto).isUTF8)
        #expect(!TerminalInfo(isOutputTerminal: true, isUTF8: false).look(.auto).isUTF8)
    }

    @Test(arguments: [
        (Progress("Reading", unit: "pages"), "Reading  0 pages"),
        (Progress("Reading", unit: "scenes", done: 1200, elapsed: .seconds(2)), "Reading  1 200 scenes  600/s"),
        (
            Progress("Reading", unit: "scenes", done: 12_000, total: 100_000, elapsed: .seconds(4)),
            "Reading  12 000 of 100 000 scenes  12%  3 000/s  30 s left"
        ),
        (
            Progress("Reading", unit: "pages", done: 3, total: 3, elapsed: .seconds(2)),
            "Reading  3 of 3 pages  100%  1.5/s"
        ),
        (Progress("Reading", unit: "pages", done: 5, total: 3, elapsed: .zero), "Reading  5 of 3 pages  100%"),
        (Progress("Reading", unit: "pages", total: 0), "Reading  0 of 0 pages"),
        (
            Progress("a\u{1B}b", unit: "x", done: .max, total: .max),
            "a\\u{1B}b  \(grouped(.max)) of \(grouped(.max)) x  100%"
        ),
    ])
    func `progress tells share, rate and what is left`(progress: Progress, text: String) {
        #expect(progress.rendered() == text)
    }

    @Test func `progress never fills the last cell, where the terminal would wrap`() {
        let progress = Progress("Reading", unit: "scenes", done: 12_000, total: 100_000)
        #expect(progress.rendered(Look(width: 20)) == "Reading  12 000 of…")
    }

    @Test func `the status line is redrawn in place and makes room`() {
        let screen = Mutex("")
        let line = StatusLine(isOn: true) { text in screen.withLock { $0 += text } }
        let start = ContinuousClock.now
        line.show("one", at: start)
        line.show("skipped", at: start + .milliseconds(50))
        line.show("two", at: start + .milliseconds(100))
        line.above { screen.withLock { $0 += "news\n" } }
        line.clear()
        line.clear()
        line.show("three", at: start + .milliseconds(101))
        #expect(
            screen.withLock { $0 } == "\rone\u{1B}[K\rtwo\u{1B}[K\r\u{1B}[Knews\ntwo\r\u{1B}[K\rthree\u{1B}[K")
    }

    @Test func `no terminal, no status line`() {
        let screen = Mutex("")
        let line = StatusLine(isOn: false) { text in screen.withLock { $0 += text } }
        line.show("one")
        line.above { screen.withLock { $0 += "news\n" } }
        line.clear()
        #expect(screen.withLock { $0 } == "news\n")
    }

    @Test(arguments: [(0, ""), (1, "▏"), (50, "█████"), (55, "█████▌"), (100, "██████████"), (200, "██████████")])
    func `a bar has eighths of a cell`(value: Int, bar: String) {
        #expect(Look().bar(value, of: 100, cells: 10) == bar)
        #expect(Look(isUTF8: false).bar(value, of: 100, cells: 10).allSatisfy { $0 == "#" })
    }

    @Test func `a curve shows its highest value full`() {
        #expect(Look().curve([0, 1, 4, 7, -3]) == "▁▂▅█▁")
        #expect(Look().curve([0, 0]) == "▁▁" && Look().curve([]).isEmpty)
        #expect(Look(isUTF8: false).curve([0, 5]) == "_#")
    }
}
