import SyncModel

private let fieldsByOrdinal: [Field?] = (0..<16).map { ordinal in Field.allCases.first { $0.ordinal == ordinal } }

extension ByteWriter {
    mutating func value(_ value: FieldValue) {
        switch value {
        case .text(let text):
            number(0)
            self.text(text)
        case .names(let names):
            number(1)
            number(names.count)
            for name in names { self.text(name) }
        case .digest(let digest):
            number(2)
            text(digest)
        }
    }

    mutating func values(_ values: [Field: FieldValue]) {
        for (field, value) in values.sorted(by: { $0.key < $1.key }) {
            number(field.ordinal)
            self.value(value)
        }
    }
}

extension ByteReader {
    mutating func value() throws -> FieldValue {
        switch try number() {
        case 0: return .text(try text())
        case 1:
            let count = try count()
            var names: [String] = []
            names.reserveCapacity(count)
            for _ in 0..<count { names.append(try text()) }
            return .names(names)
        case 2: return .digest(try text())
        default: throw DamagedValue()
        }
    }

    /// Up to the end of the bytes.
    mutating func values() throws -> [Field: FieldValue] {
        var values: [Field: FieldValue] = [:]
        if !isAtEnd { values.reserveCapacity(8) }
        while !isAtEnd { values[try field()] = try value() }
        return values
    }

    mutating func field() throws -> Field {
        let ordinal = try number()
        guard fieldsByOrdinal.indices.contains(ordinal), let field = fieldsByOrdinal[ordinal] else {
            throw DamagedValue()
        }
        return field
    }
}

func encoded(_ values: [Field: FieldValue]) -> [UInt8] {
    var writer = ByteWriter()
    writer.values(values)
    return writer.bytes
}

func decodedValues(_ bytes: [UInt8]) throws -> [Field: FieldValue] {
    var reader = ByteReader(bytes)
    return try reader.values()
}

func encoded(_ ledger: [Field: FieldLedger]) -> [UInt8] {
    var writer = ByteWriter()
    for (field, known) in ledger.sorted(by: { $0.key < $1.key }) where known != FieldLedger() {
        let parts = [known.base, known.written, known.undoneWant]
        writer.number(field.ordinal)
        let own = (known.hasImportedLock ? 8 : 0) | (known.isStoredOtherwise ? 16 : 0)
        let flags = parts.enumerated().reduce(own) {
            $0 | ($1.element == nil ? 0 : 1 << $1.offset)
        }
        writer.number(flags)
        for part in parts.compactMap({ $0 }) { writer.value(part) }
    }
    return writer.bytes
}

func decodedLedger(_ bytes: [UInt8]) throws -> [Field: FieldLedger] {
    var reader = ByteReader(bytes)
    var ledger: [Field: FieldLedger] = [:]
    while !reader.isAtEnd {
        let field = try reader.field()
        let parts = try reader.number()
        guard (0..<32).contains(parts) else { throw DamagedValue() }
        var known = FieldLedger(hasImportedLock: parts & 8 != 0, isStoredOtherwise: parts & 16 != 0)
        if parts & 1 != 0 { known.base = try reader.value() }
        if parts & 2 != 0 { known.written = try reader.value() }
        if parts & 4 != 0 { known.undoneWant = try reader.value() }
        ledger[field] = known
    }
    return ledger
}

/// Locked fields as one number, a bit a field.
func bits(of fields: Set<Field>) -> Int { fields.reduce(0) { $0 | 1 << $1.ordinal } }
func fields(inBits bits: Int) -> Set<Field> {
    var fields: Set<Field> = []
    var rest = UInt(bitPattern: bits)
    while rest != 0 {
        let ordinal = rest.trailingZeroBitCount
        if ordinal < fieldsByOrdinal.count, let field = fieldsByOrdinal[ordinal] { fields.insert(field) }
        rest &= rest - 1
    }
    return fields
}
