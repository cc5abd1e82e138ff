import Market
import Replay
import Signals
import Testing

/// `Tests/Reference/coin_legs.py` works the same ledgers out in decimals, bar by bar, from the words of the documentation, on
/// the markets of `legs.py` and a coin-margined perpetual that is quoted in another dollar.
@Suite("The ledger of legs that are settled in a coin beside a plain reference in decimals, entry by entry")
struct CoinLegReferenceTests {
  static let strategies: [(name: String, legs: [String], text: String)] = [
    (
      "carry", ["spot", "coin"],
      """
      legs:
        spot: { instrument: BTCUSDT/spot, taker: 10bps }
        coin: BTCUSD_PERP
      hedge: coins
      size: 0.98
      signals: { gap: spot.close / coin.close - 1 }
      long: { enter: gap < -0.01, exit: gap > -0.002 }
      """
    ),
    (
      "drifting", ["spot", "coin"],
      """
      legs:
        spot: { instrument: BTCUSDT/spot, taker: 10bps }
        coin: { instrument: BTCUSD_PERP, leverage: 10 }
      drift: 5%
      size: 0.8
      signals: { gap: spot.close / coin.close - 1 }
      long: { enter: gap < -0.012, exit: gap > 0.01 }
      """
    ),
    (
      "levered", ["perp", "coin", "spot"],
      """
      legs:
        perp: { instrument: BTCUSDT, maintenance: 2% }
        coin: { instrument: BTCUSD_PERP, ratio: -1, maintenance: 1% }
        spot: { instrument: BTCUSDT/spot, ratio: 0 }
      hedge: coins
      drift: 300%
      size: 27
      signals: { gap: perp.close / coin.close - 1 }
      long: { enter: gap < -0.012, exit: gap > -0.002 }
      short: { enter: gap > 0.012, exit: gap < 0.002 }
      """
    ),
    (
      "naked", ["spot", "coin"],
      """
      legs:
        spot: { instrument: BTCUSDT/spot, ratio: 0.1, taker: 10bps }
        coin: { instrument: BTCUSD_PERP, ratio: -20, maintenance: 3% }
      drift: 500%
      size: 0.9
      signals: { gap: spot.close / coin.close - 1 }
      long: { enter: gap < -0.008, exit: gap > -0.002 }
      """
    ),
  ]

  private static let instruments = ["perp": LegMarket.perp, "spot": LegMarket.spot, "coin": LegMarket.coin]

  private static func market(_ legs: [String]) throws -> LegMarket {
    try ReferenceFiles.market(
      legs.map { leg in
        (leg, try #require(instruments[leg]), leg == "coin" ? "coin-legs/market-coin" : "legs/market-\(leg)")
      }, funding: ["legs/funding", "coin-legs/funding"])
  }

  private static func run(_ name: String) throws -> (run: Run, legs: [String]) {
    let (_, legs, text) = try #require(strategies.first { $0.name == name })
    return (try market(legs).run(text + "\ncosts: { taker: 5bps, slippage: 1bps }"), legs)
  }

  @Test("agrees to a hundred-thousandth in every amount", arguments: strategies.map(\.name))
  func agrees(name: String) throws {
    let (run, legs) = try Self.run(name)
    try ReferenceLedger(lines: try ReferenceFiles.lines("coin-legs/\(name)"), legs: legs, stamp: 1000).agrees(with: run)
  }

  @Test("which comes through funding in coin, drifts, missing bars and liquidations")
  func covers() throws {
    let runs = try Self.strategies.map { try Self.run($0.name).run }
    #expect(runs.contains { $0.figures.liquidations > 3 })
    #expect(runs.compactMap(\.legs).contains { $0.driftOrders > 2 })
    #expect(runs.allSatisfy { run in run.ledger.contains { $0.kind == .funding && $0.coin != nil } })
  }
}
