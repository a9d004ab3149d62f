import JSON
import Testing
import Transport

@testable import Lab

@Suite struct StashPictureTests {
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ])
    func `the digest is MD5`(text: String, digest: String) {
        #expect(StashMD5.hex(Array(text.utf8)) == digest)
    }

    @Test func `a picture's tag follows its bytes, not the scene's time`() async throws {
        var library = StashLibrary()
        library.scenes[1] = StashScene(id: 1)
        library.scenes[1]?.cover = [0xff, 0xd8, 0xff, 1]
        library.performers[1] = StashEntity(id: 1, name: "P")
        library.performers[1]?.image = Array("GIF89a".utf8)
        let replay = try StashReplay(library, at: "2026-01-20T12:00:00Z")
        func path() async throws -> String {
            let answer = try await replay.ask("{findScene(id:1){paths{screenshot}}}")
            return answer["data"]?["findScene"]?["paths"]?["screenshot"]?.string?.replacing(replay.fake.url, with: "")
                ?? ""
        }
        let (first, tag) = (try await path(), try await replay.get("/scene/1/screenshot").headers["ETag"])
        replay.fake.rate(1, 5)
        #expect(try await path() != first)
        let same = try await replay.get(try await path(), headers: [("If-None-Match", tag ?? "")])
        #expect(same.status == 304 && same.body.isEmpty && same.headers["ETag"] == tag)
        replay.fake.replaceCover(of: 1, with: [0xff, 0xd8, 0xff, 2])
        #expect(try await replay.get(try await path(), headers: [("If-None-Match", tag ?? "")]).status == 200)
        #expect(try await replay.get("/performer/1/image").headers["Content-Type"] == "image/gif")
        #expect(try await replay.get("/performer/1/image?default=true").headers["Content-Type"] == "image/png")
        let performer = try await replay.ask("{findPerformer(id:1){image_path}}")
        #expect(performer["data"]?["findPerformer"]?["image_path"]?.string?.contains("default=true") == false)
        await replay.end()
    }

    @Test(arguments: [
        ("1969-12-31T23:59:59Z", -1), ("2000-02-29T00:00:00+05:30", 951_762_600),
        ("2026-11-23T17:05:14+11:00", 1_795_413_914),
        ("2026-11-22T19:05:14-11:00", 1_795_413_914), ("2026-11-23T06:05:05.509539913Z", 1_795_413_905),
    ])
    func `times are read`(text: String, seconds: Int) { #expect(StashTime.seconds(text) == seconds) }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23 17:05:14", "2026-11-23T17:05:14", "2026-11-23T17:05:14+1100",
        "yesterday at five o'clock",
    ])
    func `what is no time is none`(text: String) { #expect(StashTime.seconds(text) == nil) }

    @Test(arguments: [(0, "Z"), (39_600, "+11:00"), (-12_600, "-03:30"), (20_700, "+05:45")])
    func `times are written in their offset, and read back`(offset: Int, zone: String) {
        for seconds in stride(from: -86_400 * 400, through: 4_000_000_000, by: 86_400 * 97 + 12_345) {
            let text = StashTime.text(seconds, offset: offset)
            #expect(text.hasSuffix(zone) && text.utf8.count == 19 + zone.utf8.count)
            #expect(StashTime.seconds(text) == seconds)
        }
    }

    @Test(arguments: [
        (5.0, "5"), (4.02, "4.02"), (44.019999999999996, "44.019999999999996"), (0, "0"), (999_999, "999999"),
        (1e6, "1e+06"), (2_326_940, "2.32694e+06"), (53_687_091_200, "5.36870912e+10"), (1.5e21, "1.5e+21"),
        (-2.5e6, "-2.5e+06"),
    ])
    func `numbers are written as Go writes them`(number: Double, text: String) {
        var json = StashJSON()
        json.double(number)
        #expect(String(decoding: json.bytes, as: UTF8.self) == text)
    }

    @Test func `strings escape what Stash escapes and nothing else`() {
        var json = StashJSON()
        json.string("a\"\\/<b>&\n\t\u{1}\u{1f}é日")
        #expect(String(decoding: json.bytes, as: UTF8.self) == #""a\"\\/\u003cb\u003e\u0026\n\t\u0001\u001fé日""#)
        // Wherever it stands among eight bytes, and whatever stands beside it.
        for special in 0..<128 {
            for place in 0..<17 {
                for other in ["a", "é", "=", " "] {
                    var text = Array(repeating: other, count: 17)
                    text[place] = String(UnicodeScalar(UInt8(special)))
                    var json = StashJSON()
                    json.string(text.joined())
                    var alone = StashJSON()
                    alone.string(text[place])
                    text[place] = String(decoding: alone.bytes.dropFirst().dropLast(), as: UTF8.self)
                    #expect(String(decoding: json.bytes, as: UTF8.self) == "\"\(text.joined())\"")
                }
            }
        }
        for number in [0, 7, -1, 10, Int.max, Int.min] {
            var json = StashJSON()
            json.int(number)
            #expect(String(decoding: json.bytes, as: UTF8.self) == String(number))
        }
    }
}
