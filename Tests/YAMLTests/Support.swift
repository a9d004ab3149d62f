import YAML

/// Reads a text as a file named `rules.yaml`.
func document(_ text: String, limits: Limits = Limits()) -> Document {
    Document(bytes: Array(text.utf8), file: "rules.yaml", limits: limits)
}

/// All faults of a text as `line:column code`.
func places(_ text: String, limits: Limits = Limits()) -> [String] { places(document(text, limits: limits).log) }

func places(_ log: FaultLog) -> [String] {
    log.faults.map { "\($0.line):\($0.column) \($0.code.rawValue)" }
}

/// What one text means when it stands alone in a file.
func scalar(_ text: String) -> Scalar? {
    guard case .scalar(let scalar)? = document(text).root?.content else { return nil }
    return scalar
}
