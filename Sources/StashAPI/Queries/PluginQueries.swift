import JSON

/// One setting of a plugin, as its user entered it in Stash.
public enum PluginSetting: Hashable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
}

/// The settings of one plugin. Keys are compared without regard to case: releases before 0.27 lower them.
public struct PluginSettings: Hashable, Sendable {
    private let values: [String: PluginSetting]

    /// Of keys that differ in case only, one is kept.
    public init(_ values: [String: PluginSetting]) {
        self.values = Dictionary(values.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }

    /// `nil` where the user has not set it; there are no defaults in Stash.
    public subscript(key: String) -> PluginSetting? { values[key.lowercased()] }
    /// Whether the user has set nothing.
    public var isEmpty: Bool { values.isEmpty }
    /// All keys, in lower case and in order.
    public var keys: [String] { values.keys.sorted() }
}

enum PluginSettingsQuery {
    /// Without `include:`, whose type has changed between releases.
    static let document = "{configuration{plugins}}"

    /// A plugin without saved settings is missing. What is neither text, number nor truth is left out.
    static func read(_ data: JSONValue, plugin: String) throws(JSONError) -> PluginSettings {
        guard let plugins = try data["configuration"].find("plugins") else { return PluginSettings([:]) }
        let settings = try plugins.members.first { $0.0.lowercased() == plugin.lowercased() }
        guard let settings = settings?.1, settings.kind == .object else { return PluginSettings([:]) }
        var values: [String: PluginSetting] = [:]
        for (key, value) in try settings.members {
            switch value.kind {
            case .string: values[key] = .text(try value.string)
            case .int, .uint, .double: values[key] = .number(try value.double)
            case .yes, .no: values[key] = .flag(try value.bool)
            case .null, .object, .array: break
            }
        }
        return PluginSettings(values)
    }
}

/// A job of Stash's own queue, which restarts at id 1 with the server.
public struct StashJob: Hashable, Sendable {
    /// Small and ascending.
    public let id: Int
    /// `READY RUNNING FINISHED STOPPING CANCELLED FAILED`.
    public let status: String
    /// For a person, in English; no contract.
    public let description: String
    /// `0...1`; `nil` where Stash cannot tell. It may go back as more work is found.
    public let progress: Double?
}

enum JobQueueQuery {
    static let document = "{jobQueue{id status description progress}}"

    /// Null where the queue is empty.
    static func read(_ data: JSONValue) throws(JSONError) -> [StashJob] {
        try data.list("jobQueue") { (job) throws(JSONError) in
            StashJob(
                id: try job["id"].idNumber, status: try job["status"].string,
                description: try job["description"].string,
                progress: try job.find("progress")?.double)
        }
    }
}
