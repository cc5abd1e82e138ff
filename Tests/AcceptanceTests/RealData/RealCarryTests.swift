import Foundation
import Frames
import Market
import Replay
import Signals
import Store
import TestSupport
import Testing

private let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

/// The carry on Bitcoin, perpetual against spot, beside `Tests/Reference/legs.py`, which shares no code with the engine.
@Suite(
  "The carry on BTCUSDT 2022 to 2026, beside decimals",
  .enabled(if: RealData.isThere && hasPython, "needs the published files and python3"))
struct RealCarryTests {
  private static let text = """
    legs:
      perp: binance:BTCUSDT
      spot: { instrument: binance:BTCUSDT/spot, taker: 10bps, borrow: 8% }
    hedge: coins
    signals: { gap: perp.close / spot.close - 1 }
    long: { enter: gap < -0.0012, exit: gap > -0.0002 }
    short: { enter: gap > 0.0012, exit: gap < 0.0002 }
    costs: { taker: 5bps, slippage: 1bps }

    """

  @Test("agrees entry by entry")
  func agrees() throws {
    let strategy = try StrategyFile.parse(Self.text, file: "carry.yaml")
    let legs = try #require(strategy.legs).legs.map { FrameLeg(name: $0.name, instrument: $0.instrument) }
    let frame = try Dataset.open(at: RealData.imported.get().path).assemble(
      FrameRequest(legs: legs, interval: .hour, columns: strategy.columnNames, funding: .own)
    ).frame
    let tape = try PreparedMarket(frame)
    let run = try strategy.bound().run(Evaluator(frame), on: tape)
    #expect(frame.grid.count > 37_000)

    let folder = try ScratchFolder()
    for member in frame.members {
      let bars = member.bars
      var rows: [String] = []
      for row in 0..<frame.grid.count where !bars.open[row].isNaN && !bars.close[row].isNaN {
        let prices = [bars.open[row], bars.high[row], bars.low[row], bars.close[row]].map { "\($0)" }
        rows.append("\(frame.grid.open(row).milliseconds / 1000) \(prices.joined(separator: " "))")
      }
      try folder.write(rows.joined(separator: "\n"), to: "\(member.name).csv")
    }
    let settled = tape.funding.settlements.map { "\($0.instant.milliseconds / 1000) \($0.rate) \($0.price)" }
    try folder.write(settled.joined(separator: "\n"), to: "funding.csv")
    let expected = try PythonReference.lines("legs.py", on: folder.path)

    #expect(expected.count > 100)
    try PythonReference.agrees(
      run.ledger, expected, names: frame.members.map(\.name), stamp: 1000, within: 2e-6)
  }
}
