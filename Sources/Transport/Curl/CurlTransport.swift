/// HTTP over libcurl: one thread drives every transfer of this transport.
///
/// The thread starts with the first request and ends with ``shutdown()`` or, at the latest, with the transport itself; one that
/// is never used costs nothing. Connections are kept and used again, except for `POST` and `PATCH`: libcurl repeats a request that an idle
/// connection swallowed, and these two may not be repeated.
///
/// Trust is a setting of the transport, so servers with different certificates get one each. The width is not bounded
/// here: a request that waited in a queue would outlive its own deadline, so bound it where requests are made.
public final class CurlTransport: Transport {
    /// What holds for every request of one transport.
    public struct Options: Sendable {
        /// Whose certificate is accepted. It is always verified; there is no way to switch that off.
        public enum Trust: Sendable, Hashable {
            /// The authorities that the system trusts.
            case system
            /// Only the authorities in this PEM file. Name and dates still have to be right.
            case authorities(file: String)
            /// Only this public key (`sha256//<base64>`, several separated by `;`), whoever signed it and whatever name it carries.
            case key(String)
        }

        /// The way out.
        public enum Proxy: Sendable, Hashable {
            /// Straight to the server, whatever the environment says.
            case none
            /// What `http_proxy`, `https_proxy` and `no_proxy` say.
            case environment
            /// This one, for every host.
            case url(String)
        }

        /// See ``Trust``; ``Trust/system`` unless set.
        public var trust = Trust.system
        /// See ``Proxy``; ``Proxy/none`` unless set.
        public var proxy = Proxy.none
        /// Sent as `User-Agent`, unless a request has its own.
        public var userAgent = "transport/1"
        /// Connections kept open for the next request.
        public var idleConnections = 8

        /// The system's authorities, no proxy, 8 idle connections.
        public init() {}
    }

    private let mailbox: Mailbox

    /// Costs nothing until the first request.
    public init(_ options: Options = Options()) { mailbox = Mailbox(options) }

    deinit { mailbox.post(.stop(nil)) }

    /// Sends `request` and waits for the whole reply; cancelling the task closes its connection at once.
    /// - Throws: ``HTTPError``; ``HTTPError/closed`` after ``shutdown()``.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPReply {
        let id = mailbox.newID()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                mailbox.post(.start(id, request, continuation))
                // A cancellation that came before the start found nothing to cancel.
                if Task.isCancelled { mailbox.post(.cancel(id)) }
            }
        } onCancel: {
            mailbox.post(.cancel(id))
        }
        return try outcome.get()
    }

    /// Takes no more requests, lets the running ones end, each by its own deadline, and returns when the thread and its
    /// connections are gone. Calling it again is harmless.
    public func shutdown() async {
        await withCheckedContinuation { mailbox.post(.stop($0)) }
    }
}
