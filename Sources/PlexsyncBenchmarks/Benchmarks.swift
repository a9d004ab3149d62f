import Foundation

/// Hot paths at the sizes a real library has; each row names its size and, where there is one, the ratio to a reference
/// run in turn with it. Absolute times travel badly; ratios do.
///
/// `PlexsyncBenchmarks [queue] [drain] [scan] [slow] [keys] [SIZE...]`: all of them unless some are named; sizes are those of scans.
/// `keys` runs the `plexsync` that lies beside it.
@main struct Benchmarks {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let sizes = arguments.compactMap { Int($0) }
        let all = arguments.allSatisfy { Int($0) != nil }
        print("what                                      size     seconds   ratio  note")
        if all || arguments.contains("queue") {
            let folder = BenchmarkStage.makeName()
            defer { BenchmarkStage.remove(folder) }
            try await QueueBenchmark(folder: folder).run()
        }
        if all || arguments.contains("drain") { try await DrainBenchmark(size: 2_000).run() }
        if all || arguments.contains("scan") {
            for size in sizes.isEmpty ? [5_000, 100_000] : sizes { try await ScanBenchmark(size: size).run() }
        }
        if all || arguments.contains("slow") {
            for size in sizes.isEmpty ? [20_000] : sizes { try await ScanBenchmark(size: size).runSlow() }
        }
        if all || arguments.contains("keys") {
            for size in sizes.isEmpty ? [100_000] : sizes { try await KeyBenchmark(size: size).run() }
        }
    }
}

/// One row.
func row(_ what: String, size: Int, seconds: Double, ratio: Double? = nil, note: String = "") {
    let ratioText = ratio.map { String(format: "%6.2f", $0) } ?? "     –"
    let name = what.padding(toLength: 38, withPad: " ", startingAt: 0)
    print(name + String(format: "%8d  %10.3f  ", size, seconds) + ratioText + "  " + note)
}

/// Seconds of all processors that this process has used: on a busy machine they tell more than the wall.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Wall seconds of one run.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    let time = start.duration(to: .now)
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
}
