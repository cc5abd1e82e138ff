import Efficiency
import Market
import Signals
import Testing

@Suite("Efficiency")
struct EfficiencyTests {
  @Test("the battery finds nothing wrong with it")
  func battery() throws { #expect(try SignalBattery().findings(of: Efficiency()).isEmpty) }

  @Test("is the distance over the way, and unknown where there is none")
  func values() {
    let grid = Grid(start: Instant(milliseconds: 0), interval: .hour, count: 6)
    let call = OperatorCall(
      numbers: [[1, 3, 2, 4, 4, 4]], setting: OperatorSetting(windows: [2], interval: .hour), grid: grid)
    guard case .numbers(let values) = Efficiency().evaluate(call) else {
      Issue.record("it gives numbers")
      return
    }
    #expect(values[2...4] == [1.0 / 3, 1.0 / 3, 1])
    #expect(values[0].isNaN && values[1].isNaN && values[5].isNaN)
  }

  @Test("becomes part of the language, once")
  func added() throws {
    try Operators.add(Efficiency())
    #expect(Operators.named("efficiency") != nil)
    #expect(throws: Problem.self) { try Operators.add(Efficiency()) }
  }
}
