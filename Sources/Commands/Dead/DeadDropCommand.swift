public import CommandSyntax
import Database
public import Queue

public struct DeadDropCommand: Command {
    public static let name = "drop"
    public static let summary = "Remove dead letters with their history."
    public static let details = "The next reconciliation may queue their scenes again."
    public static let examples = [
        Example("dead drop 9 --yes", "one, without a question"),
        Example("dead drop --code plex-not-found", "those of one error"),
    ]
    public let ids = Operand(each: "ID", .job, least: 0, "The jobs' numbers.")
    public let which = DeadLetterOptions()
    public init() {}

    public func run(_ given: Arguments<Self>, in app: App) async throws {
        try app.willChange("remove dead letters")
        if given.ids.isEmpty, given.which.isEmpty {
            throw CommandEnd.usage("Say which: numbers, --code or --kind. 'dead purge --older-than 1s' removes all.")
        }
        let store = try await app.workspace.storeOfJobs(app.choices)
        let letters = try await given.which.letters(given.ids, in: store)
        if !letters.isEmpty {
            try await app.confirm("Remove \(counted(letters.count, "dead letter")) (\(app.sample(of: letters)))?")
            let count = try await store.write { transaction in
                try letters.count { try JobStore().dropDead($0.id, in: transaction) }
            }
            try await app.report(changed: count, "Removed \(counted(count, "dead letter")).")
        } else if given.ids.isEmpty {
            try await app.report(changed: 0, "No such dead letters.")
        }
        try complain(about: given.ids, butFor: letters)
    }
}
