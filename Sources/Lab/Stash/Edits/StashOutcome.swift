import JSON

/// What a mutation gives back.
enum StashOutcome: Sendable {
    case scene(Int?)
    case scenes([Int])
    case entity(StashEntityKind, Int)
    case done
    case text(String)
    case number(Int)
    case count(Int, history: [String])
    case map(JSONTree)
}

extension StashAnswers {
    func write(_ outcome: StashOutcome, _ plan: GraphQLPlan, to json: inout StashJSON) {
        switch outcome {
        case .scene(let id):
            if let scene = id.flatMap({ library.scenes[$0] }) {
                scenes(plan.selection).write(StashRow(scene), to: &json)
            } else {
                json.raw("null")
            }
        case .scenes(let ids):
            let renderer = scenes(plan.selection)
            json.list(ids.compactMap { library.scenes[$0] }) { renderer.write(StashRow($1), to: &$0) }
        case .entity(let kind, let id): entity(plan.selection, kind)(&json, id)
        case .done: json.raw("true")
        case .text(let text): json.string(text)
        case .number(let number): json.int(number)
        case .map(let tree): json.write(tree)
        case .count(let count, let history):
            StashRenderer<Void>(plan.selection) { plan in
                switch plan.name {
                case "count": { json, _ in json.int(count) }
                case "history": { json, _ in json.list(history) { $0.string($1) } }
                default: nil
                }
            }.write((), to: &json)
        }
    }
}
