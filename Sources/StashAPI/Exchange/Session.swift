import Synchronization
import Transport

/// What is known of one server beyond its address, shared by all copies of a client.
///
/// The cookie of a plugin lives an hour and each answer brings a fresh one (`apis/stash.md` 1); what the release
/// offers is asked once.
final class Session: Sendable {
    private struct State {
        var cookie: (name: String, value: String)?
        var offers: Set<StashOffer>?
    }

    private let apiKey: String?
    private let state: Mutex<State>

    init(apiKey: String?, cookie: (name: String, value: String)?) {
        self.apiKey = apiKey.flatMap { $0.isEmpty ? nil : $0 }
        state = Mutex(State(cookie: cookie))
    }

    /// What the release offers, once that was asked.
    var offers: Set<StashOffer>? {
        get { state.withLock { $0.offers } }
        set { state.withLock { $0.offers = newValue } }
    }

    /// Headers that say who asks. A key that is not configured is not sent: Stash refuses any key where it has none.
    var credentials: [(name: String, value: String)] {
        if let apiKey { return [("ApiKey", apiKey)] }
        return state.withLock { $0.cookie }.map { [("Cookie", "\($0.name)=\($0.value)")] } ?? []
    }

    /// Keeps a renewed session cookie.
    func remember(_ headers: HTTPHeaders) {
        for field in headers.fields where field.name.lowercased() == "set-cookie" {
            let pair = field.value.prefix { $0 != ";" }.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, !pair[1].isEmpty else { continue }
            state.withLock { state in
                if let name = state.cookie?.name, pair[0] == name { state.cookie = (name, String(pair[1])) }
            }
        }
    }

    /// `text` without our secrets, should a server have repeated them.
    func withoutSecrets(_ text: String) -> String {
        let secrets = [apiKey, state.withLock { $0.cookie?.value }].compactMap(\.self).filter { $0.utf8.count >= 4 }
        return secrets.reduce(text) { $0.split(separator: $1, omittingEmptySubsequences: false).joined(separator: "…") }
    }
}

extension Session: CustomReflectable {
    /// Nothing: it holds secrets.
    var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
