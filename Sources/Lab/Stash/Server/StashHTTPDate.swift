/// The form of times in HTTP headers.
enum StashHTTPDate {
    /// `Mon, 23 Nov 2026 07:08:42 GMT`
    static func text(_ seconds: Int) -> String {
        let stamp = Array(StashTime.text(seconds, offset: 0).utf8).map { String(UnicodeScalar($0)) }
        func part(_ range: Range<Int>) -> String { stamp[range].joined() }
        let day = Int((Double(seconds) / 86400).rounded(.down))
        let weekday = days[((day + 4) % 7 + 7) % 7]
        let month = months[(Int(part(5..<7)) ?? 1) - 1]
        return "\(weekday), \(part(8..<10)) \(month) \(part(0..<4)) \(part(11..<19)) GMT"
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
