import PlexAPI
import Testing

@testable import SyncEngine

@Suite struct ReadWidthTests {
    private let fine = Result<Int, PlexError>.success(1)

    @Test func `it grows only where all were in use, up to four`() {
        var width = ReadWidth()
        width.learn(from: fine, wasSaturated: false)
        #expect(width.current == 2)
        let widths = (1...3).map { _ in
            width.learn(from: fine, wasSaturated: true)
            return width.current
        }
        #expect(widths == [3, 4, 4])
    }

    @Test func `a time-out halves it, down to one; a refusal of one request does not`() {
        var width = ReadWidth()
        for _ in 1...2 { width.learn(from: fine, wasSaturated: true) }
        let missed = Result<Int, PlexError>.failure(.timedOut(host: "plex"))
        let widths = (1...3).map { _ in
            width.learn(from: missed, wasSaturated: true)
            return width.current
        }
        #expect(widths == [2, 1, 1])
        width.learn(from: Result<Int, PlexError>.failure(.notFound(host: "plex")), wasSaturated: true)
        #expect(width.current == 2)
    }
}
