/// Folders in their order, to find the first that a path lies below, or that lies below a folder, without a look at each.
public struct PathPrefixes: Sendable {
    /// Each folder compares as its own kind does, so its paths are kept in both forms.
    private var plain = Tree()
    private var windows = Tree()
    private var count = 0

    public init() {}

    /// Adds a folder behind those that are there. O(length).
    public mutating func append(_ folder: PathPrefix) {
        plain.add(folder.components(asWindows: false), number: count, own: folder.isWindows ? nil : folder.components)
        windows.add(folder.components(asWindows: true), number: count, own: folder.isWindows ? folder.components : nil)
        count += 1
    }

    /// The first folder that contains the path of `other` (``PathPrefix/contains(_:)``). O(length).
    public func firstContaining(_ other: PathPrefix) -> Int? {
        [
            plain.firstOwner(above: other.components(asWindows: false)),
            windows.firstOwner(above: other.components(asWindows: true)),
        ]
        .compactMap { $0 }.min()
    }

    /// The first folder whose path `other` contains. O(length).
    public func firstBelow(_ other: PathPrefix) -> Int? {
        (other.isWindows ? windows : plain).first(below: other.components)
    }
}

/// Components of paths, each with the numbers of the folders that come by.
private struct Tree: Sendable {
    private struct Node: Sendable {
        var children: [ArraySlice<UInt8>: Int] = [:]
        /// The first folder that ends here.
        var owner: Int?
        /// The first whose path leads here or through.
        let first: Int
    }

    private var nodes = [Node(first: 0)]

    mutating func add(_ path: [ArraySlice<UInt8>], number: Int, own: [ArraySlice<UInt8>]?) {
        var place = 0
        for (depth, component) in path.enumerated() {
            if let next = nodes[place].children[component] {
                place = next
            } else {
                nodes.append(Node(first: number))
                nodes[place].children[component] = nodes.count - 1
                place = nodes.count - 1
            }
            if depth + 1 == own?.count, nodes[place].owner == nil { nodes[place].owner = number }
        }
    }

    func firstOwner(above path: [ArraySlice<UInt8>]) -> Int? {
        var (place, first) = (0, Int?.none)
        for component in path {
            guard let next = nodes[place].children[component] else { break }
            place = next
            if let owner = nodes[place].owner { first = min(first ?? owner, owner) }
        }
        return first
    }

    func first(below folder: [ArraySlice<UInt8>]) -> Int? {
        var place = 0
        for component in folder {
            guard let next = nodes[place].children[component] else { return nil }
            place = next
        }
        return nodes[place].first
    }
}
