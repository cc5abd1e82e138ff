import Foundation
import Testing

@Suite("What went wrong, for programs and for people")
struct ErrorDocumentTests {
  private let tool = try? CommandLineTool()

  private func error(_ arguments: String...) throws -> [String: Any] {
    let answer = try #require(tool).run(arguments)
    #expect(answer.status == 2 && !answer.errors.isEmpty)
    let document = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
    return try #require(document?["error"] as? [String: Any])
  }

  @Test("with --format json stdout holds one document, also of an error: what, where, remedy")
  func document() throws {
    let unknown = try error("replay", "nothing-there", "--format", "json")
    #expect((unknown["what"] as? String)?.contains("nothing-there") == true)
    #expect(unknown["remedy"] is String)
    try #require(tool).write("position: clip(fnding_rate, -1, 1)\n", to: "strategies/wrong.yaml")
    _ = try #require(tool).run(["data", "demo", "--days", "30"])
    let place = try error("replay", "wrong", "--market", "demo", "--format=json")
    #expect((place["where"] as? String)?.contains("wrong.yaml:1:16") == true, "\(place)")
    #expect((try error("replay", "--format", "json", "--fee", "x")["what"] as? String)?.isEmpty == false)
  }

  @Test("without it stdout stays empty")
  func quiet() throws {
    let answer = try #require(tool).run(["replay", "nothing-there"])
    #expect(answer.output.isEmpty && answer.status == 2)
  }

  @Test(
    "a misspelt command is met with the one that was meant",
    arguments: [(["replya"], "replay"), (["data", "improt"], "import")])
  func commands(typed: [String], meant: String) throws {
    let answer = try #require(tool).run(typed)
    #expect(answer.status == 2 && answer.errors.contains("did you mean '\(meant)'?"), "\(answer.errors)")
  }
}
