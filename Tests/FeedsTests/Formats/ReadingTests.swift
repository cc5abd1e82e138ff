import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("Rows as they are read")
struct ReadingTests {
  private let scratch: ScratchFolder
  private let dataset: Dataset

  init() throws {
    scratch = try ScratchFolder()
    dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
  }

  private func rows(_ text: String, at name: String, _ hints: ImportHints = .none) throws -> Series {
    let report = try #require(
      try Importer.importFiles([try scratch.write(text, to: name)], into: dataset, hints: hints).first)
    return try dataset.series(try #require(report.series))
  }

  @Test("klines fill nine columns in storage order")
  func klines() throws {
    let line =
      "1735689600000,93548.8,93690.0,93400.0,93656.1,803.1,1735689899999,75126300.5,16000,400.5,37500000.25,0\n"
    let series = try rows(line, at: "um_klines_5m/BTCUSDT-5m-2025-01.csv")
    #expect(series.stamps == [1_735_689_600_000])
    #expect(
      series.columns.map { $0[0] } == [
        93548.8, 93690, 93400, 93656.1, 803.1, 75_126_300.5, 16_000, 400.5, 37_500_000.25,
      ])
  }

  @Test("microseconds become milliseconds")
  func microseconds() throws {
    let milliseconds = try rows(KlineText.traded(5, every: .hour), at: "a/spot_klines_1h/BTCUSDT-1h-2025-01.csv")
    let report = try Importer.importFiles(
      [
        try scratch.write(
          KlineText.traded(5, every: .hour, microseconds: true), to: "b/spot_klines_1h/BTCUSDT-1h-2025-01.csv")
      ],
      into: dataset)
    #expect(report.map(\.counts) == [MergeCounts(duplicate: 5)])
    #expect(milliseconds.count == 5)
  }

  @Test("funding times are rounded to the second they belong to")
  func funding() throws {
    let text =
      "calc_time,funding_interval_hours,last_funding_rate\n1735689600006,8,0.0001\n1735718400031,4,-0.00005648\n"
      + "1735732799999,4,0\n"
    let series = try rows(text, at: "um_funding_rate/BTCUSDT-fundingRate-2025-01.csv")
    #expect(series.stamps == [1_735_689_600_000, 1_735_718_400_000, 1_735_732_800_000])
    #expect(series.values("funding_rate") == [0.0001, -0.00005648, 0])
    #expect(series.values("funding_interval") == [8, 4, 4])
  }

  @Test("symbols whose settlements move from 8h to 4h stay one series, in either order of import")
  func changingInterval() throws {
    let header = "calc_time,funding_interval_hours,last_funding_rate\n"
    let later = try rows(
      header + "1738368000000,4,0.1\n1738382400000,4,0.1\n", at: "um_funding_rate/BTCUSDT-fundingRate-2025-02.csv")
    let both = try rows(
      header + "1735689600000,8,0.1\n1735718400000,8,0.1\n", at: "um_funding_rate/BTCUSDT-fundingRate-2025-01.csv")
    #expect(later.descriptor == both.descriptor)
    #expect(both.count == 4)
  }

  @Test(
    "a rate or a number of hours that cannot be is refused",
    arguments: ["1735689600000,8,1.5", "1735689600000,0,0.1", "1735689600000,200,0.1"])
  func absurdFunding(line: String) throws {
    let text = "calc_time,funding_interval_hours,last_funding_rate\n\(line)\n"
    #expect(throws: Problem.self) { try rows(text, at: "um_funding_rate/BTCUSDT-fundingRate-2025-01.csv") }
  }

  @Test("snapshots of open interest keep their zone")
  func openInterest() throws {
    let text = "datetime,open_interest\n2020-12-01 00:00:00+00:00,6180.3\n2020-12-01 06:30:00+05:30,6218.924\n"
    let series = try rows(text, at: "bybit/open_interest_1h/BTCUSDT.csv")
    #expect(series.stamps == [1_606_780_800_000, 1_606_784_400_000])
    #expect(series.values("open_interest") == [6180.3, 6218.924])
    #expect(series.descriptor.cadence == .hour)
  }

  @Test("weekly bars open on Mondays")
  func weeks() throws {
    let monday = Instant(year: 2025, month: 1, day: 6)
    let series = try rows(KlineText.traded(3, every: .week, from: monday), at: "um_klines_1w/BTCUSDT-1w-2025-01.csv")
    #expect(series.count == 3)
    let problem = #expect(throws: Problem.self) {
      try rows(KlineText.traded(3, every: .week, from: monday + .day), at: "um_klines_1w/BTCUSDT-1w-2025-01.csv")
    }
    #expect(problem?.what.contains("is not where a bar of 7d opens") == true)
  }

  @Test("computed values may be missing, and are known when their maker says")
  func computed() throws {
    let text = "time,forecast,score\n1735689600000,1.5,\n1735689900000,nan,2\n"
    let hints = try ImportHints(venue: "source", symbol: "BTCUSDT", kind: .external, known: .atClose, delay: .second)
    let series = try rows(text, at: "model.csv", hints)
    #expect(series.values("forecast")?.map { $0.isNaN } == [false, true])
    #expect(series.values("score")?.map { $0.isNaN } == [true, false])
    #expect(series.descriptor.knownAfter == .minutes(5) + .second)
  }

  @Test("values that come when they come have no cadence, and those of a clock that trembles have its own")
  func computedRhythm() throws {
    func cadence(_ minutes: [Double]) throws -> Interval? {
      // Off the hour, where stamps are no opens of bars.
      let rows = minutes.map { "\(1_735_690_800_000 + Int64($0 * 60_000)),1\n" }
      let hints = try ImportHints(
        venue: "mine", symbol: "BTCUSDT", kind: .external, known: .atStamp, delay: Interval.zero)
      return try self.rows("time,news\n" + rows.joined(), at: "news.csv", hints).descriptor.cadence
    }
    #expect(try cadence([0, 310, 311, 700, 1500, 1620, 2900, 2901, 4000]) == nil)
    #expect(try cadence([0, 60, 120, 240, 300, 360]) == .hour, "one row is missing")
    #expect(
      try cadence([0, 60, 119, 180.5, 241, 300, 361.5]).map { abs($0.milliseconds - 3_600_000) < 100_000 } == true)
    #expect(try cadence([0, 300]) == .hours(5))
  }

  @Test("computed values that stand newest first are those of the same rows the other way around")
  func newestFirst() throws {
    let lines = (0..<30).map { "\(1_735_689_600_000 + $0 * 3_600_000),\($0)\n" }
    let hints = try ImportHints(symbol: "BTCUSDT", kind: .external, known: .atClose)
    let turned = try rows("time,x\n" + lines.reversed().joined(), at: "turned.csv", hints)
    let usual = try rows("time,x\n" + lines.joined(), at: "usual.csv", hints)
    #expect(turned.descriptor == usual.descriptor)
    #expect(turned.stamps == usual.stamps && turned.columns == usual.columns)
  }

  @Test("snapshots that go backwards are said to, and not to be too few")
  func backwards() throws {
    let text = "datetime,open_interest\n2025-01-01 01:00:00+00:00,6\n2025-01-01 00:00:00+00:00,5\n"
    let problem = #expect(throws: Problem.self) { try rows(text, at: "bybit/BTCUSDT.csv") }
    #expect(problem?.what.hasPrefix("time goes backwards") == true)
  }
}
