import Foundation
import JSON
import Lab
import Testing

@testable import Lab

@Suite struct StashReleaseTests {
    private static let recorded: [(name: String, release: Lab.StashRelease)] = [
        ("v0.24.3", .v0_24), ("v0.25.1", .v0_25), ("v0.27.2", .v0_27), ("v0.28.1", .v0_28), ("v0.29.3", .v0_29),
    ]

    @Test(arguments: recorded)
    func `a release knows what it was seen to know`(name: String, release: Lab.StashRelease) async throws {
        let recording = try StashRecording("versions")
        let exchanges = recording.exchanges.filter { $0.label.hasPrefix(name) }
        #expect(exchanges.count == 25)
        let replay = try StashReplay(
            try Self.library(of: exchanges), release: release, at: "2026-11-23T06:40:00Z")
        _ = try await replay.ask(
            #"mutation{configurePlugin(plugin_id:"recorder",input:{cThird:"only this"})}"#)
        _ = try await replay.ask(#"mutation{runPluginTask(plugin_id:"x",task_name:"y")}"#)
        for exchange in exchanges { try await replay.expect(exchange) }
        await replay.end()
    }

    /// Six scenes, two of them with a tag, a performer and a studio.
    private static func library(of exchanges: [StashExchange]) throws -> StashLibrary {
        let listing = try #require(exchanges.first { $0.label.contains("selection") && $0.status == 200 }?.answer)
        var library = try StashLibrary(listing: listing)
        let time = try #require(library.scenes[1]?.updatedAt)
        library.tags[1] = StashEntity(id: 1, name: "T", createdAt: time)
        library.performers[1] = StashEntity(id: 1, name: "P", createdAt: time)
        library.studios[1] = StashEntity(id: 1, name: "S", createdAt: time)
        for id in 1...6 {
            var scene = library.scenes[id] ?? StashScene(id: id, createdAt: time)
            if id <= 2 { (scene.tags, scene.performers, scene.studio) = ([1], [1], 1) }
            library.scenes[id] = scene
        }
        return library
    }

    @Test(arguments: recorded)
    func `the table claims no field that a release lacks`(name: String, release: Lab.StashRelease) throws {
        let schema = try StashSchema.schema(of: release)
        let lists = try #require(try StashRecording("versions").tree["fields"]?.members)
        for (type, list) in lists {
            let known = (list.string ?? "").split(separator: " ").compactMap { entry -> String? in
                let parts = entry.split(separator: "@")
                return parts.count == 1 || (Int(parts[1]) ?? 0) <= release.rawValue ? String(parts[0]) : nil
            }
            let ours = schema.types[type].map { $0.fields.map(\.name) + $0.inputs.map(\.name) } ?? []
            #expect(Set(ours).subtracting(known) == [], "\(type)")
            // A type that is left out altogether would make this test say nothing.
            #expect(ours.isEmpty == (known.isEmpty), "\(type)")
        }
    }

    @Test(arguments: Lab.StashRelease.allCases)
    func `every type a release's table names is in it`(release: Lab.StashRelease) throws {
        let schema = try StashSchema.schema(of: release)
        for type in schema.types.values {
            let named =
                type.fields.map(\.type) + type.inputs.map(\.type) + type.fields.flatMap { $0.arguments.map(\.type) }
            for reference in named { #expect(schema[reference] != nil, "\(type.name): \(reference.shown)") }
            #expect(type.isLeaf || !(type.fields.isEmpty && type.inputs.isEmpty), "\(type.name)")
        }
        #expect(schema.types["Scene"]?.field("groups") == nil ? release < .v0_27 : release >= .v0_27)
        #expect((schema.types["SceneFilterType"]?.input("files_filter") != nil) == (release >= .v0_30))
        #expect((schema.types["Scene"]?.field("custom_fields") != nil) == (release >= .v0_31))
    }

    @Test func `introspection tells the kinds and wrappings of types`() async throws {
        let replay = try StashReplay(StashLibrary(), at: "2026-11-23T06:00:00Z")
        let answer = try await replay.ask(
            """
            query($n:String!){__type(name:$n){name kind fields{name type{kind name ofType{kind name ofType{kind}}}}}
              input:__type(name:"IntCriterionInput"){inputFields{name type{kind ofType{name}}}}
              none:__type(name:"Nothing"){name} __schema{queryType{name} types{name}}}
            """, variables: ["n": "Scene"])
        let fields = try #require(answer["data"]?["__type"]?["fields"]?.elements)
        let tags = try #require(fields.first { $0["name"] == "tags" }?["type"])
        #expect(
            tags.description
                == #"{"kind":"NON_NULL","name":null,"ofType":{"kind":"LIST","name":null,"ofType":{"kind":"NON_NULL"}}}"#
        )
        // Deprecated ones are left out unless they are asked for.
        #expect(!fields.contains { $0["name"] == "movies" } && fields.contains { $0["name"] == "groups" })
        #expect(answer["data"]?["input"]?["inputFields"]?[0]?["type"]?["ofType"]?["name"] == "Int")
        #expect(answer["data"]?["none"] == JSONTree.null)
        #expect(answer["data"]?["__schema"]?["types"]?.elements?.contains { $0["name"] == "Scene" } ?? false)
        await replay.end()
    }

    @Test func `a selection may skip fields, all of them even`() async throws {
        let replay = try StashReplay(StashLibrary(), at: "2026-11-23T06:00:00Z")
        let answer = try await replay.ask(
            "query($no:Boolean!){a:version{hash @skip(if:$no)} b:systemStatus{status os @include(if:$no) appSchema @skip(if:$no)}}",
            variables: ["no": true])
        #expect(answer.description == #"{"data":{"a":{},"b":{"status":"OK","os":"linux"}}}"#)
        await replay.end()
    }
}
