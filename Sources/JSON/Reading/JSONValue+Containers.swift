import Glibc

extension JSONValue {
    // MARK: Objects

    /// The member `key`; of several, the first. Cost: a walk over the members before it.
    /// - Throws: ``JSONError`` if this is no object, or has no such member.
    public subscript(key: StaticString) -> JSONValue {
        get throws(JSONError) {
            guard let value = try member(UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
            else { throw missing("\(key)") }
            return value
        }
    }

    /// The same for a key that is only known at run time.
    @_disfavoredOverload  // a literal is a `StaticString`, compared where it lies
    public subscript(key: String) -> JSONValue {
        get throws(JSONError) {
            guard let value = try member(key) else { throw missing(key) }
            return value
        }
    }

    /// The member `key`, or nil where it is missing or null.
    /// - Throws: ``JSONError`` if this is no object.
    public func find(_ key: StaticString) throws(JSONError) -> JSONValue? {
        let value = try member(UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        return value.flatMap { $0.isNull ? nil : $0 }
    }

    /// The same for a key that is only known at run time.
    @_disfavoredOverload
    public func find(_ key: String) throws(JSONError) -> JSONValue? {
        try member(key).flatMap { $0.isNull ? nil : $0 }
    }

    /// Every member in the document's order, for objects whose keys are data. A key may come twice.
    /// - Throws: ``JSONError`` if this is no object.
    public var members: [(String, JSONValue)] {
        get throws(JSONError) {
            guard kind == .object else { throw unexpected("an object") }
            var result: [(String, JSONValue)] = []
            result.reserveCapacity(announcedCount)
            var place = index + 1
            while place < end {
                result.append((String(decoding: text(at: place), as: UTF8.self), JSONValue(document, place + 1)))
                place = after(place + 1)
            }
            return result
        }
    }

    // MARK: Arrays

    /// The elements in order, each made into something else.
    /// - Throws: ``JSONError`` if this is no array; what `make` throws.
    public func map<Element>(
        _ make: (JSONValue) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        guard kind == .array else { throw unexpected("an array") }
        var result: [Element] = []
        result.reserveCapacity(announcedCount)
        var place = index + 1
        while place < end {
            result.append(try make(JSONValue(document, place)))
            place = after(place)
        }
        return result
    }

    /// The elements in order.
    /// - Throws: ``JSONError`` if this is no array.
    public var elements: [JSONValue] {
        get throws(JSONError) { try map { (value) throws(JSONError) in value } }
    }

    /// How many elements an array, or members an object, has. Cost: constant up to 16 million, then a walk.
    /// - Throws: ``JSONError`` for any other kind.
    public var count: Int {
        get throws(JSONError) {
            let step: Int
            switch kind {
            case .array: step = 0
            case .object: step = 1
            default: throw unexpected("an array or an object")
            }
            if announcedCount < Self.mostAnnounced { return announcedCount }
            var (place, count) = (index + 1, 0)
            while place < end { (place, count) = (after(place + step), count + 1) }
            return count
        }
    }

    // MARK: The tape

    /// The 24 bits that simdjson has for a count; they stop at the largest value.
    private static let mostAnnounced = 0xff_ffff
    private var announcedCount: Int { Int(word(index) >> 32 & 0xff_ffff) }

    private func member(_ key: String) throws(JSONError) -> JSONValue? {
        guard kind == .object else { throw unexpected("an object") }
        var key = key
        let place = key.withUTF8 { self.place(of: UnsafeRawBufferPointer($0)) }
        return place.map { JSONValue(document, $0) }
    }

    private func member(_ key: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue? {
        guard kind == .object else { throw unexpected("an object") }
        return place(of: key).map { JSONValue(document, $0) }
    }

    private func place(of key: UnsafeRawBufferPointer) -> Int? {
        let end = end
        var place = index + 1
        while place < end {
            let name = text(at: place)
            if name.count == key.count, same(name, key) { return place + 1 }
            place = after(place + 1)
        }
        return nil
    }
}

/// Whether two texts of the same length are the same bytes.
@inline(__always) private func same(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeRawBufferPointer) -> Bool {
    guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else { return true }
    return memcmp(leftStart, rightStart, left.count) == 0
}
