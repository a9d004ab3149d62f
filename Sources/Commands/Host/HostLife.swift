import SyncEngine

/// A host as a process of its own: until a signal, or the end of the command.
enum Foreground {
    static func run(_ setting: HostSetting) async throws {
        let signals = HostSignals(stop: { await setting.stop() }, reload: { await setting.reload() })
        defer {
            signals?.end()
            setting.end()
        }
        let host = try await setting.start()
        let life = Task { try await host.run() }
        try await withTaskCancellationHandler {
            try await life.value
        } onCancel: {
            Task { await host.stop() }
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
