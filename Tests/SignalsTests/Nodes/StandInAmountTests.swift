import Market
import Signals
import Testing

@Suite("Amounts of another instrument under a plain name")
struct StandInAmountTests {
  private let own = Instrument(venue: "binance", symbol: "BTCUSDT")
  private let other = Instrument(venue: "bybit", symbol: "BTCUSDT")

  /// Volume of the traded perpetual, and open interest that only another venue has.
  private var market: Frame {
    func column(_ name: String, _ unit: Unit, _ instrument: Instrument) -> Column {
      Column(name, unit, [1, 2, 4], owner: Column.Owner(instrument))
    }
    return Frame(
      market: "test", instrument: own,
      grid: Grid(start: Instant(year: 2024, month: 1, day: 1), interval: .hour, count: 3),
      columns: ["open", "high", "low", "close"].map { column($0, .price, own) } + [
        column("volume", .base, own), column("quote_volume", .quote, own), column("taker_buy_volume", .base, own),
        column("open_interest", .base, other), column("bybit.open_interest", .base, other),
        column("bybit.volume", .base, other), column("funding_rate", .fraction, other),
        column("spot_volume", .base, Instrument(venue: "okx", symbol: "BTC-USDT", type: .spot)),
      ])
  }

  @Test(
    "are not worked into one number with the instrument's own",
    arguments: [
      "oi_turnover(2h)", "delta_over_oi(2h)", "volume / open_interest", "open_interest + volume",
      "open_interest > 10 * mean(volume, 2h)", "greatest(open_interest, volume)",
      "open_interest * close - quote_volume",
      "quote_volume / (open_interest * close)",
    ])
  func refused(text: String) throws {
    let problem = try #require(throws: Problem.self) { _ = try Evaluator(market).value(of: node(text)) }
    #expect(problem.what.contains("of bybit:BTCUSDT, 'open_interest', and one of binance:BTCUSDT"), "\(problem)")
    #expect(problem.what.hasSuffix("binance:BTCUSDT has no 'open_interest' here"), "\(problem)")
    #expect(problem.remedy == "say bybit.open_interest if that is meant")
    #expect(problem.place.line == 1, "\(problem)")
  }

  @Test(
    "are free by themselves, beside prices and rates, as changes, and where they are named",
    arguments: [
      "open_interest * close", "change(open_interest, 1h) - change(volume, 1h)", "zscore(open_interest, 2h)",
      "funding_rate * open_interest * close", "volume / bybit.open_interest", "bybit.volume / open_interest",
      "volume * funding_rate", "spot_volume / volume", "open_interest > 3", "volume + bybit.volume",
      "(open_interest - lag(open_interest, 1)) / open_interest * volume",
    ])
  func free(text: String) {
    #expect(throws: Never.self) { try Evaluator(market).value(of: node(text)) }
  }
}
