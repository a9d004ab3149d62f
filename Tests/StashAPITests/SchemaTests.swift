import Testing
import Transport

@testable import StashAPI

@Suite struct SchemaTests {
    @Test(arguments: recordedReleases)
    func `every document is valid under the release it is meant for`(release: StashRelease) throws {
        let check = try documentCheck(release)
        let documents = Documents.all(for: release.offers)
        #expect(documents.count >= 13)
        for document in documents {
            #expect(check.faults(in: document.text, variables: nil) == [], "\(document.name) under \(release)")
        }
    }

    @Test(arguments: [
        (24, 25, "scenes by ids", "no argument ids on Query.findScenes"),
        (25, 27, "scene page", "no field groups on Scene"),
        (25, 27, "entities", "no field findGroups on Query"),
        (29, 30, "changes", "no field files_filter in SceneFilterType"),
    ])
    func `a document of a later release is refused by an older one`(
        old: Int, new: Int, name: String, fault: String
    ) throws {
        let documents = Documents.all(for: StashRelease(major: 0, minor: new).offers)
        let document = try #require(documents.first { $0.name == name })
        let faults = try documentCheck(StashRelease(major: 0, minor: old)).faults(in: document.text, variables: nil)
        #expect(faults.contains { $0.hasSuffix(fault) }, "\(faults)")
    }

    /// The list must say what the servers said: these questions were put to each recorded release.
    @Test func `the list agrees with what the recorded servers refused`() throws {
        var compared = 0
        for recording in try Recording.all("versions") {
            guard let release = recording.release, let query = recording.query,
                ["ids", "files_filter", "tags_filter", "updated_at", "keyset"].contains(where: query.contains)
            else { continue }
            let faults = try documentCheck(release).faults(in: query, variables: nil)
            let isKnown = !faults.contains { $0.contains("no field") && !$0.contains("_filter") }
            guard isKnown, !query.contains("performers_filter"), !query.contains("studios_filter") else { continue }
            #expect(faults.isEmpty == (recording.reply.status == 200), "\(recording.label): \(faults)")
            compared += 1
        }
        #expect(compared > 40)
    }

    @Test(arguments: [
        ("{findScenes{scenes}}", "scenes needs a selection"), ("{findScenes{count{x}}}", "count takes no selection"),
        ("{findScenes(filter:{sort:1}){count}}", "1 is no String"),
        ("{findScenes(filter:{direction:UP}){count}}", "UP is no SortDirectionEnum"),
        ("{findScenes(scene_filter:{id:{value:1}}){count}}", "modifier is missing"),
        ("query($p:String){findScenes(filter:{per_page:$p}){count}}", "String is not Int"),
        ("{a:findScenes{count} a:findScenes{count}}", "an alias twice"), ("{findScenes{", "syntax"),
    ])
    func `the validator finds faults`(query: String, fault: String) throws {
        let faults = try documentCheck(StashRelease(major: 0, minor: 30)).faults(in: query, variables: nil)
        #expect(faults.contains { $0.contains(fault) }, "\(faults)")
    }
}
