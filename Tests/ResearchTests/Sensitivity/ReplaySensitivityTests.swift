import Market
import Replay
import Research
import Signals
import Testing

@Suite("What a result owes to each convention")
struct ReplaySensitivityTests {
  private static let start = Instant(year: 2025, month: 1, day: 1)

  /// A day of hours that all trade at 100, marked at 110, settled at 08:00 and 16:00 by 8 and 16 basis points; `news` comes
  /// in the bar of 06:00 and, again, in that of 14:00.
  private static func frame(index: Double? = nil) -> Frame {
    let hours = 48
    let flat = [Double](repeating: 100, count: hours)
    let instrument = Instrument(venue: "binance", symbol: "BTCUSDT")
    let rows = [0, 8, 16, 24].map {
      FundingRow(stamp: start + .hours($0), rate: Double($0) / 1e4, declared: .hours(8))
    }
    let marks = KnownPrices(
      knownAt: (0..<hours).map { (start + .hours($0 + 1)).milliseconds },
      prices: [Double](repeating: 110, count: hours), maximumAge: .hours(2))
    var news = [Double](repeating: 0, count: hours)
    news[7] = 1
    news[15] = -1
    return Frame(
      market: "table", instrument: instrument, grid: Grid(start: start, interval: .hour, count: hours),
      evaluation: 0..<24,
      columns: ["open", "high", "low", "close"].map { Column($0, .price, flat) } + [Column("news", .score, news)]
        + (index.map { [Column("index", .price, [Double](repeating: $0, count: hours))] } ?? []),
      funding: FundingHistory(instrument: instrument, schedule: FundingSchedule(rows), marks: marks))
  }

  @Test("a strategy that follows the finer path is replayed one bar later along the same path")
  func path() throws {
    let flat = [Double](repeating: 100, count: 96)
    let market = Self.frame()
    let frame = Frame(
      market: market.market, instrument: market.instrument, grid: market.grid, evaluation: market.evaluation,
      columns: Array(market.columns.values), funding: market.funding,
      path: FinerBars(interval: .minutes(30), parts: 2, bars: Bars(open: flat, high: flat, low: flat, close: flat)))
    let text = """
      long: { enter: news > 0, exit: news < 0, stop: 5% }
      path: 30m
      costs: { taker: 10bps, slippage: 0bps }
      """
    let strategy = try StrategyFile.parse(text, file: "news.yaml").bound()
    let sensitivity = try ReplaySensitivity(of: strategy, on: frame, try PreparedMarket(frame))
    #expect(sensitivity.base.trades == 1)
    #expect(try Self.figures(sensitivity, "all_late").trades == 1)
  }

  private static func sensitivity(_ frame: Frame) throws -> ReplaySensitivity {
    // Enters at the fill of 08:00 and leaves at that of 16:00: both fall on a settlement.
    let text = """
      long: { enter: news > 0, exit: news < 0 }
      costs: { taker: 10bps, slippage: 0bps }
      """
    let strategy = try StrategyFile.parse(text, file: "news.yaml").bound()
    return try ReplaySensitivity(of: strategy, on: frame, try PreparedMarket(frame))
  }

  private static func figures(_ sensitivity: ReplaySensitivity, _ key: String) throws -> Figures {
    try #require(sensitivity.variants.first { $0.key == key }).figures.get()
  }

  @Test("funding: who holds before the settlement pays it; after the fill it is the one at the entry; on other prices")
  func funding() throws {
    let sensitivity = try Self.sensitivity(Self.frame(index: 105))
    // 100 coins: 100 x 110 x 16 bps at 16:00.
    #expect(sensitivity.base.fundingPnl == -17.6)
    #expect(try Self.figures(sensitivity, "funding_after_fill").fundingPnl == -8.8)
    #expect(try Self.figures(sensitivity, "funding_on_last").fundingPnl == -16)
    #expect(try Self.figures(sensitivity, "funding_on_index").fundingPnl == -16.8)
    #expect(try Self.figures(sensitivity, "no_funding").fundingPnl == 0)
  }

  @Test("costs: none, half and double")
  func costs() throws {
    let sensitivity = try Self.sensitivity(Self.frame())
    #expect(sensitivity.base.fees == -20)
    #expect(try Self.figures(sensitivity, "no_costs").fees == 0)
    #expect(try Self.figures(sensitivity, "half_costs").fees == -10)
    #expect(try Self.figures(sensitivity, "double_costs").fees == -40)
  }

  @Test("known a bar later, the entry misses one settlement's instant and the exit the next")
  func late() throws {
    let sensitivity = try Self.sensitivity(Self.frame())
    let late = try Self.figures(sensitivity, "all_late")
    #expect(late.trades == 1)
    #expect(late.fundingPnl == -17.6)
    #expect(!sensitivity.variants.contains { $0.key == "funding_on_index" || $0.key.hasPrefix("late_") })
  }

  @Test("the frame of a later knower moves what is named and nothing else")
  func lagged() {
    let frame = Self.frame()
    let later = frame.lagged(["news", "nothing"])
    #expect(later.values("news")[8] == 1 && later.values("news")[7] == 0 && later.values("news")[0].isNaN)
    #expect(later.values("close") == frame.values("close"))
    #expect(later.members[0].bars.close == frame.members[0].bars.close)
  }
}
