import Rules
import Testing

@testable import SyncEngine

@Suite struct StashWatchTests {
    private func jobs(_ texts: [String]) -> StashWatch.Sight {
        .up(
            Dictionary(
                uniqueKeysWithValues: texts.map { text in
                    let isScan = text.hasSuffix("*")
                    return (Int(isScan ? text.dropLast() : text[...]) ?? 0, isScan)
                }))
    }

    /// Sights one after the other, and what each but the first tells.
    private func seen(_ sights: [StashWatch.Sight]) -> [[Trigger.Event]] {
        var watch = StashWatch(sights[0])
        return sights.dropFirst().map { sight in
            let events = watch.see(sight)
            watch = StashWatch(text: watch.text) ?? watch  // as it is kept in between
            return events
        }
    }

    @Test func `a Stash that went away and came back has started`() {
        #expect(seen([jobs([]), .down, .down, jobs([]), jobs([])]) == [[], [], [.startup], []])
        #expect(seen([.down, jobs([])]) == [[.startup]])
    }

    @Test func `the first look tells nothing`() {
        #expect(StashWatch(jobs(["3*"])).isUp)
        #expect(seen([jobs(["3*"]), jobs(["3*"])]) == [[]])
    }

    @Test func `a scan that was seen and is gone has ended, once`() {
        #expect(
            seen([jobs([]), jobs(["4*"]), jobs(["4*", "5"]), jobs(["5"]), jobs([])]) == [[], [], [.scanComplete], []])
        #expect(seen([jobs(["4*", "5*"]), jobs([])]) == [[.scanComplete]])
        #expect(seen([jobs(["4"]), jobs([])]) == [[]])
    }

    @Test func `a scan that dies with Stash has not ended`() {
        #expect(seen([jobs(["4*"]), .down, jobs([])]) == [[], [.startup]])
    }

    @Test func `numbers that begin again are a new Stash's, though nobody saw it away`() {
        #expect(seen([jobs(["7"]), jobs([]), jobs(["1*"]), jobs([])]) == [[], [.startup], [.scanComplete]])
        #expect(seen([jobs(["7", "8*"]), jobs(["2"])]) == [[.startup]])
        // The same number, and another job: its scan has not ended, it died.
        #expect(seen([jobs(["1*"]), jobs(["1"]), jobs([])]) == [[.startup], []])
    }

    @Test func `a job that is taken from the end of the queue is no restart`() {
        #expect(seen([jobs(["7", "8"]), jobs(["7"]), jobs(["7", "9"])]) == [[], []])
    }

    @Test(arguments: ["", "up", "up x", "sideways 1", "up 1 2x"])
    func `a text that is none is not read`(text: String) { #expect(StashWatch(text: text) == nil) }
}
