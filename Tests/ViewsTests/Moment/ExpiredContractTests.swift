import Market
import TestSupport
import Testing
import Views

/// A dated future has no open interest from its expiry on, and no bars that could be missing.
@Suite("Contracts that have expired")
struct ExpiredContractTests {
  private static let dated = Instrument(venue: "binance", symbol: "BTCUSDT_250131")
  /// 08:00 of the 31st day.
  private static let expiry = newYear + .days(30) + .hours(8)
  private let test = StateTest(studies: false)

  private static func openInterest(_ instrument: Instrument, hours: Int) -> Series {
    let descriptor = SeriesDescriptor(
      instrument: instrument, kind: .openInterest, cadence: .hour, columns: [.init("open_interest_value", .quote)])
    let stamps = (0...hours).map { (newYear + .hour * $0).milliseconds }
    return Series(descriptor: descriptor, stamps: stamps, columns: [stamps.map { _ in 1e6 }])
  }

  @Test("are in no total of open interest from that instant on, and are not called stale")
  func interest() throws {
    let dataset = try ScratchFolder().dataset(
      "dated",
      [
        ViewMarkets.klines(of: ViewMarkets.binance) { _ in 100 }, Self.openInterest(ViewMarkets.binance, hours: 960),
        Self.openInterest(Self.dated, hours: 30 * 24 + 8),
      ])
    func view(_ at: Instant) throws -> InterestView {
      try InterestView(ViewMarkets.moment(dataset, [.openInterest], at: at), history: .days(3), test: test)
    }
    #expect(try view(Self.expiry - .hour).total.get().dollars == 2e6)
    let after = try view(Self.expiry + .minutes(30))
    #expect(try after.total.get().dollars == 1e6)
    #expect(after.venues.first { $0.instrument == Self.dated }?.isFresh == false)
    #expect(after.head.notes.contains("Expired by then and left out of totals: \(Self.dated)."))
    #expect(!after.head.notes.contains { $0.hasPrefix("Stale") })
  }

  @Test("have no sums of taker flow, and no bars that are missing")
  func flow() throws {
    let dataset = try ScratchFolder().dataset(
      "dated",
      [
        ViewMarkets.klines(of: ViewMarkets.binance) { _ in 100 },
        ViewMarkets.klines(of: Self.dated, hours: 30 * 24 + 8) { _ in 100 },
      ])
    let moment = try ViewMarkets.moment(dataset, [.klines], at: Self.expiry + .hour)
    let view = try FlowView(moment, history: .days(3), test: test)
    let venue = try #require(view.venues.first { $0.instrument == Self.dated })
    #expect(venue.hasExpired && venue.bought1d == nil)
    #expect(view.head.notes.contains("Expired by then, and its sums are not known: \(Self.dated)."))
    #expect(!view.head.notes.contains { $0.contains("of \(Self.dated) there are") || $0.hasPrefix("Stale") })
  }
}
