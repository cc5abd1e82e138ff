import Market
import Replay
import Signals
import Testing

/// `Tests/Reference/coin_legs.py` works the same ledgers out in decimals, bar by bar, from the words of the documentation, on
/// the markets of `legs.py`, a coin-margined perpetual that is quoted in another dollar, and others of other currencies.
@Suite("The ledger of legs that are settled in other currencies beside a plain reference in decimals, entry by entry")
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
    (
      "first", ["coin", "spot"],
      """
      legs:
        coin: { instrument: BTCUSD_PERP, ratio: -1 }
        spot: { instrument: BTCUSDT/spot, ratio: 1, taker: 10bps }
      hedge: coins
      drift: 5%
      size: 0.9
      signals: { gap: spot.close / coin.close - 1 }
      long: { enter: gap < -0.01, exit: gap > -0.002 }
      """
    ),
    (
      "dollars", ["coin", "later"],
      """
      legs:
        coin: { instrument: BTCUSD_PERP, maintenance: 2% }
        later: { instrument: BTCUSD_250627/future, maintenance: 1% }
      hedge: coins
      drift: 200%
      size: 29
      signals: { gap: coin.close / later.close - 1 }
      long: { enter: gap < -0.014, exit: gap > -0.005 }
      short: { enter: gap > 0.014, exit: gap < 0.005 }
      """
    ),
    (
      "abroad", ["perp", "abroad", "USDC"],
      """
      legs:
        perp: { instrument: BTCUSDT, maintenance: 2% }
        abroad: { instrument: BTCUSDC, maintenance: 1% }
      convert: { USDC: USDCUSDT/spot }
      hedge: coins
      drift: 300%
      size: 28
      signals: { gap: perp.close / abroad.close - 1 }
      long: { enter: gap < -0.025, exit: gap > -0.01 }
      short: { enter: gap > 0.025, exit: gap < 0.01 }
      """
    ),
    (
      "paid", ["perp", "pair", "future"],
      """
      legs:
        perp: { instrument: BTCUSDT, ratio: -0.6 }
        pair: { instrument: ETHBTC/spot, ratio: 0.7, taker: 10bps }
        future: { instrument: ETHBTC, ratio: -0.5 }
      drift: 10%
      size: 1.2
      signals: { gap: pair.close / future.close - 1 }
      long: { enter: gap < -0.01, exit: gap > 0.005 }
      """
    ),
  ]

  private static let instruments = [
    "perp": LegMarket.perp, "spot": LegMarket.spot, "coin": LegMarket.coin, "later": LegMarket.later,
    "abroad": LegMarket.abroad, "USDC": LegMarket.dollar, "pair": LegMarket.pair, "future": LegMarket.pairPerp,
  ]

  private static func market(_ legs: [String]) throws -> LegMarket {
    try ReferenceFiles.market(
      legs.map { leg in
        let folder = ["perp", "spot"].contains(leg) ? "legs" : "coin-legs"
        return (leg, try #require(instruments[leg]), "\(folder)/market-\(leg)")
      }, funding: ["legs/funding", "coin-legs/funding"], conversions: ["USDC"])
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
    #expect(runs.count { $0.figures.liquidations > 3 } > 2)
    #expect(
      runs.compactMap { $0.legs?.legs.map(\.settledIn?.coin) } == [
        [nil, "BTC"], [nil, "BTC"], [nil, "BTC", nil], [nil, "BTC"], ["BTC", nil], ["BTC", "BTC"], [nil, "USDC"],
        [nil, "BTC", "BTC"],
      ])
    #expect(runs.compactMap(\.legs).contains { $0.driftOrders > 2 })
    #expect(runs.allSatisfy { run in run.ledger.contains { $0.kind == .funding && $0.coin != nil } })
  }
}
