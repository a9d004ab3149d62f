public import Terminal

/// Where a command's data goes. Everything else it has to say goes to ``App/tell(_:)``.
public protocol CommandOutput: Sendable {
    /// Whether a person sees it: then it may be coloured, cut to the window and shown in a pager.
    var isTerminal: Bool { get }
    /// Cells, colours and encoding of what is written to.
    var look: Look { get }
    /// Writes all of `text`. Throws where nobody reads any more.
    func write(_ text: String) throws
    /// The same, a window at a time where a person sees it and it does not fit.
    func show(_ text: String) async throws
}

/// Writes all at once, whatever fits the window.
struct UnpagedOutput: CommandOutput {
    let base: any CommandOutput
    var isTerminal: Bool { base.isTerminal }
    var look: Look { base.look }
    func write(_ text: String) throws { try base.write(text) }
    func show(_ text: String) async throws { try base.write(text) }
}
