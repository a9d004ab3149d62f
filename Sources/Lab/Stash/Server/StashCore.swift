import JSON
import Synchronization
import WebServer

/// Answers requests. One lock around the state; answers are made outside it, from snapshots.
final class StashCore: Sendable {
    private let state: Mutex<StashState>
    private let schema: GraphQLSchema
    private let release: StashRelease

    init(_ state: consuming StashState) throws {
        release = state.release
        schema = try StashSchema.schema(of: release)
        self.state = Mutex(state)
    }

    func change<Result: Sendable>(_ edit: (inout StashState) throws -> Result) rethrows -> Result {
        try state.withLock { try edit(&$0) }
    }

    func read<Result: Sendable>(_ look: (StashState) throws -> Result) rethrows -> Result {
        try state.withLock { try look($0) }
    }

    func answer(_ request: Request) -> Response {
        var entry = StashRequest(method: request.method, target: request.target, body: request.body)
        var response = route(request, &entry)
        (entry.status, entry.size) = (response.status, response.body.count)
        let now = change { state in
            state.requests.append(entry)
            return state.clock()
        }
        response.headers.append(("Date", StashHTTPDate.text(now)))
        return response
    }

    private func route(_ request: Request, _ entry: inout StashRequest) -> Response {
        switch request.path {
        case "/healthz": return faulty(request, entry) { _ in Response(200, text: ".", type: "text/plain") }
        case "/login":
            if request.method != "POST" { return .loginPage }
            let form = Request(
                method: "", target: "?" + String(decoding: request.body, as: UTF8.self), headers: [], body: [])
            return change { StashAccess.login(form.query, &$0) }
        default: break
        }
        switch change({ StashAccess.check(request, &$0) }) {
        case .refused(let response): return response
        case .allowed(let cookie):
            var response = serve(request, &entry)
            if let cookie { response.headers.append(("Set-Cookie", cookie)) }
            return response
        }
    }

    private func serve(_ request: Request, _ entry: inout StashRequest) -> Response {
        if request.path == "/graphql" || request.path == "/graphql/" { return graphQL(request, &entry) }
        return faulty(request, entry) { _ in
            StashPictures.answer(request, from: self.change { $0.snapshot().library })
        }
    }

    /// Lets the faults that are due come before, instead of, or into an answer.
    private func faulty(
        _ request: Request, _ entry: StashRequest, _ answer: (StashReadiness?) -> Response
    ) -> Response {
        let faults = change { $0.takeFaults(path: request.path, roots: entry.roots) }
        var readiness: StashReadiness?
        if case .notReady(let given)? = faults.last { readiness = given }
        var response = faults.lazy.compactMap(\.instead).first ?? answer(readiness)
        for fault in faults { fault.spoil(&response) }
        return response
    }

    // MARK: GraphQL

    private func graphQL(_ request: Request, _ entry: inout StashRequest) -> Response {
        let posting: StashPosting
        switch StashPosting.read(request, release: release) {
        case .failure(let refusal): return faulty(request, entry) { _ in refusal.response }
        case .success(let read): posting = read
        }
        let question = StashQuestion.read(
            posting.query, variables: posting.variables, operation: posting.operation, schema: schema)
        switch question {
        case .failure(let faults):
            return faulty(request, entry) { _ in
                .json(
                    StashJSON.answer(errors: faults.errors, data: nil), status: posting.refusedStatus,
                    type: posting.mediaType)
            }
        case .success(let question):
            entry.roots = question.roots
            return faulty(request, entry) { readiness in
                let body =
                    question.operation.kind == .mutation
                    ? self.mutate(question, request, readiness) : self.query(question, request, readiness)
                return .json(body, type: posting.mediaType)
            }
        }
    }

    private func query(_ question: StashQuestion, _ request: Request, _ readiness: StashReadiness?) -> [UInt8] {
        let (snapshot, facts) = change { state in (state.snapshot(), state.facts) }
        let resolver = resolver(snapshot, facts, request, readiness)
        var errors: [GraphQLError] = []
        let data = fields(question.plans, &errors) { plan, json in try resolver.write(plan, to: &json) }
        return StashJSON.answer(errors: errors, data: data)
    }

    /// One after another, each seeing what the one before did.
    private func mutate(_ question: StashQuestion, _ request: Request, _ readiness: StashReadiness?) -> [UInt8] {
        var errors: [GraphQLError] = []
        let data = fields(question.plans, &errors) { plan, json in
            let (outcome, snapshot, facts) = try self.change { state in
                let ready = (readiness ?? state.readiness) == .ok
                let outcome = try StashMutations.run(plan, on: &state, isReady: ready)
                return (outcome, state.snapshot(), state.facts)
            }
            self.resolver(snapshot, facts, request, readiness).answers.write(outcome, plan, to: &json)
        }
        return StashJSON.answer(errors: errors, data: data)
    }

    private func resolver(
        _ snapshot: StashSnapshot, _ facts: StashFacts, _ request: Request, _ readiness: StashReadiness?
    ) -> StashQueries {
        var facts = facts
        if let readiness { facts.readiness = readiness }
        let base = "http://" + (request.header("Host") ?? "localhost")
        return StashQueries(
            answers: StashAnswers(snapshot: snapshot, base: base, apiKey: facts.apiKey), facts: facts)
    }

    /// The members of `data`; nil where a field that may not be null failed.
    private func fields(
        _ plans: [GraphQLPlan], _ errors: inout [GraphQLError], _ write: (GraphQLPlan, inout StashJSON) throws -> Void
    ) -> [UInt8]? {
        var data = StashJSON(capacity: 1 << 12)
        var isNull = false
        data.byte("{")
        for (position, plan) in plans.enumerated() {
            if position > 0 { data.byte(",") }
            data.raw(plan.prefix)
            do {
                try self.write(plan, to: &data, write)
            } catch {
                let message = (error as? StashRefusal)?.message ?? "\(error)"
                errors.append(GraphQLError(message: message, path: [plan.key]))
                if plan.type.isNonNull { isNull = true }
                data.raw("null")
            }
        }
        data.byte("}")
        return isNull ? nil : data.bytes
    }

    private func write(
        _ plan: GraphQLPlan, to json: inout StashJSON, _ write: (GraphQLPlan, inout StashJSON) throws -> Void
    ) throws {
        switch plan.name {
        case "__typename": json.string(plan.parent)
        case "__schema", "__type": StashIntrospection(schema: schema).write(plan, to: &json)
        default: try write(plan, &json)
        }
    }
}
