import Foundation
import JSON
import Lab
import Terminal
import Testing

/// Whatever code points titles, names and paths hold, a terminal gets text.
@Suite(.timeLimit(.minutes(15))) struct CodePointTests {
    /// What may move a cursor, change a colour, hide or turn text around, whatever Unicode calls it.
    private static let harmful: [ClosedRange<UInt32>] = [
        0x00...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x61C...0x61C, 0x180E...0x180E, 0x200B...0x200F, 0x2028...0x202E,
        0x2060...0x206F, 0xE000...0xF8FF, 0xFDD0...0xFDEF, 0xFEFF...0xFEFF, 0xFFF0...0xFFFB, 0xFFFE...0xFFFF,
        0x1D173...0x1D17A, 0xE0000...0xE0FFF, 0xF0000...0x10FFFF,
    ]

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        harmful.contains { $0.contains(scalar.value) }
    }

    /// All that is harmful up to U+FFFF, the first and last of every class, and some of all others.
    private static let probes: [Unicode.Scalar] = {
        var (probes, last) = ([Unicode.Scalar](), Unicode.Scalar(UInt8(0)))
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isBoundary = scalar.properties.generalCategory != last.properties.generalCategory
            if isBoundary { probes.append(last) }
            let isProbe = isBoundary || value % 997 == 0 || value < 0xE000 && isHarmful(scalar)
            if isProbe { probes.append(scalar) }
            last = scalar
        }
        return probes
    }()

    /// So many probes in one text, a letter between any two.
    private static func texts(of count: Int) -> [String] {
        stride(from: 0, to: probes.count, by: count).map { start in
            probes[start..<min(start + count, probes.count)].reduce(into: "x") { text, scalar in
                text.unicodeScalars.append(scalar)
                text += "x"
            }
        }
    }

    @Test func `every form of output shows them and sends none`() throws {
        for text in Self.texts(of: 500) {
            let table = Table([.init("Title"), .init("Of")], rows: [[.init(text), .init(text)]])
            var writer = JSONWriter(layout: .indented)
            writer.object { $0.write("title", text) }
            let json = Look().safe(json: writer.text)
            let shown = [
                text.safeForTerminal, table.rendered(), table.renderedWhole(Look(width: 120)), table.markdown(),
                table.csv(isShown: true), json,
            ]
            for form in shown {
                let sent = form.unicodeScalars.filter { Self.isHarmful($0) && $0 != "\n" && $0 != "\r" }
                #expect(sent.isEmpty, "\(sent.map { String($0.value, radix: 16) })")
            }
            for form in [text.safeForTerminal(ascii: true), Look(isUTF8: false).safe(json: writer.text)] {
                #expect(form.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A })
            }
            let read = try JSONTree(parsing: Array(json.utf8))["title"]?.text ?? ""
            #expect(read.unicodeScalars.elementsEqual(text.unicodeScalars))
        }
    }

    /// A world whose every name holds some of them.
    private func world() -> World {
        let texts = Self.texts(of: 120)
        var world = PlainWorld.make(scenes: texts.count) { scene, item in
            let text = texts[scene.id - 1]
            (scene.title, scene.details) = (text, text)
            let name = String(
                String.UnicodeScalarView(text.unicodeScalars.filter { !"/\\\u{0}".unicodeScalars.contains($0) }))
            scene.files = scene.files.map { file in
                StashFile(id: file.id, path: "/data/clips/\(name)/\(scene.id).mp4", size: file.size)
            }
            item.title = String(text.reversed())
            item.media = [PlexMedia([PlexPart("/media/clips/\(name)/\(scene.id).mp4", size: 1000 + scene.id)])]
        }
        for kind in [StashEntityKind.studio, .performer, .tag] {
            for id in world.stash[kind].keys { world.stash[kind][id]?.name = "\(id) " + texts[id % texts.count] }
        }
        return world
    }

    @Test func `every command shows them and sends none`() async throws {
        let bench = try LabBench(world())
        var program = bench.program
        program.environment = ["PAGER": "cat"]
        var lines: [String] = []
        for format in ["table", "json", "jsonl", "csv", "markdown"] {
            lines += [
                "gaps", "gaps --limit 0", "plan 1 2 3", "match 1 --explain", "reconcile --dry-run -n 5", "queue list",
                "queue add 1", "queue show 1", "status", "runs list", "libraries",
            ].map { "\($0) --format \(format)" }
        }
        lines += [
            "gaps --library 'a\u{9B}b'", "gaps --studio 'a\u{202E}b'", "match 'a\u{1B}]b'", "help \u{85}x", "quit 9",
        ]
        let terminal = try PseudoTerminal(program, lines.flatMap { ["-c", $0] } + ["--keep-going"])
        #expect(await terminal.readToEnd() == 2)  // the first of those that fail
        let ours = /\u{1B}\[[0-9;]*[mK]/
        let rest = terminal.text.replacing(ours, with: "")
        #expect(rest.contains("Scene") && rest.contains("\"gaps\": ["))
        let sent = Set(rest.unicodeScalars.filter { Self.isHarmful($0) && $0 != "\n" && $0 != "\r" })
        #expect(sent.isEmpty, "\(sent.map { String($0.value, radix: 16) })")
        // Rows of CSV and progress begin or end with it; behind a stranger's one stands a letter of ours.
        #expect(!rest.contains("\rx"))
    }
}
