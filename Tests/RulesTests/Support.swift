import Foundation
import Rules
import SyncModel
import YAML

/// Reads a list of rules that begins in line 2.
func rules(
    _ text: String, fields: [Field] = FieldSettings().enabled, libraries: [String] = []
) -> (rules: [Rule], faults: [Fault]) {
    let document = Document(bytes: Array("rules:\n\(text)\n".utf8), file: "rules.yaml")
    var rules: [Rule] = []
    if let root = document.root {
        document.log.mapping(root, path: "", isWhole: document.isWhole) {
            var places = RulePlaces()
            let surroundings = RuleSurroundings(enabledFields: fields, libraries: libraries, zone: .utc)
            rules = $0.rules("rules", beside: surroundings, places: &places)
        }
    }
    return (rules, document.log.faults)
}

/// Faults as `line:column code`.
func places(_ faults: [Fault]) -> [String] { faults.map { "\($0.line):\($0.column) \($0.code.rawValue)" } }

/// The schedule of a `when:`, as it stands in a file.
func parsedSchedule(_ when: String) -> Schedule? {
    guard case .schedule(let schedule)? = rules("- {name: a, when: \(when)}").rules.first?.trigger else { return nil }
    return schedule
}

/// One line of the vectors: what an oracle that looked at every minute found.
struct Vector: Decodable {
    let zone: String
    let when: When
    let from, until: String
    let fires: [String]

    struct When: Decodable {
        struct Days: Decodable {
            let on: Day
            let at: String
        }
        enum Day: Decodable {
            case number(Int)
            case name(String)
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let number = try? container.decode(Int.self) {
                    self = .number(number)
                } else {
                    self = .name(try container.decode(String.self))
                }
            }
        }
        let cron, daily: String?
        let weekly, monthly: Days?

        /// As a rules file says it.
        var text: String {
            if let cron { return "{cron: \"\(cron)\"}" }
            if let daily { return "{daily: \"\(daily)\"}" }
            let key = weekly == nil ? "monthly" : "weekly"
            guard let days = weekly ?? monthly else { return "{}" }
            return switch days.on {
            case .number(let number): "{\(key): {on: \(number), at: \"\(days.at)\"}}"
            case .name(let name): "{\(key): {on: \(name), at: \"\(days.at)\"}}"
            }
        }
    }

    static func all() throws -> [Vector] {
        guard let url = Bundle.module.url(forResource: "Fixtures/schedule-vectors", withExtension: "jsonl") else {
            return []
        }
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Vector.self, from: Data($0.utf8))
        }
    }
}
