/// Sends one request and gives back its reply, or says why there is none.
///
/// The seam between the two clients and the network. Nothing here repeats a request on its own account: what may be tried again,
/// and when, is the caller's to decide, who knows what the request does.
public protocol Transport: Sendable {
    /// Sends `request` and waits for the whole reply.
    ///
    /// Any final status that is not a redirect is a reply, 4xx and 5xx too. Cancelling the task ends the exchange at once.
    /// - Throws: ``HTTPError``, whose sentences name no header value, query or user.
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply
}
