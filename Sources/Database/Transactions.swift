/// A consistent view of the file: what was committed when it first read, and nothing that was committed later.
///
/// It holds until the closure that received it returns. A tenant's reading methods take one as their last argument; a
/// ``WriteTransaction`` is one too.
public class ReadTransaction {
    private let lent: Connection
    private var isOpen = true

    init(_ connection: Connection) { lent = connection }

    func end() { isOpen = false }

    fileprivate var opened: Connection {
        precondition(isOpen, "a transaction was used after its end")
        return lent
    }

    // What is generic over the caller's types is inlined there; below, values are told apart as they are bound.

    /// Visits each row of a query.
    public func each(_ sql: StaticString, _ values: any Bindable..., row body: (Row) throws -> Void) throws {
        try each(sql, binding: values, row: body)
    }

    /// Each row of a query, made into a value.
    @inlinable public func map<Element>(
        _ sql: StaticString, _ values: any Bindable..., row make: (Row) throws -> Element
    ) throws -> [Element] {
        var result: [Element] = []
        try each(sql, binding: values) { result.append(try make($0)) }
        return result
    }

    /// The first row of a query, or nil where there is none.
    @inlinable public func first<Element>(
        _ sql: StaticString, _ values: any Bindable..., row make: (Row) throws -> Element
    ) throws -> Element? {
        var element: Element?
        try first(sql, binding: values) { element = try make($0) }
        return element
    }

    @usableFromInline func each(
        _ sql: StaticString, binding values: [any Bindable], row body: (Row) throws -> Void
    ) throws { try opened.each(sql, binding: values, row: body) }

    @usableFromInline func first(
        _ sql: StaticString, binding values: [any Bindable], row body: (Row) throws -> Void
    ) throws { try opened.first(sql, binding: values, row: body) }
}

/// The one write transaction, handed out by a store only. All that is done in it is committed together, and fsynced, when
/// the closure that received it returns; nothing is when it throws.
public final class WriteTransaction: ReadTransaction {
    private let commitsBefore: Int

    init(_ connection: Connection, after commits: Int) {
        commitsBefore = commits
        super.init(connection)
    }

    /// Whether nothing was committed, by anybody, between `moment` and this transaction.
    public func isNext(after moment: StoreMoment) throws -> Bool {
        try opened.moment(after: commitsBefore) == moment
    }

    /// The connection, for the time of the transaction.
    public var connection: Connection { opened }

    /// Runs a statement to its end and answers how many rows it changed.
    @discardableResult
    public func run(_ sql: StaticString, _ values: any Bindable...) throws -> Int {
        try opened.run(sql, binding: values)
    }

    /// Runs several statements without values.
    public func script(_ sql: StaticString) throws { try opened.script(sql) }

    /// The row number given by the latest `INSERT`.
    public var lastInsertedRow: Int { opened.lastInsertedRow }
}

/// A state of the file, told from every later one as long as its store is open: ``Store/moment()``.
public struct StoreMoment: Hashable, Sendable {
    let others, own: Int
}
