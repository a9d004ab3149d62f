import Lab
import StashAPI
import SyncModel
import Testing
import Transport

/// The client over real HTTP against the lab's Stash, in the manners of each release.
@Suite struct FakeStashTests {
    static let composed = "/data/caf\u{e9}.mp4"
    static let decomposed = "/data/cafe\u{301}.mp4"

    /// Seven scenes: 1 full, 2 in two files, 3 without file, 4 with a name that is not UTF-8, 5 and 6 alike but for
    /// their normal form, 7 gone.
    static func library() -> StashLibrary {
        var library = StashLibrary()
        library.studios[1] = StashEntity(id: 1, name: "Studio")
        library.performers[2] = StashEntity(id: 2, name: "Alex")
        library.tags[3] = StashEntity(id: 3, name: "outdoors")
        library.tags[4] = StashEntity(id: 4, name: "child", parent: 3)
        library.groups[5] = StashEntity(id: 5, name: "Series")
        let paths: [Int: [String]] = [
            1: ["/data/100%_a.mp4"], 2: ["/data/two a.mp4", "/data/two b.mp4"], 3: [], 5: [composed], 6: [decomposed],
        ]
        for id in [1, 2, 3, 4, 5, 6] {
            var scene = StashScene(id: id, createdAt: "2025-03-0\(id)T10:00:00+11:00")
            scene.title = id == 1 ? "One" : ""
            scene.files = (paths[id] ?? []).enumerated().map { StashFile(id: id * 10 + $0, path: $1, size: 5 << 30) }
            library.scenes[id] = scene
        }
        library.scenes[4]?.files = [
            StashFile(id: 40, path: Array("/data/latin1 ".utf8) + [0xe9, 0x2e, 0x6d, 0x70, 0x34])
        ]
        library.scenes[1]?.studio = 1
        library.scenes[1]?.performers = [2]
        library.scenes[1]?.tags = [3]
        library.scenes[2]?.tags = [4]
        library.scenes[1]?.groups = [StashGroupLink(group: 5)]
        library.scenes[1]?.date = "2023-05-17"
        library.scenes[1]?.cover = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]
        library.lastIDs.scene = 7
        return library
    }

    /// Runs `body` with a client of a fake Stash, and ends both.
    func with(
        _ release: Lab.StashRelease = .v0_30, apiKey: String? = nil, retry: ReadRetry = .never,
        _ body: (FakeStash, StashClient) async throws -> Void
    ) async throws {
        let credentials = apiKey.map { _ in StashCredentials(username: "me", password: "word") }
        let fake = try FakeStash(library: Self.library(), release: release, apiKey: apiKey, credentials: credentials)
        let transport = CurlTransport()
        let client = StashClient(url: fake.url + "/", apiKey: apiKey, transport: transport, retry: retry)
        let ending: Result<Void, any Error>
        do { ending = .success(try await body(fake, client)) } catch { ending = .failure(error) }
        fake.stop()
        await transport.shutdown()
        try ending.get()
    }

    func ids(_ numbers: [Int]) -> [Scene.ID] { numbers.map(Scene.ID.init(rawValue:)) }

    @Test(arguments: Lab.StashRelease.allCases)
    func `every question is understood by every release`(release: Lab.StashRelease) async throws {
        try await with(release) { fake, client in
            let probe = try await client.probe()
            #expect(probe.release == StashAPI.StashRelease(major: 0, minor: release.rawValue))
            #expect(probe.offers == probe.release?.offers)
            #expect(probe.serverTime != nil && probe.stashes == ["/data"])

            let page = try await client.scenePage(after: nil, limit: 10, selection: .everything)
            #expect(page.scenes.map(\.id) == ids([1, 2, 3, 4, 5, 6]) && page.isLast && page.unreadable.isEmpty)
            let one = try #require(page.scenes.first)
            #expect(one.title == "One" && one.studio?.name == "Studio" && one.performers.map(\.name) == ["Alex"])
            #expect(one.tags.map(\.id) == [3] && one.groups.map(\.name) == ["Series"] && one.hasMetadata)
            #expect(one.date?.text == "2023-05-17" && one.files.first?.size == 5 << 30)
            #expect(page.scenes[1].files.map(\.path) == ["/data/two a.mp4", "/data/two b.mp4"])
            #expect(page.scenes[2].files.isEmpty && !page.scenes[2].hasMetadata)
            #expect(page.scenes[3].files.first?.isPathRepaired == true)

            #expect(try await client.sceneCount() == 6)
            #expect(try await client.sceneIDs() == ids([1, 2, 3, 4, 5, 6]))
            let reading = try await client.sceneReading(ids([7, 6, 6, 1]), selection: .everything)
            #expect(reading.scenes.map(\.id) == ids([6, 1]) && reading.absent == ids([7]))
            let owners = try await client.sceneIDs(atPaths: [
                "/data/100%_a.mp4", "/DATA/100%_A.MP4", Self.composed, Self.decomposed, "/data/two b.mp4",
            ])
            #expect(owners["/data/100%_a.mp4"] == ids([1]) && owners["/DATA/100%_A.MP4"] == [])
            #expect(owners[Self.composed] == ids([5]) && owners[Self.decomposed] == ids([6]))
            #expect(owners["/data/two b.mp4"] == ids([2]))

            let entities = try await client.entities()
            #expect(
                entities[.tag]?.map(\.name).sorted() == ["child", "outdoors"] && entities[.group]?.map(\.id) == [5])
            #expect(try await client.sceneIDs(of: [.tag: [3], .studio: [1], .group: [5], .performer: [2]]) == ids([1]))
            #expect(try await client.sceneIDs(of: [.tag: [4]]) == ids([2]))
            #expect(try await client.jobQueue() == [])
            #expect(try await client.pluginSettings(of: "plexsync").isEmpty)
            #expect(fake.requests.allSatisfy { $0.status == 200 || $0.roots.contains { $0.name == "findScenes" } })
        }
    }

    @Test(arguments: [Lab.StashRelease.v0_24, .v0_29, .v0_30], [0, 11 * 3600, -9 * 3600])
    func `a changes pass sees what was done after the watermark`(release: Lab.StashRelease, offset: Int) async throws {
        try await with(release) { fake, client in
            let watermark = Instant(seconds: 1_780_000_000)
            fake.utcOffset = offset
            fake.editScene(3, at: watermark.seconds + 1) { $0.title = "edited" }
            fake.renameTag(3, to: "indoors", at: watermark.seconds + 2)
            fake.moveFile(10, to: "/data/moved.mp4", at: watermark.seconds + 3)
            fake.deleteTag(4)
            fake.deleteScene(6)
            _ = try await client.probe()
            fake.forgetRequests()
            let changes = try await client.changes(since: watermark, above: Scene.ID(rawValue: 1000))
            #expect(fake.requests.count == 1)
            #expect(changes.edited.map(\.id) == ids([3]))
            #expect(changes.edited.first?.updatedAt.instant == watermark.advanced(seconds: 1))
            #expect(changes.moved?.map(\.id) == (release >= .v0_30 ? ids([1]) : nil))
            #expect(changes.entities[.tag]?.map(\.name) == ["indoors"])
            #expect(changes.entityIDs == [.tag: [3], .studio: [1], .performer: [2], .group: [5]])
            #expect(changes.sceneCount == 5)
        }
    }

    @Test func `a scope narrows at the server and loses nothing`() async throws {
        try await with { fake, client in
            let now = Instant(seconds: 1_780_000_000)
            for (id, offset) in [(1, 14 * 3600), (2, -12 * 3600), (3, 0)] {
                fake.utcOffset = offset
                fake.editScene(id, at: now.seconds - 3600) { $0.code = "c" }
            }
            let scope = ResolvedScope(kind: "24h", by: .updated, from: now.advanced(seconds: -3600))
            let page = try await client.scenePage(
                after: nil, limit: 10, selection: .everything, narrowedTo: SceneFilter(scope))
            #expect(page.scenes.map(\.id) == ids([1, 2, 3]))
        }
    }

    @Test func `a cover is fetched once and then only asked about`() async throws {
        try await with(apiKey: "canary-key") { _, client in
            guard case .bytes(let bytes, .jpeg, let etag) = try await client.picture(of: ids([1])[0], etag: nil) else {
                Issue.record("no picture")
                return
            }
            #expect(bytes.count == 7 && etag != nil)
            #expect(try await client.picture(of: ids([1])[0], etag: etag) == .unchanged)
            #expect(try await client.picture(of: ids([2])[0], etag: nil) == .none(.placeholder))
            #expect(try await client.picture(of: ids([99])[0], etag: nil) == .none(.noScene))
        }
    }

    @Test func `a wrong or missing key is refused in words that help`() async throws {
        try await with(apiKey: "right") { fake, client in
            let count = try await client.sceneCount()
            #expect(count == 6)
            let transport = CurlTransport()
            for key in ["wrong-key", nil] {
                let other = StashClient(url: fake.url, apiKey: key, transport: transport, retry: .never)
                await #expect(throws: StashError.tokenRefused(host: other.host, keySent: key != nil)) {
                    try await other.probe()
                }
                await #expect(throws: StashError.self) { try await other.picture(of: ids([1])[0], etag: nil) }
            }
            await transport.shutdown()
        }
    }

    @Test(arguments: [StashReadiness.setup, .needsMigration])
    func `a server that is not ready is down`(readiness: StashReadiness) async throws {
        try await with { fake, client in
            fake.readiness = readiness
            do {
                _ = try await client.probe()
                Issue.record("it was taken for ready")
            } catch {
                #expect((error as? StashError)?.code == "stash-not-ready")
                #expect((error as? StashError)?.isServerDown == true)
            }
        }
    }

    @Test(arguments: [
        (StashFault.serverError(502), "stash-overloaded"),
        (.tooManyRequests(retryAfter: "0"), "stash-too-many-requests"),
        (.reset, "stash-unreachable"), (.truncated(after: 20), "stash-unreachable"), (.loginPage, "stash-not-json"),
        (.garbled, "stash-not-json"), (.refused, "stash-token-refused"), (.errors("no such table"), "stash-fault"),
    ])
    func `each fault is one error, and one that passes is not seen`(fault: StashFault, code: String) async throws {
        try await with { fake, client in
            fake.fail(fault)
            do {
                _ = try await client.sceneCount()
                Issue.record("the fault was not seen")
            } catch {
                #expect((error as? StashError)?.code == code)
            }
        }
        guard !["stash-token-refused", "stash-fault"].contains(code) else { return }
        try await with(retry: ReadRetry(sleep: { _ in })) { fake, client in
            fake.fail(fault, times: 2)
            let count = try await client.sceneCount()
            #expect(count == 6)
        }
    }

    @Test func `an endless answer is cut off`() async throws {
        try await with { fake, _ in
            fake.fail(.endless)
            var limits = StashClient.defaultLimits
            limits.body = 100_000
            let transport = CurlTransport()
            let client = StashClient(
                url: fake.url, apiKey: nil, transport: transport, retry: .never, limits: limits)
            await #expect(throws: StashError.tooLarge(limit: 100_000)) { try await client.sceneCount() }
            await transport.shutdown()
        }
    }
}
