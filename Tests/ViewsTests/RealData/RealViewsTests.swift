import Feeds
import Market
import Store
import TestSupport
import Testing
import Views

// Against pandas 3.0 on the files as they were published: known-at by hand (bars and mark at their close, snapshots and
// settlements at their stamp), windows open at their beginning and closed at their end.
@Suite("Views of real venues agree with pandas", .enabled(if: RealData.isThere))
struct RealViewsTests {
  private static let asOf = Instant(year: 2025, month: 10, day: 10, hour: 22, minute: 30)
  private static let imported = Result { () throws -> (folder: ScratchFolder, dataset: Dataset) in
    let folder = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: "\(folder.path)/btc.sqlite")
    let files = [
      "bybit/panel_1h/bybit_BTC_2020-03-25_2026-03-06.csv.gz",
      "gate/panel_1h/gate_BTC_2019-11-01_2026-03-06_from_2024-01-01.csv.gz",
    ]
    _ = try Importer.importFiles(files.map { "\(RealData.folder)/\($0)" }, into: dataset)
    return (folder, dataset)
  }

  private func moment(_ kind: SeriesKind) throws -> MarketMoment {
    try MarketMoment(try Self.imported.get().dataset, "BTC", asOf: Self.asOf, kinds: [kind])
  }

  private func isClose(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) <= 1e-12 * abs(b) } ?? false }

  @Test("funding of Bybit and Gate in the evening of 2025-10-10")
  func funding() throws {
    let view = try FundingView(
      moment(.funding), history: .days(7), options: .init(), test: StateTest(studies: false))
    #expect(isClose(view.aggregate.answer?.per8h, 4.0549058719631216e-05))
    let bybit = try #require(view.venues.first { $0.instrument.venue == "bybit" })
    #expect(isClose(bybit.rate, 4.578e-05))
    #expect(isClose(bybit.mean1d, 8.192666666666667e-05))
    #expect(isClose(bybit.mean7d, 6.706047619047621e-05))
    #expect(isClose(bybit.paid30d, 0.00512999))
    #expect(isClose(bybit.annualised, 0.0501291))
    let gate = try #require(view.venues.first { $0.instrument.venue == "gate" })
    #expect(isClose(gate.mean7d, 6.480952380952381e-05))
    #expect(isClose(gate.paid30d, 0.004776999999999999))
  }

  @Test("open interest of both")
  func interest() throws {
    let view = try InterestView(moment(.openInterest), history: .days(7), test: StateTest(studies: false))
    #expect(isClose(view.total.answer?.dollars, 9344848432.99362))
    #expect(isClose(view.total.answer?.nativeChange1d, -0.2958994606667703))
    let bybit = try #require(view.venues.first { $0.instrument.venue == "bybit" })
    #expect(isClose(bybit.coins, 51222.788))
    #expect(isClose(bybit.dollars, 5797507835.973599))
    #expect(isClose(bybit.nativeChange1d, -0.2774834456514992))
    #expect(isClose(bybit.dollarsChange1d, -0.3265584027210501))
    #expect(view.quadrants.map(\.kind) == [.longFlush, .longFlush, .longFlush])
  }

  /// Some files in a dataset of their own.
  private func dataset(_ files: [String], zone: String? = nil) throws -> (ScratchFolder, Dataset) {
    let folder = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: "\(folder.path)/real.sqlite")
    var table = TableHints()
    table.zone = zone
    _ = try Importer.importFiles(
      files.map { "\(RealData.folder)/\($0)" }, into: dataset, hints: ImportHints(table: table))
    return (folder, dataset)
  }

  // oi[oi.index <= as_of].resample('4h').ohlc()
  @Test("candles of open interest, of Bybit's snapshots in the fall of 2025-10-10")
  func candles() throws {
    let view = try InterestView(
      moment(.openInterest), history: .days(7), candle: .hours(4), test: StateTest(studies: false))
    let bybit = try #require(view.candles.first { $0.instrument?.venue == "bybit" })
    let last = try #require(bybit.candles.last)
    #expect(last.at == Instant(year: 2025, month: 10, day: 10, hour: 20) && !last.isWhole && last.rows == 3)
    #expect([last.open, last.high, last.low, last.close] == [70826.819, 70826.819, 51222.788, 51222.788])
    let before = bybit.candles[bybit.candles.count - 2]
    #expect(
      [before.open, before.high, before.low, before.close] == [67914.383, 71140.15399999, 67914.383, 71140.15399999],
      "as it stands in the file")
  }

  // Labels of the vendor's clock, six hours less; agg first, max, min, last; the bar's own close as the price.
  @Test("candles, liquidations and bursts of Coinalyze in the crash of 2024-08-05")
  func coinalyze() throws {
    let folder = "coinalyze/1h_2024-06_2024-08/BTCUSDT_PERP.A_"
    let (scratch, dataset) = try dataset(
      ["ohlcv", "open-interest", "liquidation"].map { "\(folder)\($0)-history.csv" },
      zone: "+06:00")
    _ = scratch
    let asOf = Instant(year: 2024, month: 8, day: 5, hour: 18)
    func moment(_ kind: SeriesKind) throws -> MarketMoment {
      try MarketMoment(dataset, "BTC", asOf: asOf, kinds: [kind])
    }
    let test = StateTest(studies: false)
    let interest = try InterestView(moment(.openInterest), history: .days(3), candle: .hours(4), test: test)
    let candles = try #require(interest.candles.first?.candles)
    #expect(candles.suffix(2).map(\.high) == [78090.01, 76750.735])
    #expect(candles.suffix(2).map(\.low) == [75266.736, 75687.737])
    #expect(candles.suffix(2).map(\.open) == [76129.745, 75920.059])
    #expect(candles.suffix(2).map(\.close) == [75924.981, 75982.603])
    let forced = try LiquidationView(moment(.liquidations), history: .days(3), options: .init(), test: test)
    #expect(isClose(forced.longs1d, 50637862.210399985) && isClose(forced.shorts1d, 29499934.240300003))
    #expect(isClose(forced.venues.first?.longs7d, 113363955.76999998))
    #expect(isClose(forced.venues.first?.shorts7d, 60080400.20600001))
    #expect(forced.bursts.count == 10)
    #expect(isClose(forced.bursts[3].times, 15.090130125756852))
  }

  // groupby('strike'), argmin of what holders are paid, straight lines between strikes and deltas.
  @Test("options of Deribit in the evening of 2026-02-05")
  func options() throws {
    let (scratch, dataset) = try dataset(["deribit/deribit_options_snapshot_20260205T212937Z.csv"])
    _ = scratch
    let view = try OptionView(
      MarketMoment(dataset, "BTC", asOf: nil, kinds: [.optionChain]), history: .days(7), choice: .all,
      test: StateTest(studies: false))
    let puts = view.expiries.compactMap(\.interest.puts.sum).reduce(0, +)
    let calls = view.expiries.compactMap(\.interest.calls.sum).reduce(0, +)
    #expect(isClose(puts / calls, 0.7454718249092378) && isClose(puts + calls, 395057.69999999995))
    let march = try #require(view.expiries.first { $0.expiry.dateText == "2026-03-27" })
    #expect(march.maxPain == 90000 && march.forward == 63971.95)
    #expect(isClose(march.atTheMoney, 0.710121595))
    #expect(isClose(march.skew, 0.15423523434930309))
  }

  // perp.close / spot.close - 1 by the hour; Welch's error of a bucket's mean less that of all others.
  @Test("basis and seasonality of Binance up to 2025-10-31")
  func basis() throws {
    func moment() throws -> MarketMoment {
      try MarketMoment(
        try Dataset.open(at: RealData.imported.get().path), "BTC", asOf: Instant(year: 2025, month: 10, day: 31),
        kinds: [.klines], bars: "binance:BTCUSDT")
    }
    let view = try BasisView(moment(), history: .days(7), options: .init(), test: StateTest(studies: false))
    let row = try #require(view.rows.first)
    #expect(abs(row.basis - -5.481759716876589e-4) < 1e-15)
    #expect(abs(try #require(row.mean1d) - -4.919397492926478e-4) < 1e-14)
    #expect(abs(try #require(row.mean7d) - -4.590924720997728e-4) < 1e-14)
    let seasons = try SeasonalityView(moment(), history: .days(7), expression: SeasonalityView.returns)
    let late = try #require(seasons.buckets.first { $0.name == "22h" })
    #expect(late.count == 1399)
    #expect(abs(late.mean - 0.0004056548935713209) < 1e-15)
    #expect(abs((late.difference ?? 0) - 0.00038120369124804095) < 1e-15)
    #expect(abs((late.standardError ?? 0) - 0.00015167912824679442) < 1e-15)
  }
}
