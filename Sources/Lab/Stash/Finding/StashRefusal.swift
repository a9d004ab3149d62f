/// What a resolver reports: a 200 whose `errors` hold this text.
struct StashRefusal: Error {
    let message: String

    init(_ message: String) { self.message = message }

    /// What Stash says where it trips over its own feet.
    static func panic(_ text: String) -> StashRefusal { StashRefusal("Internal system error. Error <\(text)>") }
    /// Every resolver that needs a database says so where there is none.
    static var noDatabase: StashRefusal { .panic("runtime error: invalid memory address or nil pointer dereference") }
    /// A test must not believe in a filter that does nothing.
    static func unsupported(_ what: String) -> StashRefusal { StashRefusal("the lab's Stash has no \(what)") }
}
