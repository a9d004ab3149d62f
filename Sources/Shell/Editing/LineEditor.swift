import CEditLine
import CommandSyntax
import Glibc
import Terminal

/// One line at a time from a terminal, edited with libedit. Lives on one thread: libedit is not told of others.
final class LineEditor {
    enum Entry: Hashable {
        case line(String)
        /// `^C`
        case interrupted
        /// `^D` in an empty line, or the terminal has gone.
        case end
    }

    /// What the environment says, unless it is said here.
    struct Surroundings: Sendable {
        /// Instead of `$TERM`.
        var terminal: String?
        /// Instead of `~/.editrc`.
        var keysFile: String?
    }

    /// Stands around what takes no cells in a prompt.
    static let marker: Character = "\u{1}"

    let screen: Screen
    let bell: Int32
    /// Called on this thread when the bell rings within a line. `true` ends the line as ``Entry/end``.
    var onBell: (LineEditor) -> Bool = { _ in false }
    /// Completes a text at a place, a count of UTF-8 bytes.
    var complete: (String, Int) -> Completion?
    /// Rows of the same line that are already typed, each with its newline.
    var before = ""

    private let edit: OpaquePointer
    private let lines: OpaquePointer
    private let streams: [UnsafeMutablePointer<FILE>]
    private let locale: locale_t?
    private let localeBefore: locale_t?
    private var prompt: UnsafeMutablePointer<CChar>?
    private var promptText = ""
    private var decoder = Decoder()
    private var decoded: [Unicode.Scalar] = []
    private var wasInterrupted = false

    /// - Parameter bell: A descriptor that becomes readable when another thread wants something.
    /// - Returns: `nil` where libedit can't be had: no memory, no descriptors.
    init?(
        _ screen: Screen, bell: Int32, _ surroundings: Surroundings,
        complete: @escaping (String, Int) -> Completion?
    ) {
        // For this thread alone: the process stays in C, and typed text is UTF-8 in any case.
        locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)
        localeBefore = locale.map { uselocale($0) }
        streams = [(screen.input, "r"), (screen.output, "w"), (screen.error, "w")].compactMap { descriptor, mode in
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            return copy < 0 ? nil : fdopen(copy, mode)
        }
        guard streams.count == 3, let edit = el_init("plexsync", streams[0], streams[1], streams[2]),
            let lines = history_init()
        else { return nil }
        (self.screen, self.bell, self.complete, self.edit, self.lines) = (screen, bell, complete, edit, lines)
        if let terminal = surroundings.terminal { _ = edit_set_terminal(edit, terminal) }
        setUp(keys: surroundings.keysFile)
    }

    deinit {
        el_end(edit)
        history_end(lines)
        for stream in streams { fclose(stream) }
        free(prompt)
        if let localeBefore { uselocale(localeBefore) }
        if let locale { freelocale(locale) }
    }

    /// - Parameter file: `nil` for the person's own, `~/.editrc`.
    private func setUp(keys file: String?) {
        _ = edit_set_owner(edit, Unmanaged.passUnretained(self).toOpaque())
        _ = edit_handle_signals(edit, 0)
        _ = edit_set_editor(edit, "emacs")
        _ = edit_history_size(lines, Int32(History.most))
        _ = edit_set_history(edit, lines)
        _ = edit_keep_signals_out(edit)
        _ = edit_set_prompt(edit, { LineEditor.of($0)?.prompt }, CChar(1))
        _ = edit_set_reader(edit) { edit, scalar in LineEditor.of(edit)?.read(into: scalar) ?? -1 }
        let interrupt: edit_command = { edit, _ in LineEditor.of(edit)?.interrupt() ?? UInt8(CC_ERROR) }
        let complete: edit_command = { edit, _ in LineEditor.of(edit)?.completeWord() ?? UInt8(CC_ERROR) }
        _ = edit_add_command(edit, "plexsync-interrupt", "Give the line up", interrupt)
        _ = edit_add_command(edit, "plexsync-complete", "Complete the word", complete)
        _ = edit_bind(edit, "^R", "em-inc-search-prev")
        el_source(edit, file)
        // After it, since choosing vi's keys there forgets all that was bound.
        if edit_editor(edit).map({ String(cString: $0) }) == "vi" { _ = edit_bind(edit, "^R", "em-inc-search-prev") }
        _ = edit_bind(edit, "^C", "plexsync-interrupt")
        _ = edit_bind_alternative(edit, "^C", "plexsync-interrupt")
        _ = edit_bind(edit, "^I", "plexsync-complete")
    }

    private static func of(_ edit: OpaquePointer?) -> LineEditor? {
        guard let edit, let owner = edit_owner(edit) else { return nil }
        return Unmanaged<LineEditor>.fromOpaque(owner).takeUnretainedValue()
    }
}

extension LineEditor {
    /// Shows `prompt`, one row that is safe, and waits for a line.
    func read(_ prompt: String, look: Look) -> Entry {
        promptText = prompt
        free(self.prompt)
        let mark = String(Self.marker)
        let painted =
            look.hasColor && !prompt.isEmpty ? mark + "\u{1B}[36m" + mark + prompt + mark + "\u{1B}[0m" + mark : prompt
        self.prompt = strdup(painted)
        wasInterrupted = false
        el_resize(edit)
        // Before the prompt is seen: libedit does so only when it waits, and a ^D typed in between would be lost.
        _ = edit_prepare_terminal(edit, 1)
        var count: Int32 = 0
        guard let text = el_gets(edit, &count), count > 0 else { return wasInterrupted ? .interrupted : .end }
        let line = String(cString: text)
        return .line(line.hasSuffix("\n") ? String(line.dropLast()) : line)
    }

