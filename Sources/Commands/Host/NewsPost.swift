import JSON
import SyncEngine
import SyncModel
import Synchronization

/// Brings a host's news to where they are shown: at once to a command's output, or as lines for the prompt.
final class NewsPost: Sendable {
    private struct State: Sendable {
        var early: [HostNews] = []
        var deliver: (@Sendable (HostNews) -> Void)?
    }

    private let state = Mutex(State())

    /// What comes before anybody takes it is kept.
    func take(_ news: HostNews) {
        let deliver = state.withLock { state in
            if state.deliver == nil { state.early.append(news) }
            return state.deliver
        }
        deliver?(news)
    }

    private func begin(_ deliver: @escaping @Sendable (HostNews) -> Void) {
        let early = state.withLock { state in
            defer { state.early = [] }
            state.deliver = deliver
            return state.early
        }
        for news in early { deliver(news) }
    }

    /// To a command's output: sentences beside the data, or JSON as the data.
    func forward(to app: App) {
        let isJSON = app.choices.format == .json || app.choices.format == .jsonl
        begin { news in
            guard isJSON else { return app.tell(news.description) }
            // Who reads the news may have gone; the host works on.
            do {
                try app.writeLine(json: { writer in
                    writer.object { writer in
                        writer.write("at", app.wiring.now().rfc3339)
                        writer.write("code", news.code)
                        writer.write("message", news.description)
                    }
                })
            } catch {}
        }
    }

    /// As lines for the prompt, from the first on.
    func lines() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(1000))
        begin { news in
            for line in news.description.split(separator: "\n") { continuation.yield("host: \(line)") }
        }
        return stream
    }
}
