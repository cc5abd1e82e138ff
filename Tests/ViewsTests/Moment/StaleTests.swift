import Feeds
import Foundation
import Market
import Results
import Store
import TestSupport
import Testing
import Views

@Suite("What is stale is neither zero nor current")
struct StaleTests {
  private let folder: ScratchFolder
  private let demo: Dataset
  private let test = StateTest(studies: false)

  init() throws {
    folder = try ScratchFolder()
    demo = try Dataset.openForImport(at: "\(folder.path)/demo.sqlite")
    for batch in try DemoMarket(days: 9).series() { try demo.merge(batch) }
  }

  /// The demo market `age` after its last row of `kinds`.
  private func moment(_ kinds: [SeriesKind], _ age: Interval) throws -> MarketMoment {
    let end = try MarketMoment(demo, "DEMO", asOf: nil, kinds: kinds).asOf
    return try MarketMoment(demo, "DEMO", asOf: end + age, kinds: kinds)
  }

  @Test("taker flow of a day is not said a day after the last bar")
  func flow() throws {
    let now = try FlowView(moment([.klines], .zero), history: .days(3), test: test)
    #expect(now.venues.first?.bought1d != nil)
    #expect(now.reference.answer?.share1d != nil)
    #expect(now.answer[0].contains("net in 24 h"))
    let later = try FlowView(moment([.klines], .day), history: .days(3), test: test)
    for venue in later.venues {
      #expect(venue.bought1d == nil && venue.sold1d == nil && venue.net1d == nil && venue.net7d == nil)
    }
    let reference = try #require(later.reference.answer)
    #expect(reference.share1d == nil && reference.ratio1d == nil && reference.largeShare1d == nil)
    #expect(reference.shock == nil && reference.cumulativeDelta == nil)
    #expect(later.answer[0].contains("cannot be said: the last row is of"))
  }

  @Test("liquidations of a day are not said two days after the last bar")
  func liquidations() throws {
    let options = LiquidationView.Options()
    let later = try LiquidationView(
      moment([.liquidations], .days(2)), history: .days(3), options: options, test: test)
    #expect(later.longs1d == nil && later.shorts1d == nil)
    #expect(later.venues.allSatisfy { $0.longs7d == nil && !$0.isFresh })
    #expect(later.bars.allSatisfy { $0.open < later.head.asOf - .days(2) }, "no bar after the last row")
    #expect(later.levels.answer == nil)
    #expect(later.answer[0].contains("cannot be said: the last row is of"))
  }

  @Test("an hour without events counts as none, and a silence beyond the longest before it does not")
  func events() throws {
    let hours = [0, 40, 41, 60, 100]
    let rows = Series(
      descriptor: SeriesDescriptor(instrument: ViewMarkets.binance, kind: .liquidationEvents, cadence: nil),
      stamps: hours.map { (newYear + .hour * $0).milliseconds },
      columns: SeriesDescriptor(instrument: ViewMarkets.binance, kind: .liquidationEvents, cadence: nil).columns.map {
        column in
        hours.map { _ in column.name == "long_liquidated" ? 2 : column.name == "liquidation_price" ? 100 : 0 }
      })
    let dataset = try folder.dataset(
      "events", [ViewMarkets.klines(of: ViewMarkets.binance, hours: 240) { _ in 100 }, rows])
    func longs(_ hour: Int) throws -> Double? {
      let moment = try ViewMarkets.moment(dataset, [.liquidationEvents], at: newYear + .hour * hour)
      return try LiquidationView(moment, history: .days(3), options: .init(), test: test).longs1d
    }
    #expect(try longs(102) == 200)
    #expect(try longs(130) == 0, "thirty hours of silence, after one of forty")
    #expect(try longs(150) == nil)
  }

  @Test("a score is of its last bar and not of four days later")
  func regime() throws {
    let now = try RegimeView(moment([.klines], .zero), history: .days(7), options: .init(), test: test)
    #expect(now.now != nil)
    let later = try RegimeView(moment([.klines], .days(4)), history: .days(7), options: .init(), test: test)
    #expect(later.now == nil)
    #expect(later.answer[0].contains("cannot be said: the last score is of"))
    #expect(later.json.text().contains("\"crowding\": null"))
  }

  @Test("a dashboard has none of it")
  func dashboard() throws {
    let end = try moment([.klines], .days(4)).asOf
    let row = try #require(try DashboardView(demo, ["DEMO"], asOf: end, bars: nil, test: test).rows.first)
    #expect(row.liquidated1d == nil && row.takerRatio1d == nil && row.crowding == nil && row.price == nil)
  }
}
