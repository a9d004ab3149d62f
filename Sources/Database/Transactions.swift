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

    /// Visits each row of a query.
    public func each<each Value: Bindable>(
        _ sql: StaticString, _ values: repeat each Value, row body: (Row) throws -> Void
    ) throws {
        try opened.each(sql, repeat each values, row: body)
    }

    /// Each row of a query, made into a value.
    public func map<Element, each Value: Bindable>(
        _ sql: StaticString, _ values: repeat each Value, row make: (Row) throws -> Element
    ) throws -> [Element] {
        try opened.map(sql, repeat each values, row: make)
    }

    /// The first row of a query, or nil where there is none.
    public func first<Element, each Value: Bindable>(
        _ sql: StaticString, _ values: repeat each Value, row make: (Row) throws -> Element
    ) throws -> Element? {
        try opened.first(sql, repeat each values, row: make)
    }
}

/// The one write transaction, handed out by a store only. All that is done in it is committed together, and fsynced, when
/// the closure that received it returns; nothing is when it throws.
public final class WriteTransaction: ReadTransaction {
    /// The connection, for the time of the transaction.
    public var connection: Connection { opened }

    /// Runs a statement to its end and answers how many rows it changed.
    @discardableResult
    public func run<each Value: Bindable>(_ sql: StaticString, _ values: repeat each Value) throws -> Int {
        try opened.run(sql, repeat each values)
    }

    /// Runs several statements without values.
    public func script(_ sql: StaticString) throws { try opened.script(sql) }

    /// The row number given by the latest `INSERT`.
    public var lastInsertedRow: Int { opened.lastInsertedRow }
}
