import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

/// What a check of a dataset says of series that contradict each other in ways no single one shows.
@Suite("Copied open interest and funding with its sign turned round")
struct CopiesAndSignsTests {
  private static func funding(_ venue: String, times sign: Double, symbol: String = "BTCUSDT", count: Int = 90)
    -> Series
  {
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: venue, symbol: symbol), kind: .funding, cadence: .hours(8),
      columns: [ColumnDescriptor("funding_rate", .fraction)])
    let places = 0..<count
    // Some seconds late, and not quite the same at each venue.
    let late = Int64(venue.utf8.count) * 1000
    return Series(
      descriptor: descriptor, stamps: places.map { (newYear + .hours(8) * $0).milliseconds + late },
      columns: [places.map { sign * (Double($0 * 37 % 23 - 9) + 0.1 * Double($0 % 3)) * 1e-5 }])
  }

  private static func interest(_ values: [Double], at label: Int) -> Series {
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), kind: .openInterest, cadence: .hour,
      columns: [ColumnDescriptor("open_interest", .base)])
    return Series(
      descriptor: descriptor, stamps: values.indices.map { (newYear + .hour * ($0 + label)).milliseconds },
      columns: [values])
  }

  private static let volumes = (0..<100).map { 100 + Double($0 * 31 % 47) }

  private static let bars = series(
    .klines, of: Instrument(venue: "binance", symbol: "BTCUSDT"), every: .hour,
    at: volumes.enumerated().map { (newYear + .hour * $0.offset, [100, 100, 100, 100, $0.element, 1, 1, 1, 1]) })

  private func findings(_ all: [Series]) throws -> [(series: String, what: String)] {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset("checked", all)
    let doubts = try StoredDoubts(dataset)
    return try dataset.catalog().flatMap { summary in
      doubts.findings(on: try dataset.series(summary.descriptor)).filter { $0.weight == .wrong }.map {
        (summary.descriptor.title, $0.what)
      }
    }.filter { $0.what.contains("opposite sign") || $0.what.contains("row for row") }
  }

  @Test(
    "of three and more venues the one that pays against the others is said, and none of those that it is against",
    arguments: [["binance", "bybit", "gate"], ["binance", "bybit", "gate", "okx"], ["bybit", "gate", "hyperliquid"]])
  func three(venues: [String]) throws {
    for turned in venues {
      let found = try findings(
        venues.enumerated().map { place, venue in
          Self.funding(venue, times: (venue == turned ? -1 : 1) * (1 - 0.2 * Double(place)))
        })
      #expect(found.map(\.series) == ["\(turned):BTCUSDT funding 8h"])
      let others = venues.filter { $0 != turned }.map { "\($0):BTCUSDT" }
      #expect(found.first?.what == "rates have the opposite sign of those of \(others.joined(separator: ", "))")
    }
  }

  @Test("of two it is said once, of both, and so it is of two against two")
  func two() throws {
    let found = try findings([Self.funding("binance", times: 1), Self.funding("bybit", times: -1)])
    #expect(found.map(\.series) == ["bybit:BTCUSDT funding 8h"])
    #expect(
      found.first?.what
        == "rates of bybit:BTCUSDT and of binance:BTCUSDT have opposite signs, and nothing says which are turned round")
    let four = try findings([
      Self.funding("binance", times: 1), Self.funding("bybit", times: -1), Self.funding("gate", times: 0.8),
      Self.funding("okx", times: -0.7),
    ])
    #expect(four.map(\.series) == ["okx:BTCUSDT funding 8h"])
  }

  @Test("over two months venues agree by far less, and one that is turned round goes against both all the same")
  func longer() throws {
    func noisy(_ venue: String, times sign: Double) -> Series {
      let plain = Self.funding(venue, times: 1, count: 240)
      let other = Double(venue.utf8.count)
      return Series(
        descriptor: plain.descriptor, stamps: plain.stamps,
        columns: [plain.columns[0].indices.map { sign * (plain.columns[0][$0] + 5e-5 * sin(Double($0) * other)) }])
    }
    let found = try findings([noisy("bybit", times: 1), noisy("bitget", times: -1), noisy("okx", times: 1)])
    #expect(found.map(\.series) == ["bitget:BTCUSDT funding 8h"])
    #expect(
      try findings([noisy("bybit", times: 1), noisy("bitget", times: 1), noisy("okx", times: 1)]).isEmpty)
  }

  @Test("one settlement at which two pay the opposite is no sign that is turned round")
  func spike() throws {
    func spiked(_ venue: String, _ rate: Double) -> Series {
      let calm = Self.funding(venue, times: 1)
      return Series(
        descriptor: calm.descriptor, stamps: calm.stamps,
        columns: [calm.columns[0].indices.map { $0 == 40 ? rate : 1e-4 + ($0 % 5 == 0 ? 1e-6 : 0) }])
    }
    #expect(try findings([spiked("binance", 0.01), spiked("bybit", -0.01)]).isEmpty)
  }

  @Test("venues that agree, other coins and a few settlements are not accused")
  func honest() throws {
    #expect(try findings([Self.funding("binance", times: 1), Self.funding("bybit", times: 0.5)]).isEmpty)
    let ether = Self.funding("bybit", times: -1, symbol: "ETHUSDT")
    #expect(try findings([Self.funding("binance", times: 1), ether]).isEmpty)
    #expect(
      try findings([Self.funding("binance", times: 1, count: 30), Self.funding("bybit", times: -1, count: 30)]).isEmpty)
  }

  @Test("open interest that is the volume of the bars is said, by begin and by end of a bar", arguments: [0, 1])
  func copied(label: Int) throws {
    let found = try findings([Self.bars, Self.interest(Self.volumes, at: label)])
    #expect(found.map(\.series) == ["binance:BTCUSDT open_interest 1h"])
    #expect(found.first?.what == "'open_interest' is 'volume' of binance:BTCUSDT klines 1h, row for row")
    #expect(try findings([Self.bars, Self.interest(Self.volumes.map { $0 + 5000 }, at: label)]).isEmpty)
  }
}
