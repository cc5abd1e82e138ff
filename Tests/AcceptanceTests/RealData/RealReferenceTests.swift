import Foundation
import Market
import Replay
import Signals
import TestSupport
import Testing

/// `Tests/Reference/replay.py DATA` works six ledgers out in decimals from the published files themselves: bars, marks and
/// settlements are read by it as well. What it found lies beside it.
@Suite(
  "Six strategies on BTCUSDT 2025, entry by entry beside a plain reference in decimals",
  .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct RealReferenceTests {
  private static let costs = "costs: { taker: 5bps, maker: 2bps, slippage: 1bps }"

  static let strategies: [(name: String, text: String)] = [
    ("market", "long: { enter: move > 3%, exit: move < 0 }\nshort: { enter: move < -3%, exit: move > 0 }\n\(costs)"),
    (
      "limit",
      "long:\n  enter: move < -2%\n  exit: move > 1%\n  order: limit(close * 0.997, for 12 bars)\ncosts: { taker: 5bps, maker: -0.5bps, slippage: 1bps }"
    ),
    (
      "stop-take",
      "long: { enter: move > 3.5%, exit: move < -1%, stop: 1.5%, take: 2.5% }\nshort: { enter: move < -3.5%, exit: move > 1%, stop: 1.5%, take: 2.5% }\nsize: 2\n\(costs)"
    ),
    ("trail", "short: { enter: move > 3.5%, exit: move < -3%, trail: 1.2%, hold: 24h }\n\(costs)"),
    (
      "leverage",
      "long: { enter: move > 2%, exit: move < -20%, stop: 25%, hold: 7d }\nsize: 10\ncosts: { taker: 5bps, maker: 2bps, slippage: 1bps, maintenance: 2%, liquidation_fee: 0.1% }"
    ),
    (
      "inverse",
      "long: { enter: move > 3.5%, exit: move < -1%, stop: 2%, take: 4% }\nshort: { enter: move < -3.5%, exit: move > 1%, stop: 2%, take: 4% }\n\(costs)"
    ),
  ]

  private static func expected(_ name: String) throws -> [Substring] {
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let tests = (0..<3).reduce(here) { url, _ in url.deletingLastPathComponent() }
    return try String(
      contentsOf: tests.appendingPathComponent("Reference/replay-2025/\(name).csv"), encoding: .utf8
    ).split(separator: "\n")
  }

  /// The same prices, of a contract that pays in coin.
  private static func inverse(_ frame: Frame) -> Frame {
    let member = frame.members[0]
    var contract = member.contract
    contract.form = .inverse
    return Frame(
      market: frame.market,
      members: [
        FrameMember(
          instrument: member.instrument, contract: contract, bars: member.bars, funding: member.funding)
      ], grid: frame.grid, evaluation: frame.evaluation, columns: Array(frame.columns.values))
  }

  @Test("agrees to a hundred-thousandth in every amount and quantity", arguments: strategies.map(\.name))
  func agrees(name: String) throws {
    let linear = try RealBitcoin.frame()
    let frame = name == "inverse" ? Self.inverse(linear) : linear
    let text = try #require(Self.strategies.first { $0.name == name }).text
    let strategy = try StrategyFile.parse("signals: { move: 'change(close, 288)' }\n\(text)\n", file: "reference.yaml")
    let run = try strategy.bound().run(Evaluator(frame), on: PreparedMarket(frame))
    let expected = try Self.expected(name)
    #expect(run.ledger.count == expected.count)
    for (index, (entry, line)) in zip(run.ledger, expected).enumerated() {
      let words = line.split(separator: " ")
      let (amount, quantity) = (try #require(Double(words[2])), try #require(Double(words[3])))
      guard "\(entry.instant.milliseconds / 1000) \(entry.kind.rawValue)" == "\(words[0]) \(words[1])",
        abs(Money.quote(entry.amount) - amount) < 1e-5, abs(entry.quantity - quantity) < 1e-5
      else {
        Issue.record(
          "entry \(index): \(entry.instant) \(entry.kind.rawValue) \(Money.text(entry.amount)) \(entry.quantity), and there \(line)"
        )
        return
      }
    }
  }
}
