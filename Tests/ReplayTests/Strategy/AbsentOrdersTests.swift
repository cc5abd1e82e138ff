import Market
import Replay
import Testing

@Suite("Orders that are not there are refused as such, with what to do instead")
struct AbsentOrdersTests {
  private func refusal(_ text: String) throws -> Problem {
    try #require(throws: Problem.self) { _ = try StrategyFile.parse(text, file: "s.yaml") }
  }

  @Test(
    "stops, take-profits and trailing exits",
    arguments: [
      "long: { enter: close > 1 }\nstop: { trailing: 10% }\n", "long: { enter: close > 1, stop_loss: 3% }\n",
      "long: { enter: close > 1, take_profit: 6% }\n",
    ])
  func stops(text: String) throws {
    let problem = try refusal(text)
    #expect(problem.what.contains("no stop, take-profit or trailing orders"))
    #expect(problem.remedy?.contains("exit:") == true)
  }

  @Test("limit orders")
  func limits() throws {
    let problem = try refusal("long: { enter: close > 1, limit: low }\n")
    #expect(problem.what.contains("no limit orders"))
  }

  @Test("funding among the costs names the flag that assumes one")
  func funding() throws {
    let problem = try refusal("short: { enter: close > 0 }\ncosts: { funding: 1bps }\n")
    #expect(problem.remedy?.contains("--assume-funding missing=1bps") == true)
    #expect(problem.place.line == 2)
  }

  @Test("a rule that asks what its position was entered at")
  func ownPosition() throws {
    let problem = try refusal("long:\n  enter: close > 1\n  exit: close < entry_price * 0.97\n")
    #expect(problem.what.contains("'entry_price'") && problem.what.contains("do not know the position"))
    #expect(problem.place.line == 3)
  }
}
