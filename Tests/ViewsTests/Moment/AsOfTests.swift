import Feeds
import Foundation
import Market
import Results
import Store
import TestSupport
import Testing
import Views

@Suite("A view is the same whatever came later")
struct AsOfTests {
  private let folder: ScratchFolder
  private let short: Dataset
  private let long: Dataset
  private let asOf = Instant(year: 2024, month: 7, day: 13, hour: 9, minute: 30)

  /// A demo market, and the same with a week more.
  init() throws {
    folder = try ScratchFolder()
    short = try Self.market(13, in: folder.path + "/short")
    long = try Self.market(20, in: folder.path + "/long")
  }

  /// A dataset called `demo` in a folder of its own.
  private static func market(_ days: Int, in folder: String) throws -> Dataset {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let dataset = try Dataset.openForImport(at: "\(folder)/demo.sqlite")
    for batch in try DemoMarket(days: days).series() { try dataset.merge(batch) }
    return dataset
  }

  private func both<View: ViewDocument>(_ kinds: [SeriesKind], _ make: (MarketMoment) throws -> View) throws {
    let documents = try [short, long].map { dataset in
      try make(MarketMoment(dataset, "DEMO", asOf: asOf, kinds: kinds)).json.text()
    }
    #expect(documents[0] == documents[1])
    #expect(documents[0].count > 500)
  }

  @Test("funding") func funding() throws {
    try both([.funding]) { try FundingView($0, history: .days(3), options: .init(), test: StateTest()) }
  }

  @Test("open interest") func interest() throws {
    try both([.openInterest]) { try InterestView($0, history: .days(3), test: StateTest()) }
  }

  @Test("basis") func basis() throws {
    try both([.klines]) { try BasisView($0, history: .days(3), options: .init(), test: StateTest()) }
  }

  @Test("liquidations") func liquidations() throws {
    try both([.liquidations]) { try LiquidationView($0, history: .days(3), options: .init(), test: StateTest()) }
  }

  @Test("flow") func flow() throws {
    try both([.klines]) { try FlowView($0, history: .days(3), test: StateTest()) }
  }

  @Test("regime") func regime() throws {
    try both([.klines]) { try RegimeView($0, history: .days(3), options: .init(), test: StateTest()) }
  }

  @Test("seasonality") func seasonality() throws {
    try both([.klines]) { try SeasonalityView($0, history: .days(3), expression: SeasonalityView.returns) }
  }

  @Test("nothing was known of what had not happened")
  func future() throws {
    let moment = try MarketMoment(long, "DEMO", asOf: asOf, kinds: [.klines])
    for summary in moment.series {
      let rows = try moment.rows(summary)
      let last = try #require(rows.stamps.last)
      #expect(Instant(milliseconds: last) + summary.descriptor.knownAfter <= asOf, "\(summary.descriptor.title)")
    }
  }
}
