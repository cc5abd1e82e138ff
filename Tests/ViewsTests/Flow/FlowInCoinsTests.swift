import Market
import TestSupport
import Testing
import Views

@Suite("Flow that is published in coins")
struct FlowInCoinsTests {
  /// Ten coins an hour, six of them bought, at a price that rises by one; nothing in quote currency.
  private func view(without missing: Set<Int> = []) throws -> FlowView {
    let rows = (0..<240).filter { !missing.contains($0) }
    let bars = series(
      .klines, of: ViewMarkets.binance, every: .hour,
      at: rows.map { hour in
        let price = 100 + Double(hour)
        return (newYear + .hour * hour, [price, price, price, price, 10, .nan, 5, 6, .nan])
      })
    let folder = try ScratchFolder()
    let dataset = try folder.dataset("coins", [bars])
    return try FlowView(
      ViewMarkets.moment(dataset, [.klines]), history: .days(2), test: StateTest(studies: false))
  }

  @Test("is in quote currency at the close of each bar, and says so")
  func priced() throws {
    let view = try view()
    let venue = try #require(view.venues.first)
    // Of the last 24 closes, 316 to 339.
    let closes: Double = (316 + 339) * 12
    #expect(abs(try #require(venue.bought1d) - 6 * closes) < 1e-6)
    #expect(abs(try #require(venue.sold1d) - 4 * closes) < 1e-6)
    #expect(abs(try #require(venue.ratio1d) - 1.5) < 1e-12)
    #expect(view.head.notes.contains { $0.contains("says coins alone: each bar is in quote currency at its close") })
    #expect(try view.reference.get().meanDelta == 2)
  }

  @Test("is not said of a day that a bar is missing of")
  func hole() throws {
    let venue = try #require(try view(without: [230]).venues.first)
    #expect(venue.bought1d == nil && venue.coverage1d.rows == 23 && venue.coverage1d.expected == 24)
  }
}
