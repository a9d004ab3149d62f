import JSON
import WebServer

/// What a GraphQL request carries, and how its answer is labelled.
struct StashPosting {
    var query: String
    var variables: GraphQLInput = .null
    var operation: String?
    /// Of the answer.
    var mediaType: String

    private static let modern = "application/graphql-response+json"

    /// Of a document that is refused: with the newer media type it is the request that is wrong, not its content.
    var refusedStatus: Int { mediaType == Self.modern ? 400 : 422 }

    /// Why a request never got as far as its document.
    struct Refusal: Error {
        var response: Response
    }

    static func read(_ request: Request, release: StashRelease) -> Result<StashPosting, Refusal> {
        let type = mediaType(for: request.header("Accept"), release)
        if request.method == "GET" { return .success(fromQuery(request, type)) }
        guard request.method == "POST", request.header("Content-Type")?.hasPrefix("application/json") ?? false else {
            let body = StashJSON.answer(errors: [GraphQLError(message: "transport not supported")], data: nil)
            return .failure(Refusal(response: .json(body, status: 400, type: "text/plain; charset=utf-8")))
        }
        do {
            let body = try JSONTree(parsing: request.body, depth: 200)
            return .success(
                StashPosting(
                    query: body["query"]?.string ?? "", variables: body["variables"].map { GraphQLInput($0) } ?? .null,
                    operation: body["operationName"]?.string, mediaType: type))
        } catch {
            let text = String(decoding: request.body.prefix(4096), as: UTF8.self)
            let message = "json request body could not be decoded: \(error.problem) body:\(text)"
            let body = StashJSON.answer(errors: [GraphQLError(message: message)], data: nil)
            return .failure(Refusal(response: .json(body, status: 400, type: type)))
        }
    }

    private static func fromQuery(_ request: Request, _ type: String) -> StashPosting {
        func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
        var variables = GraphQLInput.null
        if let text = value("variables"),
            case .success(let tree) = Result(catching: { try JSONTree(parsing: Array(text.utf8)) })
        {
            variables = GraphQLInput(tree)
        }
        return StashPosting(
            query: value("query") ?? "", variables: variables, operation: value("operationName"), mediaType: type)
    }

    /// The first of the types that the client takes and the server has.
    private static func mediaType(for accept: String?, _ release: StashRelease) -> String {
        guard release.negotiatesMediaType, let accept else { return "application/json" }
        for range in accept.split(separator: ",") {
            switch range.prefix(while: { $0 != ";" }).filter({ $0 != " " }) {
            case "application/json": return "application/json"
            case modern, "*/*", "application/*": return modern
            default: continue
            }
        }
        return "application/json"
    }
}
