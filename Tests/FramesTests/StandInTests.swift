import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("What stands in for a column that an instrument does not have")
struct StandInTests {
  private let scratch: ScratchFolder
  private let coinMargined = Instrument(venue: "binance", symbol: "BTCUSD_PERP")

  init() throws { scratch = try ScratchFolder() }

  /// Bars of a coin-margined perpetual, which count contracts and have no value in quote currency.
  private var contracts: Series {
    let columns = SeriesKind.coinMarginedKlines
    let descriptor = SeriesDescriptor(instrument: coinMargined, kind: .klines, cadence: .hour, columns: columns)
    return Series(
      descriptor: descriptor, stamps: (0..<10).map { (newYear + .hours($0)).milliseconds },
      columns: columns.indices.map { column in (0..<10).map { Double(100 + column + $0) } })
  }

  private func members(_ columns: Set<String>, _ extra: [Series]) throws -> UniverseBooks {
    let dataset = try scratch.dataset(
      "members", [contracts, ramp(.klines, of: bybitBTC, every: .hour, count: 10, plus: 500)] + extra)
    return try UniverseBooks(
      dataset, named: nil, columns: Dictionary(uniqueKeysWithValues: columns.map { ($0, .nowhere) }))
  }

  @Test(
    "nothing does for a member of a universe, which would be ranked by another's",
    arguments: ["quote_volume", "open_interest", "funding_rate", "funding_8h", "open_interest_native"])
  func universe(column: String) throws {
    let extra = [SeriesKind.openInterest, .funding].map { ramp($0, of: bybitBTC, every: .hour, count: 10) }
    let books = try members([column], extra)
    #expect(books.books.map(\.instrument) == [bybitBTC])
    #expect(books.leftOut.map(\.instrument) == [coinMargined])
    #expect(
      books.leftOut.first?.why.contains("of binance:BTCUSD_PERP in dataset 'members', only of bybit:BTCUSDT") == true)
  }

  @Test("a member's own, another's that is named, and what was computed elsewhere are there")
  func others() throws {
    let computed = SeriesDescriptor(
      instrument: Instrument(venue: "research", symbol: "BTC"), kind: .external, cadence: .hour,
      columns: [ColumnDescriptor("fear", .score)])
    let fear = Series(
      descriptor: computed, stamps: (0..<10).map { (newYear + .hours($0)).milliseconds },
      columns: [(0..<10).map(Double.init)])
    let books = try members(["volume", "bybit.quote_volume", "fear"], [fear])
    #expect(books.leftOut.isEmpty)
    #expect(books.books.count == 2)
  }
}
