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

  @Test(
    "nothing does for what was traded: neither a part nor a multiple of it was traded elsewhere",
    arguments: ["quote_volume", "taker_buy_quote_volume", "bought_value"])
  func traded(column: String) throws {
    let dataset = try scratch.dataset(
      "traded",
      [contracts] + [SeriesKind.klines, .takerFlow].map { ramp($0, of: bybitBTC, every: .hour, count: 10, plus: 500) })
    let problem = #expect(throws: Problem.self) {
      try dataset.frame(of: "binance:BTCUSD_PERP", columns: [column])
    }
    #expect(
      problem?.description
        == "there is no '\(column)' of binance:BTCUSD_PERP in dataset 'traded', only of bybit:BTCUSDT; "
        + "say bybit.BTCUSDT.\(column) if that is meant")
    #expect(try dataset.frame(of: "binance:BTCUSD_PERP", columns: ["bybit.\(column)"]).borrowed.isEmpty)
  }

  @Test("of what is no trade another venue's does, and the frame has whose it is")
  func owner() throws {
    let extra = [SeriesKind.openInterest, .funding].map { ramp($0, of: bybitBTC, every: .hour, count: 10) }
    let frame = try scratch.dataset("owner", [contracts] + extra).frame(
      of: "binance:BTCUSD_PERP", columns: ["open_interest", "funding_rate", "volume"])
    #expect(frame.borrowed.map(\.name) == ["funding_rate", "open_interest"])
    #expect(frame.columns["open_interest"]?.owner?.instrument == bybitBTC)
    #expect(frame.columns["volume"]?.owner?.instrument == coinMargined)
    #expect(frame.columns["volume"]?.unit == .contracts)
  }
}
