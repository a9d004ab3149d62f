import Queue
import Testing

@Suite struct BatchRampTests {
    @Test func `after an outage four jobs are tried, then twice as many each time, up to a batch`() {
        var ramp = BatchRamp()
        #expect(ramp.size == 50)
        ramp.stopped()
        var sizes = [ramp.size]
        for _ in 1...5 {
            ramp.wentWell()
            sizes.append(ramp.size)
        }
        #expect(sizes == [4, 8, 16, 32, 50, 50])
        ramp.stopped()
        #expect(ramp.size == 4)
    }
}
