import Foundation
import Testing

/// What `runs why` says where one run had nothing to decide: no bar, no value, no trade.
@Suite("Why two kept replays differ: windows that end, windows that fill")
struct WhyWindowTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 40)
    try tool.write(
      """
      name: up
      market: demo
      interval: 1h
      parameters: { w: 1d }
      signals: { up: "close > mean(close, w)" }
      long: { enter: up, exit: not up }
      costs: free
      """ + "\n", to: "strategies/up.yaml")
  }

  private func replay(_ arguments: String...) throws -> String {
    let answer = try tool.run(["replay"] + arguments + ["--no-report", "--format", "json"])
    return try #require(try answer.document()["hash"] as? String)
  }

  private func why(_ a: String, _ b: String) throws -> String {
    let answer = try tool.run("runs", "why", a, b)
    #expect(answer.status == 0, "\(answer.errors)")
    return answer.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("a mean over a day is not known after three hours: it is no condition that does not hold")
  func filling() throws {
    let text = try why(replay("up"), replay("up", "--set", "w=3h"))
    #expect(text.contains("known at 2024-07-01 03:00: not known beside "), "\(text)")
  }

  @Test("an entry on days that the other run has not is told by where that begins and ends")
  func outside() throws {
    let whole = try replay("up")
    let late = try why(whole, replay("up", "--from", "2024-07-10"))
    #expect(late.contains("in the first run alone: the other begins at 2024-07-10 00:00."), "\(late)")
    let short = try why(replay("up", "--to", "2024-07-10"), whole)
    #expect(short.contains("in the second run alone: the other ends at 2024-07-10 00:00."), "\(short)")
    #expect(!late.contains("its price was not reached") && !short.contains("stopped trading"))
  }

  @Test("a run that never traded has not stopped trading")
  func idle() throws {
    try tool.write(
      "name: never\nmarket: demo\ninterval: 1h\nlong: { enter: close > 1000000000 }\ncosts: free\n",
      to: "strategies/never.yaml")
    let text = try why(replay("never"), replay("up"))
    #expect(text.contains("in the second run alone: the other never traded."), "\(text)")
    #expect(!text.contains("stopped trading"), "\(text)")
  }
}
