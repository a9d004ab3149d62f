public import CommandSyntax
import Database
import Queue

/// Which dead letters are meant, where not by number.
public struct DeadLetterOptions: OptionGroup {
    public static let title = "Which dead letters"
    public let code = Option(
        "code", .text("CODE"), "Only those that died of this error, as 'dead list --format json' names it.")
    public let kind = Option("kind", .oneOf(JobKind.self), "Only those about this kind of thing.")
    public init() {}
}

/// What a job can be about.
public enum JobKind: String, CaseIterable, Hashable, Sendable { case scene, tag, performer, studio, group }

extension Arguments<DeadLetterOptions> {
    func filter() -> JobFilter {
        JobFilter(states: [.dead], keyPrefix: self.kind.map { $0.rawValue + ":" }, errorCode: self.code)
    }

    var isEmpty: Bool { self.code == nil && self.kind == nil }

    /// The dead letters of these numbers that the options keep too; all of them where there are no numbers.
    func letters(_ ids: [Job.ID], in store: Store) async throws -> [Job] {
        let filter = filter()
        let dead = try await store.read { try JobStore().jobs(filter, in: $0) }
        return ids.isEmpty ? dead : dead.filter { ids.contains($0.id) }
    }
}

/// Complains about numbers that name no dead letter.
func complain(about ids: [Job.ID], butFor found: [Job]) throws {
    let others = ids.filter { id in !found.contains { $0.id == id } }
    if others.isEmpty { return }
    throw CommandEnd.failed(
        others.map { "There is no dead letter \($0.rawValue); 'dead list' shows which there are." }
            .joined(separator: "\n"))
}
