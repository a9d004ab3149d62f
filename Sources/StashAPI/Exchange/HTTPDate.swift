import SyncModel

extension Instant {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Reads a `Date` header: `Sun, 06 Nov 1994 08:49:37 GMT`. The weekday is not checked.
    ///
    /// - SeeAlso: RFC 9110, section 5.6.7; its two obsolete forms are not read.
    init?(httpDate text: String) {
        let parts = text.split { $0 == " " || $0 == "," || $0 == ":" }
        guard parts.count == 8, parts[7] == "GMT", let day = Int(parts[1]),
            let month = Self.months.firstIndex(where: { $0 == parts[2] }), let year = Int(parts[3]),
            let hour = Int(parts[4]), let minute = Int(parts[5]), let second = Int(parts[6]),
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second), (1970...9999).contains(year),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        self.init(seconds: date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second)
    }
}
