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
    #expect(isClose(view.total.answer?.coinsChange1d, -0.2958994606667703))
    let bybit = try #require(view.venues.first { $0.instrument.venue == "bybit" })
    #expect(isClose(bybit.coins, 51222.788))
    #expect(isClose(bybit.dollars, 5797507835.973599))
    #expect(isClose(bybit.coinsChange1d, -0.2774834456514992))
    #expect(isClose(bybit.dollarsChange1d, -0.3265584027210501))
    #expect(view.quadrants.map(\.kind) == [.longFlush, .longFlush, .longFlush])
  }
}
