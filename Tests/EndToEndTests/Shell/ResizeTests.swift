import Foundation
import Lab
import Testing

/// A window that changes its size while a line is typed that takes several rows.
@Suite(.enabled(if: TmuxWindow.isInstalled, "tmux is not installed"), .timeLimit(.minutes(15)))
struct ResizeTests {
    /// What is behind the `#` makes it long and does nothing.
    private static let line = "status --format csv # " + (10..<26).map { "word\($0)" }.joined(separator: " ")

    private let bench: LabBench

    init() throws { bench = try LabBench(World.demo()) }

    private func window(_ words: [String], _ locale: String) async throws -> TmuxWindow {
        let variables = ["HOME": bench.folder, "PAGER": "cat"]
        let window =
            words.isEmpty
            ? try TmuxWindow(bench.program, columns: 80, locale: locale, variables: variables)
            : try TmuxWindow(
                bench.program, words[0], words[1], columns: 80, locale: locale, variables: variables)
        try await window.wait(for: "the prompt") { $0.last == "plexsync>" }
        try await Person(window: window).clear()
        return window
    }

    /// The rows that prompt and line take in a window of so many columns.
    private func rows(of line: String, columns: Int) -> [String] {
        let text = Array("plexsync> " + line)
        return stride(from: 0, to: text.count, by: columns).map { start in
            var row = String(text[start..<min(start + columns, text.count)])
            while row.last == " " { row.removeLast() }
            return row
        }
    }

    /// What tmux itself moved out at the top when the window became narrow comes back above it in a wide one.
    private func expect(_ line: String, _ window: TmuxWindow, columns: Int) async throws {
        let wanted = rows(of: line, columns: columns)
        let shown = try await window.wait(for: "the line in \(columns) columns", past: false) {
            $0.suffix(wanted.count) == wanted[...]
        }
        let length = line.count + "plexsync> ".count
        let (column, row) = try await window.cursor()
        #expect(column == length % columns && row == shown.count - 1)
    }

    @Test(arguments: ["C.UTF-8", "C"])
    func `a line that is being typed is whole in a narrower window, and in a wider one again`(locale: String)
        async throws
    {
        let window = try await window([], locale)
        var line = Self.line
        try await window.type(line)
        try await expect(line, window, columns: 80)
        try await window.resize(columns: 40)
        try await expect(line, window, columns: 40)
        try await window.type("x" + Key.control("A") + "  " + Key.control("E") + "y")
        line = "  " + line + "xy"
        try await expect(line, window, columns: 40)
        try await window.resize(columns: 80)
        try await expect(line, window, columns: 80)
        try await window.type("z\r")
        try await window.wait(for: "its answer") { $0.squeezed.contains("queue,waiting") && $0.last == "plexsync>" }
        try await window.type(Key.control("D"))
        try await window.wait(for: "the end") { $0.last == "[left 0]" }
    }

    @Test(arguments: ["C.UTF-8", "C"]) func `news after a change of the window stand above the whole line`(
        locale: String
    ) async throws {
        let window = try await window(["host", "--with-shell"], locale)
        try await window.type(Self.line)
        try await window.resize(columns: 40)
        try await expect(Self.line, window, columns: 40)
        try Data("version: 1\nnonsense: 2\n".utf8).write(to: URL(fileURLWithPath: bench.rules))
        let wanted = rows(of: Self.line, columns: 40)
        let rows = try await window.wait(for: "news and the line below", past: false) {
            $0.squeezed.contains("nonsense") && $0.suffix(wanted.count) == wanted[...]
        }
        #expect(rows.count { $0.hasPrefix("plexsync>") } == 1)
        try await window.type("\r")
        try await window.wait(for: "its answer") { $0.squeezed.contains("queue,waiting") }
    }
}
