import Market
import Replay
import Signals
import Testing

/// `Tests/Reference/legs.py` works the same ledgers out in decimals, bar by bar, from the words of the documentation. Its
/// markets and what it found lie beside it.
@Suite("The ledger of several legs beside a plain reference in decimals, entry by entry")
struct LegReferenceTests {
  static let strategies: [(name: String, legs: [String], text: String)] = [
    (
      "carry", ["perp", "spot"],
      """
      legs:
        perp: perpetual
        spot: { instrument: spot, taker: 10bps, borrow: 8% }
      hedge: coins
      signals: { gap: perp.close / spot.close - 1 }
      long: { enter: gap < -0.0012, exit: gap > -0.0002 }
      short: { enter: gap > 0.0012, exit: gap < 0.0002 }
      """
    ),
    (
      "drifting", ["perp", "spot"],
      """
      legs:
        perp: { instrument: perpetual, leverage: 5 }
        spot: { instrument: spot, taker: 10bps, borrow: 8% }
      drift: 5%
      size: 0.8
      signals: { gap: perp.close / spot.close - 1 }
      long: { enter: gap < -0.002, exit: gap > 0.002 }
      short: { enter: gap > 0.002, exit: gap < -0.002 }
      """
    ),
    (
      "pair", ["perp", "other"],
      """
      legs:
        perp: { instrument: perpetual, maintenance: 2% }
        other: { instrument: ETHUSDT, ratio: -0.5 }
      size: 24
      signals: { spread: perp.close / other.close - 1 - 0.5 }
      long: { enter: spread < -0.03, exit: spread > 0 }
      short: { enter: spread > 0.03, exit: spread < 0 }
      """
    ),
    (
      "lopsided", ["spot", "perp"],
      """
      legs:
        spot: { instrument: spot, ratio: 0.05, taker: 10bps, borrow: 8% }
        perp: { instrument: perpetual, ratio: -12, maintenance: 3% }
      size: 0.9
      signals: { gap: perp.close / spot.close - 1 }
      long: { enter: gap < -0.0022, exit: gap > 0.0018 }
      short: { enter: gap > 0.0022, exit: gap < -0.0018 }
      """
    ),
    (
      "isolated", ["perp", "spot"],
      """
      legs:
        perp: { instrument: perpetual, leverage: 25, margin: isolated }
        spot: { instrument: spot, taker: 10bps, borrow: 8% }
      hedge: coins
      drift: 30%
      size: 0.85
      signals: { gap: perp.close / spot.close - 1 }
      long: { enter: gap < -0.0022, exit: gap > 0.0022 }
      short: { enter: gap > 0.0022, exit: gap < -0.0022 }
      """
    ),
    (
      "leaping", ["leap", "other"],
      """
      legs:
        leap: { instrument: SOLUSDT, leverage: 15, margin: isolated }
        other: { instrument: ETHUSDT, ratio: -0.5 }
      drift: 0.5%
      size: 0.5
      signals: { spread: leap.close / other.close - 1 - 0.5 }
      long: { enter: spread < -0.005, exit: spread > 0 }
      short: { enter: spread > 0.005, exit: spread < 0 }
      """
    ),
    (
      "gapped", ["other", "spot", "leap"],
      """
      legs:
        other: { instrument: ETHUSDT, ratio: 0.9 }
        spot: { instrument: spot, ratio: 0.1, taker: 10bps, borrow: 8% }
        leap: { instrument: SOLUSDT, ratio: -1 }
      drift: 5%
      size: 9
      signals: { spread: other.close / leap.close - 1 + 0.333 }
      long: { enter: spread < -0.01, exit: spread > -0.005 }
      short: { enter: spread > 0.01, exit: spread < 0.005 }
      """
    ),
    (
      "three", ["spot", "perp", "other"],
      """
      legs:
        spot: { instrument: spot, ratio: 1, taker: 10bps, borrow: 8% }
        perp: { instrument: perpetual, ratio: -0.6 }
        other: { instrument: ETHUSDT, ratio: -0.4 }
      drift: 20%
      size: 0.9
      signals: { gap: spot.close / perp.close - 1 }
      long: { enter: gap < -0.001, exit: gap > 0.0005 }
      short: { enter: gap > 0.001, exit: gap < -0.0005 }
      """
    ),
  ]

  private static let instruments = [
    "perp": LegMarket.perp, "spot": LegMarket.spot, "other": LegMarket.other, "leap": LegMarket.third,
  ]

  private static func market(_ legs: [String]) throws -> LegMarket {
    try ReferenceFiles.market(
      legs.map { leg in (leg, try #require(instruments[leg]), "legs/market-\(leg)") }, funding: ["legs/funding"])
  }

  @Test("agrees to a hundred-thousandth in every amount", arguments: strategies.map(\.name))
  func agrees(name: String) throws {
    let (_, legs, text) = try #require(Self.strategies.first { $0.name == name })
    let run = try Self.market(legs).run(text + "\ncosts: { taker: 5bps, slippage: 1bps }")
    try ReferenceLedger(lines: try ReferenceFiles.lines("legs/\(name)"), legs: legs, stamp: 1000).agrees(with: run)
  }

  @Test("which comes through drifts, cut orders, missing bars, liquidations and what they leave")
  func covers() throws {
    let runs = try Self.strategies.map { strategy in
      try Self.market(strategy.legs).run(strategy.text + "\ncosts: { taker: 5bps, slippage: 1bps }")
    }
    let accounts = runs.compactMap(\.legs)
    #expect(accounts.contains { $0.driftOrders > 5 })
    #expect(runs.contains { $0.figures.liquidations > 3 })
    #expect(accounts.allSatisfy { $0.legs.allSatisfy { $0.missing > 20 } })
    #expect(accounts.contains { $0.total.financing < 0 })
    #expect(runs.contains { run in run.trades.contains { $0.ending == .reversal } })
  }
}
