import Glibc

/// For servers whose types vary with their age: ids as text or number, truth as `true`, `1` or `"1"`.
extension JSONValue {
    /// A string, or a number as it would be written: `12` and `12.0` are `"12"`.
    public var lenientString: String {
        get throws(JSONError) {
            switch kind {
            case .string: return try string
            case .int: return String(Int64(bitPattern: word(index + 1)))
            case .uint: return String(word(index + 1))
            case .double:
                let number = Double(bitPattern: word(index + 1))
                return Int(exactly: number).map { String($0) } ?? number.description
            default: throw unexpected("a string or a number")
            }
        }
    }

    /// A whole number, or a string that holds nothing but one in decimal digits (`"12"`, `"-3"`).
    public var lenientInt: Int {
        get throws(JSONError) {
            guard kind == .string else { return try int }
            guard let number = Int(String(decoding: text(at: index), as: UTF8.self)) else {
                throw unexpected("a whole number, also as a string")
            }
            return number
        }
    }

    /// A number, or a string that holds nothing but one (`"7.5"`); never infinite or NaN.
    public var lenientDouble: Double {
        get throws(JSONError) {
            guard kind == .string else { return try double }
            let text = text(at: index)
            // `Double` would also read "inf", "nan" and "0x1p3".
            let plain = text.allSatisfy { byte in "0123456789+-.eE".utf8.contains(byte) }
            guard plain, let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite else {
                throw unexpected("a number, also as a string")
            }
            return number
        }
    }

    /// `true`, `1`, `"1"`, `"true"` and their opposites; letters in any case.
    public var lenientBool: Bool {
        get throws(JSONError) {
            switch kind {
            case .yes: return true
            case .no: return false
            case .string:
                switch String(decoding: text(at: index), as: UTF8.self).lowercased() {
                case "1", "true": return true
                case "0", "false": return false
                default: break
                }
            case .int, .double:
                switch try double {
                case 1: return true
                case 0: return false
                default: break
                }
            default: break
            }
            throw unexpected("true or false, also as 1 or 0")
        }
    }
}
