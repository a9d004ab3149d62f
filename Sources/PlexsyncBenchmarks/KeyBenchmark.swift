import Foundation
import Lab

/// Keys at the prompt while a host behind it looks at a whole library: the time from a key to its letter on the screen.
struct KeyBenchmark {
    let size: Int

    func run() async throws {
        let folder = BenchmarkStage.makeName()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { BenchmarkStage.remove(folder) }
        let servers = try LabServers(world: World.large(scenes: size))
        defer { servers.stop() }
        let rules = try servers.writeConfiguration(
            into: folder, adding: "rules: [{name: scan, when: startup, do: report}]\n")
        let idle = try await measured(["--rules", rules, "--state", folder + "/idle"], until: nil)
        row("key, an idle prompt", idle, size: 0)
        let busy = try await measured(
            ["host", "--with-shell", "--rules", rules, "--state", folder + "/busy"], until: "Rule 'scan' ended")
        row("key, a scan behind the prompt", busy, size: size)
    }

    private func row(_ what: String, _ times: [Double], size: Int) {
        let sorted = times.sorted()
        guard let last = sorted.last else { return print("\(what): nothing was measured") }
        let note = String(
            format: "%d keys: median %.2f ms, p99 %.2f ms, max %.2f ms (goal 20)", sorted.count,
            sorted[sorted.count / 2] * 1000, sorted[sorted.count * 99 / 100] * 1000, last * 1000)
        PlexsyncBenchmarks.row(what, size: size, seconds: sorted[sorted.count / 2], note: note)
    }

    /// - Parameter news: What ends it, once it is shown; 200 keys where there is none.
    private func measured(_ words: [String], until news: String?) async throws -> [Double] {
        let keyboard = try Keyboard(words)
        defer { keyboard.end() }
        guard keyboard.waits(for: "> ") else { return [] }
        var times: [Double] = []
        // A letter and its deletion in turn, so that the line stays short.
        while times.count < (news == nil ? 200 : 100_000) {
            let isLetter = times.count % 2 == 0
            let start = ContinuousClock.now
            guard keyboard.press(isLetter ? "x" : "\u{7F}") else { break }
            let time = start.duration(to: .now)
            times.append(Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds))
            if let news, keyboard.has(shown: news) { break }
            // As a quick typist: about twenty keys a second.
            try await Task.sleep(for: .milliseconds(50))
        }
        return times
    }
}

/// The program on a pseudo-terminal, and we are its keyboard.
private final class Keyboard {
    private let other: Int32
    private let process = Process()
    private var shown: [UInt8] = []

    init(_ words: [String]) throws {
        other = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (number, zero) = (UInt32(0), Int32(0))
        // TIOCSPTLCK and TIOCGPTN: what unlockpt and ptsname do.
        guard other >= 0, ioctl(other, 0x4004_5431, &zero) == 0, ioctl(other, 0x8004_5430, &number) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        let terminal = FileHandle(
            fileDescriptor: open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC), closeOnDealloc: true)
        var size = winsize(ws_row: 30, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal.fileDescriptor, UInt(TIOCSWINSZ), &size)
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.executableURL = own.deletingLastPathComponent().appendingPathComponent("plexsync")
        process.arguments = words
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "xterm", "LC_ALL": "C.UTF-8"]
        (process.standardInput, process.standardOutput, process.standardError) = (terminal, terminal, terminal)
        try process.run()
    }

    /// Presses one key and waits until the prompt has answered. - Returns: false where it does not within ten seconds.
    func press(_ key: String) -> Bool {
        drain()
        _ = key.utf8.withContiguousStorageIfAvailable { write(other, $0.baseAddress, $0.count) }
        let before = shown.count
        while shown.count == before { if !read(waiting: 10_000) { return false } }
        return true
    }

    func waits(for text: String) -> Bool {
        while !has(shown: text) { if !read(waiting: 30_000) { return false } }
        return true
    }

    func has(shown text: String) -> Bool { String(decoding: shown, as: UTF8.self).contains(text) }

    func end() {
        process.terminate()
        process.waitUntilExit()
        close(other)
    }

    private func drain() { while read(waiting: 0) {} }

    private func read(waiting milliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: other, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(other, &buffer, buffer.count)
        if count > 0 { shown += buffer[..<count] }
        return count > 0
    }
}
