import Testing

/// One thing that a person does at the prompt, and what the screen shows then.
///
/// Blanks and the breaks of rows count for nothing in `shows` and `hides`, so that they hold in every width.
struct Interaction {
    let what: String
    let keys: String
    let shows: [String]
    var hides: [String] = []
    /// Whether the keys leave a line that is still being typed: then the last of `shows` is the end of the screen.
    var staysOpen = false

    /// A line that is entered and has ended: the prompt stands below its output.
    static func line(_ what: String, _ line: String, _ shows: String..., hides: [String] = []) -> Self {
        Self(what: what, keys: line + "\r", shows: shows, hides: hides)
    }

    /// Keys that change the line that is being typed; the last of `shows` is that line from the prompt's end on.
    static func keys(_ what: String, _ keys: String, _ shows: String..., hides: [String] = []) -> Self {
        Self(what: what, keys: keys, shows: shows, hides: hides, staysOpen: true)
    }
}

/// What keys send.
enum Key {
    static let (left, right, up, down) = ("\u{1B}[D", "\u{1B}[C", "\u{1B}[A", "\u{1B}[B")
    static let (escape, tab, enter, delete) = ("\u{1B}", "\t", "\r", "\u{7F}")
    static func control(_ letter: Character) -> String {
        letter.asciiValue.map { String(Unicode.Scalar($0 & 0x1F)) } ?? ""
    }
    static func meta(_ letter: Character) -> String { "\u{1B}\(letter)" }
}

/// A person at the prompt: each interaction begins on an empty screen.
struct Person {
    let window: TmuxWindow
    /// What clears the screen and the line, by the keys that are chosen.
    var clearing = Key.control("C") + Key.control("L")

    /// Does them one after another; what the first one misses ends it.
    func `do`(_ interactions: [Interaction]) async throws {
        for interaction in interactions { try await self.do(interaction) }
    }

    func `do`(_ interaction: Interaction) async throws {
        try await clear()
        try await window.type(interaction.keys)
        try await wait(for: interaction.what, interaction.shows, staysOpen: interaction.staysOpen)
        let shown = try await window.rows(past: false)
        for text in interaction.hides {
            #expect(!shown.squeezed.contains([text].squeezed), "\(interaction.what):\n\(shown.joined(separator: "\n"))")
        }
    }

    /// Waits until all of `shows` stand there, and the prompt below the line that was entered.
    ///
    /// A line that is over before its echo is seen counts as not yet over: a ^C that meets a running command is a signal,
    /// which may arrive after the keys that were pressed later.
    @discardableResult
    func wait(for what: String, _ shows: [String], staysOpen: Bool = false) async throws -> [String] {
        try await window.wait(for: what) { rows in
            let text = rows.squeezed
            let isOver = rows.count > 1 && rows.last?.isPrompt ?? false
            let isAtEnd = staysOpen ? text.hasSuffix([shows.last ?? ""].squeezed) : isOver
            return isAtEnd && shows.allSatisfy { text.contains([$0].squeezed) }
        }
    }

    func clear() async throws {
        try await window.type(clearing)
        try await window.wait(for: "an empty prompt", past: false) { $0.count == 1 && $0[0].isPrompt }
        try await window.forgetPast()
    }
}

extension String {
    /// `plexsync[12q]>` and nothing behind it.
    var isPrompt: Bool {
        hasPrefix("plexsync") && hasSuffix(">") && !dropLast().contains(">") && !contains("host:")
    }
}

extension [String] {
    /// Without blanks and breaks.
    var squeezed: String { joined().filter { !$0.isWhitespace } }
}
