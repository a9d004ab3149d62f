/// Bars and small curves for summaries.
extension Look {
    /// A bar of at most `cells`, in eighths of a cell where the terminal can show them. Anything above zero is seen.
    public func bar(_ value: Int, of most: Int, cells: Int) -> String {
        guard value > 0, most > 0, cells > 0 else { return "" }
        let share = min(Double(value) / Double(most), 1)
        if !isUTF8 { return String(repeating: "#", count: max(Int(share * Double(cells) + 0.5), 1)) }
        let eighths = max(Int(share * Double(cells * 8) + 0.5), 1)
        let end = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + end
    }

    /// One cell a value, the highest of them full: `▁▃▂█`. Zero is the lowest step, so that a gap in time is seen.
    public func curve(_ values: [Int]) -> String {
        let steps = isUTF8 ? Array("▁▂▃▄▅▆▇█") : Array("_.-=*#")
        let most = max(values.max() ?? 0, 1)
        return String(values.map { steps[Int(Double(max($0, 0)) / Double(most) * Double(steps.count - 1) + 0.5)] })
    }
}
