import Terminal
import Testing

@Suite struct TimesTests {
    @Test(arguments: [
        (Duration.milliseconds(820), "820 ms"), (.zero, "0 ms"), (.milliseconds(4250), "4.2 s"), (.seconds(4), "4 s"),
        (.seconds(59), "59 s"), (.milliseconds(59_999), "59 s"), (.seconds(60), "1 min"), (.seconds(200), "3 min 20 s"),
        (.seconds(7500), "2 h 5 min"), (.seconds(7200), "2 h"), (.seconds(273_600), "3 d 4 h"), (.seconds(-5), "0 ms"),
    ])
    func `lengths have two units at most`(length: Duration, text: String) { #expect(length.forPeople == text) }

    @Test(arguments: [
        (0, "just now"), (1, "just now"), (-1, "just now"), (2, "2 s ago"), (59, "59 s ago"), (60, "1 min ago"),
        (3599, "59 min ago"), (10_800, "3 h ago"), (172_799, "47 h ago"), (172_800, "2 d ago"), (-300, "in 5 min"),
        (86_400 * 59, "59 d ago"), (86_400 * 90, "3 months ago"), (86_400 * 800, "2 years ago"),
    ])
    func `instants are told by their distance`(seconds: Int, text: String) {
        #expect(Duration.seconds(seconds).ago == text)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1 000"), (12_345, "12 345"), (-1_234_567, "-1 234 567"),
        (Int.min, "-9 223 372 036 854 775 808"),
    ])
    func `counts are grouped`(count: Int, text: String) { #expect(grouped(count) == text) }
}
