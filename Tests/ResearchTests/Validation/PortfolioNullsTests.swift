import Market
import Numerics
import Replay
import Research
import Signals
import Testing

@Suite("Null strategies of a portfolio")
struct PortfolioNullsTests {
  private static let symbols = ["AAVEUSDT", "BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"]
  private static let text = """
    name: rank
    parameters: { turn: 1 }
    universe: all
    weight: turn * share_across(demean_across(rank_across(s)))
    rebalance: 4h
    costs: { taker: 1bps }
    """

  /// Coins whose `s` does or does not lead their own price.
  private static func frame(days: Int, skill: Double, coins: Int = 5) -> Frame {
    let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: 24 * days)
    let members = symbols.prefix(coins).enumerated().map { index, symbol in
      var random = CounterRandom(seed: 3, stream: UInt64(index))
      var (signal, price) = (0.0, 100.0)
      var columns: [[Double]] = [[], [], [], [], []]
      for _ in 0..<grid.count {
        let open = price
        price *= 1 + skill * 1e-4 * signal + 0.004 * random.normal()
        signal = 0.9 * signal + 0.19.squareRoot() * random.normal()
        for (place, value) in [open, max(open, price), min(open, price), price, signal].enumerated() {
          columns[place].append(value)
        }
      }
      let instrument = Instrument(venue: "binance", symbol: symbol)
      let named = zip(["open", "high", "low", "close"], columns).map { Column($0, .price, $1) }
      return FrameMember(
        name: symbol, instrument: instrument, contract: instrument.contract,
        bars: Bars(open: columns[0], high: columns[1], low: columns[2], close: columns[3]),
        columns: named + [Column("s", .score, columns[4])])
    }
    return Frame(market: "coins", members: members, isUniverse: true, grid: grid, columns: members[0].columns)
  }

  private static func nulls(skill: Double, coins: Int = 5, text: String = text) throws -> NullStrategies {
    try SignalMarket.validation(frame(days: 60, skill: skill, coins: coins), grid: ["turn=1,-1"], text: text).nulls
      .get()
  }

  @Test("skill stands out of weights that are given to others, and of those at other times")
  func skill() throws {
    let nulls = try Self.nulls(skill: 12)
    for kind in [NullStrategy.Kind.shuffled, .shifted] {
      let null = try #require(nulls.of(kind))
      #expect(null.sharpes.count == 200)
      #expect(try #require(null.p) < 0.05, "\(kind)")
      #expect(Set(null.sharpes).count > 20)
    }
    #expect(try #require(nulls.of(.signFlip)).sharpeAnnual < 0)
    #expect(nulls.all.filter { $0.kind == .stale }.map(\.delay) == ["1 bar", "1d"])
    #expect(try #require(nulls.all.last { $0.kind == .stale }).sharpeAnnual < nulls.observed / 2)
    #expect(try #require(nulls.of(.betaMatched)?.p) < 0.05)
    #expect(Set(nulls.missing.keys) == [.randomSigns, .randomEntries])
  }

  @Test("noise does not")
  func noise() throws {
    let nulls = try Self.nulls(skill: 0)
    #expect(try #require(nulls.of(.shuffled)?.p) > 0.05)
    #expect(try #require(nulls.of(.shifted)?.p) > 0.05)
  }

  @Test("of equal weights nothing can be given to another: every draw is the portfolio itself")
  func equal() throws {
    let text = Self.text.replacing("turn * share_across(demean_across(rank_across(s)))", with: "0.1 * turn")
    let nulls = try Self.nulls(skill: 12, text: text)
    let null = try #require(nulls.of(.shuffled))
    #expect(null.sharpes.allSatisfy { $0 == null.sharpes[0] } && null.p == 1)
  }

  @Test("three instruments have too few orders, and that is said")
  func few() throws {
    let nulls = try Self.nulls(skill: 12, coins: 3)
    #expect(nulls.of(.shuffled) == nil && nulls.of(.shifted) != nil)
    #expect(nulls.missing[.shuffled]?.why.contains("3 instruments") == true)
  }
}
