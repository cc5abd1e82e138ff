import Foundation
import Signals
import Testing

@Suite("docs/signals.md")
struct DocumentationTests {
  private static func page() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/signals.md"), encoding: .utf8)
  }

  @Test("has the row of every operator and formula, as the code describes it", arguments: Operators.names)
  func rows(name: String) throws {
    let operation = try Operators.describe(name)
    let formula = Formulas.named(name) == nil ? operation.formula : "`\(operation.formula)`"
    let cells = [
      "`\(operation.signature)`", operation.about, formula, operation.unit, operation.lookBack, operation.missing,
    ]
    let row = "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
    #expect(try Self.page().contains(row), "add this row: \(row)")
  }

  @Test("shows expressions that are in the language")
  func examples() throws {
    let blocks = try Self.page().split(separator: "```").filter { $0.hasPrefix("signals\n") }
    let lines = blocks.flatMap { $0.split(separator: "\n").dropFirst() }
    #expect(lines.count >= 7)
    for line in lines {
      #expect(throws: Never.self) { try node(String(line)) }
    }
  }
}
