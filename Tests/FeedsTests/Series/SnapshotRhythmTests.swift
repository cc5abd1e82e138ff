import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("Polls that are late are a series of the interval that they are meant to come at")
struct SnapshotRhythmTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let hour: Int64 = 3_600_000

  /// Rows a step apart, each late by another part of a whole.
  private func polls(
    _ name: String, from start: Int64 = 1_704_067_200_000, every step: Int64 = hour, late: [Int64], _ count: Int = 24
  ) -> String {
    "time,\(name)\n"
      + (0..<count).map { "\(start + Int64($0) * step + late[$0 % late.count]),1.\($0)\n" }.joined()
  }

  private static let milliseconds: [Int64] = [120, 451, 274, 900, 363, 688, 517]
  private static let seconds: [Int64] = [3000, 1000, 7000, 2000, 5000]

  @Test("files of one poll that are late by different parts of a second are one series")
  func files() throws {
    let day = 24 * Self.hour
    let paths = try (0..<3).map { number in
      let late = Self.milliseconds.map { $0 + Int64(number) * 37 }
      return try scratch.write(
        polls("open_interest", from: 1_704_067_200_000 + Int64(number) * day, late: late),
        to: "BTCUSDT_oi_\(number).csv")
    }
    let dataset = try Dataset.openForImport(at: "\(scratch.path)/polls.sqlite")
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT", kind: .openInterest)
    let reports = try Importer.importFiles(paths, into: dataset, hints: hints)
    #expect(Set(reports.compactMap(\.series?.title)) == ["binance:BTCUSDT open_interest 1h"])
    let series = try dataset.series(try #require(reports.first?.series))
    #expect(series.count == 72)
    #expect(series.stamps[0] == 1_704_067_200_120, "a row is known when it was polled")
  }

  @Test(
    "so is whatever is a snapshot, by whole seconds as well",
    arguments: [
      ("open_interest", "open_interest"), ("long_short", "long_short_ratio"),
      ("predicted_funding", "predicted_funding_rate"),
    ])
  func kinds(kind: String, column: String) throws {
    for late in [Self.milliseconds, Self.seconds] {
      let table = try ImportedTable(
        polls(column, late: late).replacing(",1.", with: kind == "predicted_funding" ? ",0.0001" : ",1."),
        in: ScratchFolder(),
        hints: ImportHints(venue: "binance", kind: FileKind(named: kind)))
      #expect(table.reports.map(\.series?.cadence) == [.hour])
    }
  }

  @Test("polls of minutes and of seconds are whole as well, and widths that are exact stay")
  func widths() throws {
    func cadence(_ step: Int64, _ late: [Int64]) throws -> Interval? {
      try ImportedTable(
        polls("open_interest", every: step, late: late), in: ScratchFolder(),
        hints: ImportHints(venue: "binance", kind: .openInterest)
      ).reports[0].series?.cadence
    }
    #expect(try cadence(60_000, [20, 95, 310, 41, 7]) == .minute)
    #expect(try cadence(300_000, [120, 900, 450]) == .minutes(5))
    #expect(try cadence(10_000, [3, 40, 22, 9, 61]) == .seconds(10))
    #expect(try cadence(59 * 60_000, [0]) == .minutes(59))
    #expect(try cadence(45_000, [0]) == .seconds(45))
  }

  @Test("polls that come when they come are one series without an interval")
  func rhythmless() throws {
    let rows = [0, 310, 311.5, 700, 1500.2, 1620, 2900.7, 2901, 4000].map {
      "\(1_704_067_200_123 + Int64($0 * 60_000)),1\n"
    }
    let table = try imported(
      "time,open_interest\n" + rows.joined(), ImportHints(venue: "binance", kind: .openInterest))
    #expect(table.reports.map { $0.series?.cadence == nil } == [true])
  }
}
