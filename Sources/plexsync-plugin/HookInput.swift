#if canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// What is used of the document that Stash hands a plugin; the rest was read and dropped.
struct HookInput {
    private(set) var pluginFolder: String?
    /// The text of `server_connection`, for the drainer; a secret. `nil` where it is too long to be one.
    private(set) var server: [UInt8]?
    private(set) var mode: String?
    private(set) var isHook = false
    private(set) var id: Int?
    private(set) var type: String?
    /// The document's first bytes, as they came.
    private(set) var beginning: [UInt8] = []
    private(set) var length = 0

    /// Reads all of it: what is cut short must not be acted upon.
    static func read(from descriptor: Int32) throws(InputFault) -> HookInput {
        var grammar = Grammar(Intake(descriptor))
        var input = HookInput()
        do throws(InputFault) {
            guard try grammar.upcoming() != nil else { throw .empty }
            try grammar.object { (name, grammar) throws(InputFault) in
                switch name {
                case "server_connection": try input.takeServer(&grammar)
                case "args": try input.takeArguments(&grammar)
                default: try grammar.skip()
                }
            }
            try grammar.finish()
        } catch {
            // What is said is about the first fault; Stash's own pipe must not break for it.
            do throws(InputFault) { try grammar.intake.drain() } catch {}
            throw error
        }
        (input.beginning, input.length) = (grammar.intake.beginning, grammar.intake.offset)
        return input
    }

    private mutating func takeServer(_ grammar: inout Grammar) throws(InputFault) {
        _ = try grammar.upcoming()
        let start = grammar.intake.offset
        var folder: String?
        try grammar.object { (name, grammar) throws(InputFault) in
            if name == "PluginDir" { folder = try grammar.text(limit: 4096) } else { try grammar.skip() }
        }
        let end = grammar.intake.offset
        pluginFolder = folder
        if end - start <= 16 << 10, end <= grammar.intake.beginning.count {
            server = Array(grammar.intake.beginning[start..<end])
        }
    }

    private mutating func takeArguments(_ grammar: inout Grammar) throws(InputFault) {
        var (mode, hook): (String?, HookInput?)
        try grammar.object { (name, grammar) throws(InputFault) in
            switch name {
            case "mode": mode = try grammar.text(limit: 64)
            case "hookContext": hook = try HookInput.readingContext(&grammar)
            default: try grammar.skip()
            }
        }
        self.mode = mode
        if let hook { (isHook, id, type) = (true, hook.id, hook.type) }
    }

    private static func readingContext(_ grammar: inout Grammar) throws(InputFault) -> HookInput? {
        guard try grammar.upcoming() == UInt8(ascii: "{") else {
            try grammar.skip()
            return nil
        }
        var input = HookInput()
        try grammar.object { (name, grammar) throws(InputFault) in
            switch name {
            case "id": input.id = try grammar.integer()
            case "type": input.type = try grammar.text(limit: 128)
            default: try grammar.skip()
            }
        }
        return input
    }
}

extension HookInput {
    /// `$PLEXSYNC_STATE`, else the plugin's folder as Stash names it, else our own (`DESIGN.md` 12).
    func stateFolder(_ launch: Launch) throws(InputFault) -> String {
        if let set = getenv("PLEXSYNC_STATE"), set.pointee != 0 { return String(cString: set) }
        guard let named = pluginFolder else { return launch.folder }
        guard Launch.isFolder(named), let folder = Launch.realPath(named) else { throw .noFolder }
        return folder
    }
}

/// What a hook asks of the queue.
enum HookWish: Hashable {
    case enqueue(key: String)
    /// The scene is gone: nothing is to be written for it any more.
    case drop(key: String)
    /// What happened concerns nothing that Plex shows.
    case nothing

    /// - Throws: Where the hook names nothing that can be acted upon.
    init(type: String?, id: Int?) throws(InputFault) {
        guard let type, !type.isEmpty else { throw .missing("type") }
        let words = type.split(separator: ".").map { $0.lowercased() }
        let subject = words[0] == "movie" ? "group" : words[0]
        let action = words.dropFirst().first ?? ""
        let isWanted =
            switch (subject, action) {
            case ("scene", "create"), ("scene", "update"), ("scene", "destroy"), ("tag", "merge"): true
            case ("tag", _), ("performer", _), ("studio", _), ("group", _): action == "update" || action == "destroy"
            default: false
            }
        guard isWanted else {
            self = .nothing
            return
        }
        guard let id, id > 0 else { throw .missing("id") }
        let key = "\(subject):\(id)"
        self = subject == "scene" && action == "destroy" ? .drop(key: key) : .enqueue(key: key)
    }
}
