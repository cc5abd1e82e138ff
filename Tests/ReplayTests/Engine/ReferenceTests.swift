import Market
import Replay
import Signals
import Testing

/// `Tests/Reference/replay.py` works the same ledgers out in decimals, bar by bar, from the words of the documentation. Its
/// market and what it found lie beside it.
@Suite("The ledger of a plain reference in decimals, entry by entry")
struct ReferenceTests {
  private static let costs = "taker: 5bps, slippage: 1bps"

  static let strategies: [(name: String, text: String)] = [
    (
      "market",
      """
      signals: { move: "change(close, 12)" }
      long: { enter: move > 0.6%, exit: move < 0 }
      short: { enter: move < -0.6%, exit: move > 0 }
      costs: { \(costs), maker: 2bps }
      """
    ),
    (
      "limit",
      """
      long:
        enter: change(close, 12) < -0.5%
        exit: change(close, 12) > 0.3%
        order: limit(close * 0.997, for 6 bars)
      costs: { \(costs), maker: -0.5bps }
      """
    ),
    (
      "stop-take",
      """
      signals: { move: "change(close, 24)" }
      long: { enter: move > 0.8%, exit: move < -2%, stop: 1%, take: 1.5% }
      short: { enter: move < -0.8%, exit: move > 2%, stop: 1%, take: 1.5% }
      size: 2
      costs: { \(costs), maker: 2bps }
      """
    ),
    (
      "trail",
      """
      signals: { move: "change(close, 12)" }
      short: { enter: move > 0.7%, exit: move < -3%, trail: 0.8%, hold: 8h }
      costs: { \(costs), maker: 2bps }
      """
    ),
    (
      "leverage",
      """
      signals: { move: "change(close, 48)" }
      long: { enter: move > 1%, exit: move < -20%, stop: 25%, hold: 400 }
      size: 12
      costs: { \(costs), maker: 2bps, maintenance: 2%, liquidation_fee: 0.1% }
      """
    ),
    (
      "risk",
      """
      long:
        enter: change(close, 12) < -0.6%
        exit: change(close, 12) > 0.2%
        order: limit(close * 0.999, for 3 bars)
        exit_order: limit(entry_price * 1.004, for 4 bars)
        stop: close * 1.2%
      size: risk(1%)
      max_leverage: 3
      costs: { \(costs), maker: 2bps }
      """
    ),
  ]

  private static func market() throws -> Scenario {
    let settlements = try ReferenceFiles.lines("replay/funding").map {
      try ReferenceFiles.settlement($0.split(separator: " "))
    }
    return Candles.frame(
      try ReferenceFiles.lines("replay/candles").joined(separator: "\n"), interval: .minutes(5), funding: settlements)
  }

  @Test("agrees to a hundred-thousandth in every amount", arguments: strategies.map(\.name))
  func agrees(name: String) throws {
    let market = try Self.market()
    let text = try #require(Self.strategies.first { $0.name == name }).text
    let strategy = try StrategyFile.parse(text + "\n", file: "reference.yaml")
    let tape = try PreparedMarket(market)
    let run = try strategy.bound().run(Evaluator(market.frame), on: tape)
    let expected = try ReferenceFiles.lines("replay/\(name)")
    #expect(run.ledger.count == expected.count)
    for (index, (entry, line)) in zip(run.ledger, expected).enumerated() {
      let words = line.split(separator: " ")
      let seconds = entry.instant.milliseconds / 1000
      #expect("\(seconds) \(entry.kind.rawValue)" == "\(words[0]) \(words[1])", "entry \(index)")
      for (value, word) in [(Money.quote(entry.amount), words[2]), (entry.quantity, words[3]), (entry.price, words[4])]
      {
        let other = try #require(Double(word))
        #expect(abs(value - other) < 1e-5, "entry \(index) at \(entry.instant): \(value) and \(other)")
      }
      guard "\(seconds) \(entry.kind.rawValue)" == "\(words[0]) \(words[1])" else { return }
    }
    let sums = expected.reduce(0) { $0 + (Double($1.split(separator: " ")[2]) ?? .nan) }
    #expect(abs(run.figures.finalEquity - 10_000 - sums) < 1e-4)
  }

  @Test("which comes through every kind of ending")
  func covers() throws {
    let market = try Self.market()
    let tape = try PreparedMarket(market)
    let endings = try Self.strategies.flatMap { strategy in
      try StrategyFile.parse(strategy.text + "\n", file: "reference.yaml").bound()
        .run(Evaluator(market.frame), on: tape).trades.map(\.ending)
    }
    for ending in [Trade.Ending.exit, .limit, .reversal, .stop, .take, .trail, .hold, .liquidation] {
      #expect(endings.contains(ending), "\(ending)")
    }
  }
}