    /// Makes the arrow keys and `^R` find these lines.
    func remember(_ all: [String]) {
        _ = edit_history_clear(lines)
        for line in all { _ = edit_history_enter(lines, line) }
    }

    /// Puts rows above the line that is being typed, which is drawn anew below them.
    func printAbove(_ rows: [String]) {
        erase()
        show(rows.map { $0 + "\n" }.joined())
        _ = edit_refresh(edit)
    }

    /// After the window has changed: terminals have wrapped the rows anew, so their number follows from the new width.
    func redraw() {
        erase()
        el_resize(edit)
        _ = edit_refresh(edit)
    }

    /// Row by row before the rest: tmux keeps a screen that is erased as a whole from its first cell, and shows it again
    /// in a wider window.
    private func erase() {
        let (row, last) = (position(ofCursor: true).row, position(ofCursor: false).row)
        let up = { (rows: Int) in rows > 0 ? "\u{1B}[\(rows)A" : "" }
        let rows = Array(repeating: "\u{1B}[K", count: last + 1).joined(separator: "\u{1B}[B")
        show("\r" + up(row) + rows + up(last) + "\u{1B}[J")
    }

    private func printBelow(_ rows: [String]) {
        moveToEnd()
        show("\n" + rows.map { $0 + "\n" }.joined())
        _ = edit_refresh(edit)
    }

    private func moveToEnd() {
        let (cursor, end) = (position(ofCursor: true), position(ofCursor: false))
        let down = end.row - cursor.row
        show((down > 0 ? "\u{1B}[\(down)B" : "") + "\r" + (end.column > 0 ? "\u{1B}[\(end.column)C" : ""))
    }

    private func show(_ text: String) {
        fputs(text, streams[1])
        fflush(streams[1])
    }

    private func position(ofCursor: Bool) -> Cells {
        var cells = Cells(columns: screen.size.columns)
        cells.put(promptText)
        guard let line = el_wline(edit)?.pointee, var next = line.buffer else { return cells }
        let end = ofCursor ? line.cursor : line.lastchar
        while let end, next < end {
            cells.put(next.pointee)
            next += 1
        }
        return cells
    }
}

/// Called by libedit, on the thread that is within `read`.
extension LineEditor {
    private func read(into scalar: UnsafeMutablePointer<wchar_t>?) -> Int32 {
        while decoded.isEmpty {
            guard let byte = waitForByte() else { return 0 }
            decoded = decoder.take(byte)
        }
        scalar?.pointee = wchar_t(decoded.removeFirst().value)
        return 1
    }

    /// - Returns: `nil` at the end of input, or of the session.
    private func waitForByte() -> UInt8? {
        while true {
            var polled = [
                pollfd(fd: screen.input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&polled, 2, -1) > 0 else { continue }  // EINTR
            if polled[1].revents != 0, onBell(self) { return nil }
            if polled[0].revents == 0 { continue }
            var byte: UInt8 = 0
            let count = Glibc.read(screen.input, &byte, 1)
            if count == 1 { return byte }
            if count == 0 || errno != EINTR && errno != EAGAIN { return nil }
        }
    }

    /// As `^C` does, for a signal that came from elsewhere: what was typed is left, and the line ends.
    func giveUp() {
        moveToEnd()
        show("^C\n")
        wasInterrupted = true
    }

    private func interrupt() -> UInt8 {
        giveUp()
        return UInt8(CC_EOF)
    }

    private func completeWord() -> UInt8 {
        guard let line = el_wline(edit)?.pointee, let start = line.buffer, let cursor = line.cursor else {
            return UInt8(CC_ERROR)
        }
        var typed = ""
        for offset in 0..<(cursor - start) {
            typed.unicodeScalars.append(UInt32(exactly: start[offset]).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}")
        }
        let text = before + typed
        guard let completion = complete(text, text.utf8.count) else { return UInt8(CC_ERROR) }
        return put(completion, after: text)
    }

    private func put(_ completion: Completion, after text: String) -> UInt8 {
        guard !completion.candidates.isEmpty else { return UInt8(CC_REFRESH_BEEP) }
        // A word that began on an earlier row can't be replaced: that row has been entered.
        guard completion.replaced.lowerBound >= before.utf8.count else { return UInt8(CC_REFRESH_BEEP) }
        guard let insertion = completion.insertionLeavingFolders else {
            let size = screen.size
            let look = Look(width: size.columns, isUTF8: screen.isUTF8)
            printBelow(CandidateList(candidates: completion.candidates).rendered(look, rows: size.rows - 2))
            return UInt8(CC_NORM)
        }
        let replaced = text.utf8.dropFirst(completion.replaced.lowerBound)
        el_deletestr(edit, Int32(String(decoding: replaced, as: UTF8.self).unicodeScalars.count))
        return el_insertstr(edit, insertion) == 0 ? UInt8(CC_REFRESH) : UInt8(CC_REFRESH_BEEP)
    }
}
