import Rules
import Testing

@Suite struct TriggerWordsTests {
    @Test(arguments: [
        ("daily", "daily"), ("startup", "startup"), ("daily 03:30", "{daily: \"03:30\"}"),
        ("daily at 03:30", "{daily: \"03:30\"}"), ("weekly sunday 04:00", "{weekly: {on: sunday, at: \"04:00\"}}"),
        ("weekly on mon,fri at 04:00", "{weekly: {on: [monday, friday], at: \"04:00\"}}"),
        ("weekly tue", "{weekly: {on: tuesday, at: \"03:00\"}}"),
        ("weekly 04:00", "{weekly: {on: sunday, at: \"04:00\"}}"),
        ("monthly 1 15 04:00", "{monthly: {on: [1, 15], at: \"04:00\"}}"), ("every 6h", "{every: 6h}"),
        ("weekly mon tue wed 04:00", "{weekly: {on: [monday, tuesday, wednesday], at: \"04:00\"}}"),
        ("cron 30 3 * * *", "{cron: \"30 3 * * *\"}"), ("30 3 * * *", "{cron: \"30 3 * * *\"}"),
        ("cron \"30 3 * * *\"", "{cron: \"30 3 * * *\"}"), ("@hourly", "{cron: \"@hourly\"}"),
        ("{daily: \"03:30\"}", "{daily: \"03:30\"}"), ("daily: 03:30", "{daily: \"03:30\"}"),
        ("{weekly: {on: sunday}}", "{weekly: {on: sunday}}"), ("every: 90m", "{every: 90m}"),
    ])
    func `what a person types is what a file would have`(text: String, yaml: String) throws {
        let (found, faults) = rules("- {name: a, when: \(yaml)}")
        #expect(faults.isEmpty)
        #expect(try Trigger(text: text) == found.first?.trigger)
    }

    @Test(arguments: [
        ("daily 3:30", "did you mean '03:30'"), ("weekly sundy 04:00", "did you mean 'sunday'"),
        ("dayly 03:30", "did you mean 'daily'"), ("03:30", "did you mean 'daily 03:30'"), ("every 5s", "1m to 366d"),
        ("every soon", "a length of time"), ("monthly 32", "1 to 31"), ("cron 61 * * * *", "minute"),
        ("{yearly: x}", "unknown key 'yearly'"), ("{daily: \"03:30\", every: 6h}", "takes one of daily"),
        ("{", "bracket"),
        ("cron 0 3 * *", "cron"), ("weekly 04:00 05:00", "a time such as"),
    ])
    func `what is wrong is said in those words`(text: String, part: String) {
        let fault = #expect(throws: TriggerFault.self) { try Trigger(text: text) }
        #expect(fault?.description.contains(part) == true, "\(String(describing: fault))")
    }

    @Test(arguments: ["dayly", "", "whenever", "now and then"])
    func `a word that is none is no trigger`(text: String) throws { #expect(try Trigger(text: text) == nil) }
}
