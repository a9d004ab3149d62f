import Lab
import Queue
import SyncModel
import Testing

@testable import SyncEngine

/// Every field in every situation: no person's edit is lost, every removal is applied, nothing is written twice.
@Suite struct MatrixTests {
    enum Situation: CaseIterable {
        case unchanged, changedInStash, editedAndLocked, editedAndLockedAndChanged, refreshedByAgent, emptiedInStash
        case removedFromSet, takenOutInPlex, takenOutWithoutLock, readded

        var isOfSets: Bool { self == .removedFromSet || self == .takenOutInPlex || self == .takenOutWithoutLock }
    }

    static let cells: [(Field, Situation)] = SmallWorld.fields.flatMap { field in
        Situation.allCases.filter { !$0.isOfSets || field.isSet }.map { (field, $0) }
    }

    @Test(arguments: cells) func `a field ends as the table says`(field: Field, situation: Situation) async throws {
        let bench = try Bench(SmallWorld.make())
        let engine = bench.engine(with: SmallWorld.allFields)
        try await sync(bench, engine)
        #expect(try bench.item(101)[field] == Said.before(field))
        #expect(try bench.item(101).locked.contains(field.plexName))
        bench.plex.resetRequests()

        let key = try happen(situation, field, bench)
        try await sync(bench, engine)
        let item = try bench.item(key)
        #expect(item[field] == expected(situation, field), "\(bench.plex.edits)")
        #expect(bench.plex.edits.allSatisfy { $0.ids == [key] })
        let mayWrite = ![.unchanged, .editedAndLocked, .takenOutInPlex].contains(situation)
        #expect(mayWrite || bench.plex.edits.isEmpty, "\(bench.plex.edits)")
        if situation == .removedFromSet {
            #expect(bench.plex.edits.compactMap { $0.removedTags[field.plexName] }.count == 1)
        }

        bench.plex.resetRequests()
        try await bench.enqueue([1])
        _ = try await engine.drain(bench.options)
        #expect(bench.plex.edits.isEmpty, "written twice: \(bench.plex.edits)")
        let gaps = try await bench.gaps(engine)
        #expect(gaps.isEmpty, "\(gaps)")
        #expect(try await bench.jobs([.dead]).isEmpty)
    }

    private func sync(_ bench: Bench, _ engine: Engine) async throws {
        _ = try await bench.reconcile(engine)
        let report = try await engine.drain(bench.options)
        #expect(report.died == 0 && report.retried == 0 && report.held == 0, "\(report)")
    }

    /// - Returns: The rating key of the scene's item from now on.
    private func happen(_ situation: Situation, _ field: Field, _ bench: Bench) throws -> Int {
        let person: (inout PlexItem) -> Void = { item in
            if field.isSet { item[field].formUnion(Said.foreign(field)) } else { item[field] = Said.foreign(field) }
            item.locked.insert(field.plexName)
        }
        switch situation {
        case .unchanged: break
        case .changedInStash: bench.stash.editScene(1) { $0.change(field) }
        case .editedAndLocked: bench.plex.edit(101, person)
        case .editedAndLockedAndChanged:
            bench.plex.edit(101, person)
            bench.stash.editScene(1) { $0.change(field) }
        case .refreshedByAgent:
            bench.plex.edit(101) { item in
                item[field] = Said.foreign(field)
                item.locked.remove(field.plexName)
            }
        case .emptiedInStash: bench.stash.editScene(1) { $0.empty(field) }
        case .takenOutInPlex: bench.plex.edit(101) { $0[field].subtract(Self.takenOut(field)) }
        case .takenOutWithoutLock:
            bench.plex.edit(101) { item in
                item[field].subtract(Self.takenOut(field))
                item.locked.remove(field.plexName)
            }
        case .removedFromSet:
            bench.stash.editScene(1) { scene in
                switch field {
                case .performers: scene.performers = [1]
                case .tags: scene.tags = [1]
                default: scene.groups = [StashGroupLink(group: 2), StashGroupLink(group: 1)]
                }
            }
            if field == .collections { bench.stash.editScene(1) { $0.groups = [StashGroupLink(group: 2)] } }
        case .readded:
            bench.plex.update { library in
                library.items = [SmallWorld.item(of: 1, key: 555)]
            }
            return 555
        }
        return 101
    }

    /// What a person takes out of a set of ours.
    private static func takenOut(_ field: Field) -> Set<String> {
        field == .collections ? ["Group A"] : Said.before(field).intersection(["Bob", "Blue"])
    }

    private func expected(_ situation: Situation, _ field: Field) -> Set<String> {
        let (before, after, foreign) = (Said.before(field), Said.after(field), Said.foreign(field))
        switch situation {
        // Without our lock it was an agent who took it out.
        case .unchanged, .readded, .takenOutWithoutLock: return before
        case .takenOutInPlex: return before.subtracting(Self.takenOut(field))
        case .changedInStash: return after
        case .editedAndLocked: return field.isSet ? before.union(foreign) : foreign
        case .editedAndLockedAndChanged: return field.isSet ? after.union(foreign) : foreign
        // What an agent put into a set is somebody's, and stays beside ours.
        case .refreshedByAgent: return field.isSet ? before.union(foreign) : before
        // No title in Stash is no wish.
        case .emptiedInStash: return field == .title ? before : []
        case .removedFromSet: return field == .collections ? ["Group B"] : before.intersection(["Ann", "Red"])
        }
    }
}
