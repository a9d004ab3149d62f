public import SyncModel
import Transport

/// One PUT that changes fields of exactly one item.
///
/// The same request without an id changes every item of the library. So there is no public initialiser: requests come
/// from ``EditRequests`` alone, which takes no target without usable keys, and makes none without a change.
public struct EditRequest: Hashable, Sendable {
    public let target: Target
    /// What it changes or locks.
    public let fields: [Field]
    /// Whether it takes names out of sets; such requests come after the others.
    public let isRemoval: Bool
    /// With its query, as it is sent.
    public let path: String

    fileprivate init(_ target: Target, _ parameters: FieldParameters) {
        self.target = target
        fields = parameters.fields
        isRemoval = parameters.isRemoval
        path = Self.start(target) + parameters.query
    }

    fileprivate static func start(_ target: Target) -> String {
        "/library/sections/\(target.library.rawValue)/all?type=1&id=\(target.ratingKey.rawValue)"
    }
}

/// The requests that change one item, in the order in which they are to be sent.
public struct EditRequests: Hashable, Sendable {
    /// Empty where there was nothing to change.
    public private(set) var requests: [EditRequest] = []
    /// Fields whose text was too long for any request and was cut, with what is sent of it, `…` at its end.
    public private(set) var shortened: [Field: String] = [:]
    /// Sets with so many names that the complete list fits no request and was divided, with the names that are not in the
    /// last part: of a Plex that replaces lists that part is all that stays.
    public private(set) var divided: [Field: [String]] = [:]
    /// Sets with a name, to come or to go, that alone is too long for a request; it is left out.
    public private(set) var tooLong: [Field] = []

    /// Bytes of a path with its query. Proxies refuse request lines of 8 KiB; this leaves room for scheme and host.
    public static var longestPath: Int { 7900 }

    /// The requests for a plan's edits. Pictures are not among them.
    ///
    /// - Parameters:
    ///   - order: What Stash wants, by which names are ordered; other fields in it do not matter.
    ///   - spellings: How Plex writes this item's names, as ``FullItems/spellings`` has it.
    /// - Throws: ``EditFault``; then nothing of the plan can be sent.
    public init(
        for plan: Plan, order: [Field: FieldValue] = [:], spellings: Spellings = Spellings()
    ) throws(EditFault) {
        try self.init(
            for: plan.target, try FieldChange.changes(for: plan.edits, order: order, spellings: spellings))
    }

    /// The requests for these changes, at most one change of a kind for each field.
    ///
    /// Changes share a request as long as they fit; a set's list is divided only where it fits none. Removals go apart,
    /// after the others: adding to a set and removing from it in one request has no defined order.
    public init(for target: Target, _ changes: [FieldChange]) throws(EditFault) {
        guard isPlainKey(target.ratingKey.rawValue) else { throw .unusableRatingKey(target.ratingKey) }
        guard isPlainKey(target.library.rawValue) else { throw .unusableLibrary(target.library) }
        let room = Self.longestPath - EditRequest.start(target).utf8.count
        var packing = Packing(room: room)
        for change in changes { packing.add(change) }
        requests = packing.finished().map { EditRequest(target, $0) }
        (shortened, divided, tooLong) = (packing.shortened, packing.divided, packing.tooLong)
    }
}

extension EditRequests: RandomAccessCollection {
    public var startIndex: Int { requests.startIndex }
    public var endIndex: Int { requests.endIndex }
    public subscript(place: Int) -> EditRequest { requests[place] }
}

extension EditRequest {
    /// The requests for a plan's edits, as ``EditRequests/init(for:order:spellings:)`` makes them.
    public static func requests(
        for plan: Plan, order: [Field: FieldValue] = [:], spellings: Spellings = Spellings()
    ) throws(EditFault) -> EditRequests {
        try EditRequests(for: plan, order: order, spellings: spellings)
    }
}

extension PlexClient {
    /// Sends one edit. One request, never tried again here; as it sets absolute values, repeating it does no harm.
    ///
    /// Success means that Plex answered 200, not that it stored anything: unknown names are ignored silently. Read the
    /// item again to know.
    public func edit(_ request: EditRequest) async throws(PlexError) { try await send(.put, request.path) }
}
