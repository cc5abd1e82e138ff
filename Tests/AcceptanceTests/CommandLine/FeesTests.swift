import Foundation
import Testing

/// One list of fees through every command that trades.
@Suite("Fees of a venue's levels from the shell")
struct FeesTests {
  private let tool: CommandLineTool

  init() throws { tool = try CommandLineTool(demoDays: 40) }

  /// The shipped fade, with other fees.
  private func strategy(_ name: String, _ fees: String, parameters: String = "") throws {
    let text = try String(contentsOfFile: tool.root + "/strategies/stress-fade.yaml", encoding: .utf8)
    try tool.write(
      text.replacing("name: stress-fade", with: "name: \(name)")
        .replacing("parameters:\n", with: "parameters:\n\(parameters)")
        .replacing("costs: { taker: 5bps, maker: 2bps, slippage: 1bps }", with: "costs: { \(fees), slippage: 1bps }"),
      to: "strategies/\(name).yaml")
  }

  private func document(_ arguments: String...) throws -> [String: Any] {
    try tool.run(arguments + ["--format", "json"]).document()
  }

  @Test("a level that is named pays what its rates pay, to the last digit, and a run says whose it is")
  func named() throws {
    try strategy("named", "fees: bybit vip 3")
    try strategy("said", "taker: 3.5bps, maker: 1.4bps")
    let (named, said) = (try document("replay", "named", "--no-report"), try document("replay", "said", "--no-report"))
    #expect(named["fees"] as? Double == said["fees"] as? Double && named["trades"] as? Int ?? 0 > 0)
    let costs = try #require(named["costs"] as? [String: Any])
    #expect(costs["fees"] as? String == "bybit vip 3" && costs["taker"] as? Double == 0.00035)
    #expect((costs["fees_source"] as? String)?.contains("Bybit perpetuals, vip 3") == true)
    #expect((said["costs"] as? [String: Any])?["fees"] == nil)
    let shown = try tool.run("replay", "named", "--no-report")
    #expect(shown.output.contains("Fees are taker 3.5 bps, maker 1.4 bps (Bybit perpetuals, vip 3, 2025)."))
    #expect(shown.errors.contains("Fees are those of Bybit perpetuals, and demo:DEMOUSDT trades at demo."))
  }

  @Test("a level's number is a parameter like any other: a trial of a sweep is the replay")
  func numbered() throws {
    try strategy("numbered", "fees: bybit vip level", parameters: "  level: 0\n")
    let sweep = try document("sweep", "numbered", "--grid", "level=0:5:1", "--no-report")
    let best = try #require((sweep["best"] as? [[String: Any]])?.first)
    let level = try #require((best["parameters"] as? [String: Any])?["level"] as? Double)
    let replayed = try document("replay", "numbered", "--set", "level=\(Int(level))", "--no-report")
    #expect(best["fees"] as? Double == replayed["fees"] as? Double)
    let five = try document("replay", "numbered", "--set", "level=5", "--no-report")
    try strategy("said", "taker: 3.2bps, maker: 1bps")
    #expect(five["fees"] as? Double == (try document("replay", "said", "--no-report"))["fees"] as? Double)
    let refused = try tool.run("replay", "numbered", "--set", "level=8", "--no-report")
    #expect(refused.status == 2 && refused.errors.contains("no level of the number 8"), "\(refused.errors)")
  }

  @Test("fees by volume fall as the run trades, and replay, comparison, validation and sweep take them alike")
  func byVolume() throws {
    try strategy(
      "moving",
      "fees: [{ volume: 0, taker: 5bps, maker: 2bps }, { volume: 15000, taker: 4bps, maker: 1bps }, { volume: 60000, taker: -1bps, maker: -2bps }]"
    )
    let run = try document("replay", "moving", "--no-report")
    let paid = try #require(run["fees_paid"] as? [[String: Any]])
    #expect(paid.compactMap { $0["rate"] as? Double }.prefix(2) == [0.0005, 0.0004])
    let sum = paid.compactMap { $0["amount"] as? Double }.reduce(0, +)
    #expect(abs(sum - (run["fees"] as? Double ?? .nan)) < 1e-9)
    let text = try tool.run("replay", "moving", "--no-report").output.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(text.contains("the value traded in the 30 UTC days before it leads to"), "\(text)")
    #expect(text.contains("Fees paid: 5 bps on "), "\(text)")
    let compared = try document("compare", "moving", "stress-fade", "--replicates", "100", "--no-report")
    #expect("\(compared)".contains("\(run["fees"] as? Double ?? .nan)"))
    #expect(try tool.run("sweep", "moving", "--grid", "entry=1:2:0.5", "--no-report").status == 0)
    #expect(try tool.run("validate", "moving", "--replicates", "10", "--no-report").status == 0)
  }
}
