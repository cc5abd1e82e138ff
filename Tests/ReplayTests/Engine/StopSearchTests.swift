import Market
import Numerics
import Replay
import Signals
import Testing

/// The bar that ends a position is found in a tree of price ranges. These tests say that nobody can tell.
@Suite("Searching for a stop equals visiting each bar")
struct StopSearchTests {
  /// How a market moves, and how long a position lives in it.
  struct Market: Sendable, CustomTestStringConvertible {
    let name: String
    let interval: Interval
    let bars: Int
    /// The most a bar moves, as a share of the price.
    let move: Double
    /// One bar in so many is missing, and one in so many has a settlement inside; 0 for none.
    let gaps: UInt64
    let settlements: UInt64

    var testDescription: String { name }

    func scenario(_ seed: UInt64) -> Scenario {
      var random = SplitMix64(seed: seed)
      let grid = Grid(start: Instant(year: 2025, month: 3, day: 1, hour: 5), interval: interval, count: bars)
      var price = 50_000.0
      var table: [[Double]] = []
      var funding: [Settlement] = []
      for row in 0..<bars {
        // Now and then the market opens far from where it closed.
        let jump = random.next() % 100 == 0 ? 10.0 : 0.2
        let open = price * (1 + random.uniform(-jump...jump) * move)
        price = open * (1 + random.uniform(-move...move))
        let high = max(open, price) * (1 + random.uniform(0...move))
        let low = min(open, price) * (1 - random.uniform(0...move))
        let isMissing = gaps > 0 && random.next() % gaps < 1
        table.append([open, high, low, price, random.uniform(0...1)].map { isMissing ? .nan : $0 })
        guard settlements > 0 else { continue }
        let isDue = grid.open(row).millisecondOfDay % Interval.hours(8).milliseconds == 0
        guard isDue || random.next() % settlements == 0 else { continue }
        funding.append(
          Settlement(
            instant: isDue ? grid.open(row) : grid.open(row) + Interval(milliseconds: interval.milliseconds / 2),
            rate: random.uniform(-0.001...0.001), price: 50_000, priceSource: .mark))
      }
      let columns = [("open", Unit.price), ("high", .price), ("low", .price), ("close", .price), ("volume", .base)]
      return Scenario(
        frame: Frame(
          market: name, instrument: Instrument(venue: "test", symbol: "TEST"), grid: grid,
          columns: columns.enumerated().map { index, column in
            Column(column.0, column.1, table.map { $0[index] })
          }), settlements: funding)
    }
  }

  static let markets = [
    Market(
      name: "wild, with gaps and funding", interval: .minutes(5), bars: 4_000, move: 0.005, gaps: 40, settlements: 150),
    Market(
      name: "calm minutes without a settlement", interval: .minutes(1), bars: 20_000, move: 0.0006, gaps: 300,
      settlements: 0),
    Market(name: "days", interval: .day, bars: 5_000, move: 0.004, gaps: 0, settlements: 0),
    Market(name: "fewer bars than a block", interval: .hour, bars: 7, move: 0.02, gaps: 0, settlements: 0),
  ]

  /// Distances as a file says them, and as the walk takes them.
  struct Distances: Sendable, CustomTestStringConvertible {
    var stop: Double?
    var take: Double?
    var trail: Double?
    /// In price, of the close that decides.
    var isPrice = false
    var hold: Int?
    var weight = 1.0

    var testDescription: String { rules.isEmpty ? "nothing" : rules }

    var rules: String {
      [("stop", stop), ("take", take), ("trail", trail)].compactMap { key, value in
        value.map { ", \(key): \(isPrice ? "close * " : "")\($0)" }
      }.joined() + (hold.map { ", hold: \($0)" } ?? "")
    }
  }

  static let distances = [
    Distances(stop: 0.01, take: 0.015, trail: 0.012),
    Distances(stop: 0.03, take: 0.05, trail: 0.02),
    Distances(trail: 0.05),
    Distances(take: 0.02, trail: 0.08),
    Distances(stop: 0.04),
    Distances(take: 0.03, hold: 700),
    Distances(stop: 0.02, take: 0.06, trail: 0.015, isPrice: true),
    Distances(trail: 0.04, isPrice: true, hold: 90),
    Distances(stop: 0.2, take: 0.1, weight: 14),
    Distances(),
  ]

  @Test("on either side of any market", arguments: markets, distances)
  func equal(market: Market, distances: Distances) throws {
    for (seed, sign) in [(1, 1.0), (2, -1.0), (3, 1.0), (4, -1.0)] as [(UInt64, Double)] {
      let scenario = market.scenario(seed &* 977 &+ UInt64(market.bars))
      let side = sign > 0 ? "long" : "short"
      let strategy = try StrategyFile.parse(
        """
        \(side): { enter: volume > 0.9, exit: volume < 0.002\(distances.rules) }
        size: \(distances.weight)\(distances.rules.isEmpty ? "\nmax_leverage: 1e9" : "")
        costs: { taker: 5bps, slippage: 1bps, maintenance: 1%, liquidation_fee: 0.5% }

        """, file: "walk.yaml"
      ).bound()
      let (close, volume) = (scenario.values("close"), scenario.values("volume"))
      func amount(_ share: Double?) -> StopWalk.Amount? {
        share.map { share in distances.isPrice ? .price { close[$0] * share } : .share(share) }
      }
      let walk = StopWalk(
        scenario,
        StopWalk.Side(
          sign: sign, enters: { volume[$0] > 0.9 }, leaves: { volume[$0] < 0.002 }, stop: amount(distances.stop),
          take: amount(distances.take), trail: amount(distances.trail), hold: distances.hold),
        costs: strategy.costs, weight: distances.weight, initialEquity: strategy.strategy.initialEquity)
      let tape = try PreparedMarket(scenario)
      let run = try strategy.run(Evaluator(scenario.frame), on: tape)
      #expect(run.equity == walk.equity)
      #expect(run.quantity == walk.quantities)
      #expect(run.trades.map { "\($0.ending)" }.filter { $0 != "open" } == walk.endings)
      #expect(try strategy.figures(Evaluator(scenario.frame), on: tape) == run.figures)
      let drawdown = walk.equity.reduce(into: Drawdown(from: 10_000 * Money.scale)) { $0.see($1) }
      #expect(run.figures.maxDrawdown == drawdown.depth - 1)
    }
  }

  @Test("the markets of these tests end positions in every way, and keep some for thousands of bars")
  func covers() throws {
    func walk(_ market: Market, _ distances: Distances) -> StopWalk {
      let scenario = market.scenario(977 &+ UInt64(market.bars))
      let volume = scenario.values("volume")
      func amount(_ share: Double?) -> StopWalk.Amount? { share.map { .share($0) } }
      return StopWalk(
        scenario,
        StopWalk.Side(
          sign: 1, enters: { volume[$0] > 0.9 }, leaves: { volume[$0] < 0.002 }, stop: amount(distances.stop),
          take: amount(distances.take), trail: amount(distances.trail), hold: distances.hold),
        costs: Costs(taker: 5e-4, slippage: 1e-4, maintenance: 0.01), weight: distances.weight, initialEquity: 10_000)
    }
    let walks = Self.markets.flatMap { market in Self.distances.map { walk(market, $0) } }
    #expect(Set(walks.flatMap(\.endings)) == ["stop", "take", "trail", "hold", "exit", "liquidation"])
    #expect(walks.map(\.longest).max() ?? 0 > 600, "longer than a block of 512")
    #expect(walks.contains { $0.endings.count > 100 })
  }
}
