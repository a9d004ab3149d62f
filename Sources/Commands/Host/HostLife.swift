import Dispatch
import Glibc
import SyncEngine

/// A host as a process of its own: until a signal, or the end of the command.
enum Foreground {
    static func run(_ host: AutomationHost, _ setting: HostSetting, _ app: App) async throws {
        let signals = HostSignals(host)
        defer {
            signals.end()
            setting.end()
        }
        let life = Task { try await host.run() }
        try await withTaskCancellationHandler {
            try await life.value
        } onCancel: {
            Task { await host.stop() }
        }
    }
}

/// Hears SIGTERM and SIGHUP for a host; what the program did with them before is restored afterwards.
private final class HostSignals {
    private let before: [(number: Int32, action: sigaction)]
    private let sources: [any DispatchSourceSignal]

    init(_ host: AutomationHost) {
        before = [SIGTERM, SIGHUP].map { number in
            var (action, old) = (sigaction(), sigaction())
            action.__sigaction_handler.sa_handler = SIG_IGN
            sigaction(number, &action, &old)
            return (number, old)
        }
        sources = [
            Self.hear(SIGTERM) { await host.stop() }, Self.hear(SIGHUP) { await host.reload() },
        ]
    }

    private static func hear(_ number: Int32, _ body: @escaping @Sendable () async -> Void) -> any DispatchSourceSignal
    {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { Task { await body() } }
        source.resume()
        return source
    }

    func end() {
        for source in sources { source.cancel() }
        for (number, action) in before {
            var action = action
            sigaction(number, &action, nil)
        }
    }
}

/// A host behind the prompt.
public final class HostInBackground: Sendable {
    private let host: AutomationHost
    private let setting: HostSetting
    private let life: Task<Void, any Error>
    /// Lines for above the prompt.
    let news: AsyncStream<String>

    init(_ host: AutomationHost, _ setting: HostSetting, news: AsyncStream<String>) {
        (self.host, self.setting, self.news) = (host, setting, news)
        life = Task {
            do { try await host.run() } catch {
                setting.report(error)
                throw error
            }
        }
    }

    /// Has it stop, and returns when it has.
    func end() async {
        await host.stop()
        // Why it ended early, if it did, was among its news.
        _ = await life.result
        setting.end()
    }
}
