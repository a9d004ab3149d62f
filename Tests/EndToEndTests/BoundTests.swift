import TestSupport
import Testing

@Suite struct BoundTests {
    /// Else each test here would take its time from all others, and limits of time would end them.
    @Test func `the tests of this run are not all started at once`() {
        #expect((1...64).contains(testsAtOnce))
    }
}
