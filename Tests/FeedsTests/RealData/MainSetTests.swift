import Feeds
import Foundation
import Frames
import Market
import Replay
import Store
import TestSupport
import Testing

/// BTCUSDT of 2025 at five minutes and of 2022 to 2026 at one hour. Expected numbers come from pandas 3.0 and, for
/// joins, `pandas.merge_asof(bars at their close, rows at the instant they are known, tolerance = 2 cadences - 1 ms)`.
@Suite(
  "Published files of a whole year", .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct MainSetTests {
  private let scratch: ScratchFolder
  private let dataset: Dataset

  init() throws {
    scratch = try ScratchFolder()
    let file = "\(scratch.path)/btc.sqlite"
    try FileManager.default.copyItem(atPath: RealData.imported.get().path, toPath: file)
    dataset = try Dataset.openForImport(at: file)
  }

  @Test("every row arrives once, and the missing days are missing")
  func catalog() throws {
    let rows = Dictionary(uniqueKeysWithValues: try dataset.catalog().map { ($0.descriptor.title, $0.rows) })
    #expect(
      rows == [
        "binance:BTCUSDT klines 5m": 105_120, "binance:BTCUSDT klines 1h": 37_944, "binance:BTCUSDT funding 8h": 4743,
        "binance:BTCUSDT premium 1h": 37_896, "binance:BTCUSDT mark 1h": 37_872,
        "binance:BTCUSDT/spot klines 1h": 37_943,
        "bybit:BTCUSDT open_interest 1h": 45_909,
      ])
    let gaps = try dataset.catalog().flatMap { summary in
      try dataset.series(summary.descriptor).gaps.map {
        "\(summary.descriptor.instrument.type == .spot ? "spot" : summary.descriptor.kind.name) \($0.range.from.minuteText) \($0.missing)"
      }
    }
    #expect(
      gaps
        == [
          "mark 2022-07-31 00:00 24", "mark 2022-10-02 00:00 24", "mark 2023-02-24 00:00 24",
          "premium 2022-10-02 00:00 24", "premium 2023-02-24 00:00 24", "spot 2023-03-24 13:00 1",
        ].sorted { gaps.firstIndex(of: $0) ?? 0 < gaps.firstIndex(of: $1) ?? 0 })
    #expect(gaps.count == 6)
  }

  @Test("importing the same files again changes nothing")
  func idempotent() throws {
    let fingerprint = try dataset.fingerprint()
    let again = try Importer.importFiles(RealData.mainSet, into: dataset)
    #expect(again.allSatisfy { $0.outcome == .alreadyImported })
    #expect(again.count == 12 + 5 * 52 + 1)
    #expect(again.map(\.counts.duplicate).reduce(0, +) == 307_427)
    #expect(try dataset.fingerprint() == fingerprint)
    #expect(try dataset.damagedChunks().isEmpty)
  }

  @Test("files imported backwards, one by one, give the same dataset")
  func order() throws {
    let paths = RealData.mainSet.filter { $0.contains("funding") || $0.contains("spot") }
    let forwards = try Dataset.openForImport(at: scratch.path + "/forwards.sqlite")
    let files = try Importer.importFiles(paths, into: forwards).map(\.file)
    let backwards = try Dataset.openForImport(at: scratch.path + "/backwards.sqlite")
    for file in files.reversed() { _ = try Importer.importFiles([file], into: backwards) }
    #expect(try backwards.fingerprint() == forwards.fingerprint())
    #expect(try backwards.catalog().map(\.descriptor.kind) == [.funding, .klines].reversed())
  }

  @Test(
    "five-minute bars hold what was known at their close",
    arguments: [
      ("2025-01-01T00:00", [93648.4, -0.00028574, 93549.7821773, 93576.0, 60006.946, 0.0001]),
      ("2025-10-10T21:15", [103441.3, 0.00015192, 114239.53904348, 114266.82, 68782.086, 1.013e-05]),
      ("2025-10-10T21:50", [112989.6, 0.00015192, 114239.53904348, 114266.82, 68782.086, 1.013e-05]),
      ("2025-10-10T21:55", [113253.6, -0.0017537, 113238.07602174, 113451.86, 51222.788, 1.013e-05]),
      ("2025-10-10T22:00", [113118.8, -0.0017537, 113238.07602174, 113451.86, 51222.788, 1.013e-05]),
      ("2025-12-31T23:55", [87608.2, -0.00043904, 87608.3, 87648.22, 51882.92, 0.0001]),
    ])
  func asOf(open: String, expected: [Double]) throws {
    let names = ["close", "premium", "mark", "spot", "open_interest", "funding_rate"]
    let frame = try dataset.frame(columns: Set(names))
    let row = frame.grid.row(containing: try #require(Instant(open)))
    #expect(names.map { frame.values($0)[row] } == expected)
  }

  // pandas: Series.sum() of each joined column, which adds pairwise; hence the tolerance.
  @Test("whole columns of the year agree with pandas")
  func sums() throws {
    let frame = try dataset.frame(columns: ["premium", "mark", "spot", "open_interest", "funding_rate", "volume"])
    #expect(frame.grid.count == 105_120)
    for (name, sum) in [
      ("premium", -45.19420530000001), ("mark", 10_679_225_477.357569), ("spot", 10_683_547_113.7),
      ("open_interest", 6_008_816_527.665974), ("funding_rate", 4.9213708800000004), ("volume", 61_498_880.376),
      ("close", 10_679_089_423.7),
    ] {
      #expect(abs(frame.values(name).reduce(0, +) / sum - 1) < 1e-12, "\(name)")
    }
  }

  @Test("missing days leave a gap after one bridged bar, at one hour")
  func missingDays() throws {
    let end = Instant(year: 2026, month: 2, day: 25, hour: 20)
    let names = ["premium", "mark", "spot", "open_interest", "funding_rate"]
    let frame = try dataset.frame(
      interval: .hour, range: TimeRange(from: TimeRange.always.from, to: end), columns: Set(names))
    #expect(frame.grid.count == 36_404)
    #expect(names.map { name in frame.values(name).filter(\.isNaN).count } == [46, 69, 0, 0, 0])
  }

  // pandas: (rate * mark known at the settlement).sum() over the 1,096 settlements from 2025-01-01 to 2026-01-01.
  @Test("every settlement of the year is priced with the mark")
  func settlements() throws {
    let settlements = try SettledFunding(dataset.frame(interval: .minutes(5))).settlements
    #expect(settlements.count == 1096)
    #expect(settlements.allSatisfy { $0.priceSource == .mark })
    #expect(settlements.first?.price == 93549.7821773)
    #expect(abs(settlements.reduce(0) { $0 + $1.rate * $1.price } / 5365.169177664199 - 1) < 1e-12)
  }

  @Test("Parquet beside CSV holds the same rows where something reads it, and is said to be left out where not")
  func parquet() throws {
    let other = try Dataset.openForImport(at: scratch.path + "/oi.sqlite")
    let reports = try Importer.importFiles([RealData.folder + "/bybit/open_interest_1h"], into: other)
    let parquet = reports.filter { $0.file.hasSuffix(".parquet") }
    #expect(parquet.count == 2)
    for report in parquet {
      if case .skipped(let reason) = report.outcome {
        #expect(reason == "Parquet is read through carquet or duckdb, and neither is there")
      } else {
        #expect(report.counts == MergeCounts(duplicate: 45_909))
      }
    }
    #expect(try other.catalog().map(\.rows) == [45_909, 45_909])
  }
}
