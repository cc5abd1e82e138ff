import Foundation
import Testing

/// What the README shows is what the program does: its sessions are run and compared line by line, its commands are run on
/// the demo market.
@Suite("The README")
struct ReadmeTests {
  private static let blocks: [[String]] = {
    let file = CommandLineTool.repository + "/README.md"
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "\n```").enumerated().filter { !$0.offset.isMultiple(of: 2) }
      .map { $0.element.split(separator: "\n").map(String.init) }
  }()

  /// Words as a shell splits them; single quotes are all the README uses.
  private static func words(_ command: String) -> [String] {
    command.components(separatedBy: "'").enumerated().flatMap { index, part in
      index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [part]
    }
  }

  private static func lines(_ output: String) -> Set<String> {
    Set(output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") })
  }

  @Test("prints what the program prints")
  func session() throws {
    let tool = try CommandLineTool()
    try tool.addDemo()
    let session = try #require(Self.blocks.first { $0.first?.hasPrefix("$ hindcast") == true })
    let output = try Self.lines(tool.run(Array(Self.words(session[0]).dropFirst(2))).output)
    // Tables are shown without their last columns.
    for line in session.dropFirst() where !line.contains("  ") || line.hasPrefix("Next") {
      #expect(output.contains(line.split(separator: " ").joined(separator: " ")), "\(line)")
    }
    for line in session.dropFirst() where line.contains("  ") {
      let shown = line.split(separator: " ").joined(separator: " ")
      #expect(output.contains { $0.hasPrefix(shown) }, "\(line)")
    }
  }

  @Test("says of the tour what the tour says")
  func tour() throws {
    let shown = try #require(Self.blocks.first { $0.first?.hasPrefix("stress-fade on demo") == true })
    let output = try Self.lines(CommandLineTool().run("tour").output)
    for line in shown {
      #expect(output.contains(line.split(separator: " ").joined(separator: " ")), "\(line)")
    }
  }

  @Test("the lines that a tour prints find its market from where it was called")
  func tourElsewhere() throws {
    let tool = try CommandLineTool()
    let elsewhere = ["HINDCAST_ROOT": tool.root + "/nowhere"]
    let answer = try tool.run(["tour", "--root", tool.root], environment: elsewhere)
    let lines = answer.output.split(separator: "\n").filter { $0.hasPrefix("   $ hindcast ") }
    #expect(lines.count == 6)
    let replay = try #require(lines.first { $0.contains(" replay ") })
    let again = try tool.run(
      Array(Self.words(String(replay)).dropFirst(2)) + ["--format", "json"], environment: elsewhere)
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test("a tour without its strategies says what to do before it makes anything")
  func tourInAnEmptyFolder() throws {
    let tool = try CommandLineTool()
    try FileManager.default.removeItem(atPath: tool.root + "/strategies")
    let answer = try tool.run("tour")
    #expect(answer.status == 2)
    #expect(answer.errors.contains("stress-fade") && answer.errors.contains("--root"), "\(answer.errors)")
    #expect(!FileManager.default.fileExists(atPath: tool.root + "/datasets/demo.sqlite"))
  }

  @Test("lists commands that work")
  func commands() throws {
    let tool = try CommandLineTool()
    try tool.addDemo()
    let block = try #require(Self.blocks.first { $0.first?.hasPrefix("hindcast data import") == true })
    var run = 0
    // Without those that need files of a venue or a network, results by name, and the one that hides what the others look at.
    let left = ["import", "fetch", "perps", "seal", " A B"]
    for line in block where !left.contains(where: { line.contains($0) }) {
      let command = line.components(separatedBy: " #")[0].replacing("btc", with: "demo")
        .replacing("100000", with: "500").replacing("2025-06-01", with: "2024-10-01")
      let answer = try tool.run(Array(Self.words(command).dropFirst()))
      #expect(answer.status == 0, "\(command): \(answer.errors)")
      run += 1
    }
    #expect(run >= 10)
  }
}
