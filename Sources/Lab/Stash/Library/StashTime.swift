/// Instants as Stash writes and reads them: RFC 3339, whole seconds, in the server's offset at write time.
public enum StashTime {
    /// `2026-11-23T17:05:14+11:00`; offset 0 is written `Z`.
    /// - Parameters:
    ///   - seconds: Since 1970, UTC.
    ///   - offset: Seconds east of UTC, whole minutes.
    public static func text(_ seconds: Int, offset: Int) -> String {
        let local = seconds + offset
        let day = Int((Double(local) / 86400).rounded(.down))
        let time = local - day * 86400
        let (year, month, date) = civil(day)
        let clock = "\(pad(time / 3600)):\(pad(time / 60 % 60)):\(pad(time % 60))"
        let zone =
            offset == 0
            ? "Z" : (offset < 0 ? "-" : "+") + "\(pad(abs(offset) / 3600)):\(pad(abs(offset) / 60 % 60))"
        return "\(pad(year, 4))-\(pad(month))-\(pad(date))T\(clock)\(zone)"
    }

    /// Seconds since 1970, fractions cut off; nil for what is no RFC 3339 instant.
    public static func seconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let year = number(bytes, 0, 4), let month = number(bytes, 5, 2),
            let day = number(bytes, 8, 2), let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2),
            let second = number(bytes, 17, 2), bytes[10] == UInt8(ascii: "T")
        else { return nil }
        var index = 19
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            while index < bytes.count, number(bytes, index, 1) != nil { index += 1 }
        }
        let time = days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
        if bytes[index...].elementsEqual("Z".utf8) { return time }
        guard bytes.count == index + 6, let hours = number(bytes, index + 1, 2),
            let minutes = number(bytes, index + 4, 2)
        else { return nil }
        let shift = hours * 3600 + minutes * 60
        return bytes[index] == UInt8(ascii: "-") ? time + shift : time - shift
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        var result = 0
        for byte in bytes[start..<start + count] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            result = result * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return result
    }

    private static func pad(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days since 1970 of a Gregorian date.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The Gregorian date of a day since 1970.
    private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
