import SyncModel
import YAML

/// Reads `paths:` and proves what can be proven of the mappings without any file: that each can apply, and that the
/// way back leads to where one came from.
struct PathDecoder {
    struct Line {
        let mapping: PathMapping
        let mark: Mark
    }

    let texts: Texts
    let warnings: FaultLog

    func paths(_ top: MappingDecoder) -> [PathMapping] {
        let lines: [Line] =
            top.list("paths") { node, name in
                top.log.mapping(node, path: name, of: .path, isWhole: top.isWhole) { keys in
                    keys.require("stash")
                    keys.require("plex")
                    let stash = prefix(keys, "stash")
                    let plex = prefix(keys, "plex")
                    guard let stash, let plex else { return nil }
                    return Line(mapping: PathMapping(stash: stash, plex: plex), mark: node.mark)
                }.flatMap { $0 }
            } ?? []
        check(lines, top.log)
        return lines.map(\.mapping)
    }

    private func prefix(_ keys: MappingDecoder, _ key: String) -> String? {
        guard let text = texts.plain(keys, key) else { return nil }
        var shown: String { escaped(text, limit: 200) }
        if text.allSatisfy({ $0 == "/" || $0 == "\\" }) {
            keys.report(.badPath, at: key, "'\(keys.name(key))' is '\(shown)', which is everything; name the folder")
            return nil
        }
        if !Self.isAbsolute(text) {
            keys.report(
                .badPath, at: key,
                "'\(keys.name(key))' takes a whole path (/data, D:\\Videos, \\\\nas\\videos), not '\(shown)'")
            return nil
        }
        if text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") })
            .contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) })
        {
            keys.report(.badPath, at: key, "'\(keys.name(key))' must not have '.' or '..' in it")
            return nil
        }
        return text
    }

    private static func isAbsolute(_ text: String) -> Bool {
        text.hasPrefix("/") || text.hasPrefix("\\\\") || (PathPrefix(text).isWindows && text.dropFirst().first == ":")
    }

    private func check(_ lines: [Line], _ log: FaultLog) {
        var (before, targets) = (PathPrefixes(), PathPrefixes())
        for line in lines where !log.isFull {
            let (stash, plex) = (PathPrefix(line.mapping.stash), PathPrefix(line.mapping.plex))
            if let earlier = before.firstContaining(stash) {
                reportUnreachable(line, after: lines[earlier], log)
            } else if let other = [targets.firstContaining(plex), targets.firstBelow(plex)].compactMap({ $0 }).min() {
                warnings.report(
                    .mappingAmbiguous, at: line.mark,
                    "'\(escaped(line.mapping.stash, limit: 200))' and '\(escaped(lines[other].mapping.stash, limit: 200))' (line \(lines[other].mark.line)) lead to one"
                        + " place in Plex; a file there may be taken for either")
            }
            // A path of Plex could have come by either of two mappings where one's folder there contains the other's.
            before.append(stash)
            targets.append(plex)
        }
    }

    private func reportUnreachable(_ line: Line, after earlier: Line, _ log: FaultLog) {
        let same = PathPrefix(line.mapping.stash).contains(earlier.mapping.stash)
        let place = "'\(escaped(earlier.mapping.stash, limit: 200))' in line \(earlier.mark.line)"
        if same {
            log.report(.mappingTwice, at: line.mark, "this mapping never applies: it begins as \(place) does")
        } else {
            log.report(
                .mappingUnreachable, at: line.mark,
                "this mapping never applies: \(place) comes first; put it before that")
        }
    }
}
