import Feeds
import Market
import TestSupport
import Testing

/// What a check of a dataset says of rows that are there twice, under two names.
@Suite("Rows under a second name")
struct StoredCopiesTests {
  private static let volumes = (0..<60).map { 100 + Double($0 * 31 % 47) }

  private static func bars(_ name: String, venue: String = "x", scale: Double = 1, from hour: Int = 0) -> Series {
    series(
      .klines, of: Instrument(venue: venue, symbol: name), every: .hour,
      at: volumes.indices.dropFirst(hour).map {
        (newYear + .hour * $0, [100, 102, 99, 101, volumes[$0] * scale, 1, 1, 1, 1])
      })
  }

  private static func interest(_ name: String, _ values: [Double]) -> Series {
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "x", symbol: name), kind: .openInterest, cadence: .hour,
      columns: [ColumnDescriptor("open_interest", .base)])
    return Series(
      descriptor: descriptor, stamps: values.indices.map { (newYear + .hour * $0).milliseconds }, columns: [values])
  }

  private func findings(_ all: [Series]) throws -> [(series: String, finding: SeriesFinding)] {
    let dataset = try ScratchFolder().dataset("checked", all)
    let copies = try StoredCopies(dataset)
    return try dataset.catalog().compactMap { summary in
      copies.finding(on: try dataset.series(summary.descriptor)).map { (summary.descriptor.title, $0) }
    }
  }

  @Test("are said once, of the series that came later, from the first row that is the same")
  func copied() throws {
    let found = try findings([Self.bars("BTCUSDT"), Self.bars("ETHUSDT", from: 20)])
    #expect(found.map(\.series) == ["x:ETHUSDT klines 1h"])
    let finding = try #require(found.first?.finding)
    #expect(finding.what.contains("price and volume of x:BTCUSDT klines 1h to the last digit"))
    #expect(finding.remedy.contains("under another symbol, or a coin that was renamed"))
    #expect(finding.count == 40)
    #expect(finding.first == newYear + .hour * 20)
    #expect(finding.weight == .note)
  }

  @Test("are said of one coin's bars on two venues, and not as a coin that was renamed")
  func venues() throws {
    let found = try findings([Self.bars("BTCUSDT"), Self.bars("BTCUSDT", venue: "y")])
    #expect(found.map(\.series) == ["y:BTCUSDT klines 1h"])
    #expect(found.first?.finding.remedy.contains("renamed") == false)
  }

  @Test("are said of open interest that moves, and not of one that stands still")
  func interest() throws {
    #expect(
      try findings([Self.interest("BTCUSDT", Self.volumes), Self.interest("ETHUSDT", Self.volumes)]).map(\.series)
        == ["x:ETHUSDT open_interest 1h"])
    let still = Self.volumes.map { _ in 500.0 }
    #expect(try findings([Self.interest("BTCUSDT", still), Self.interest("ETHUSDT", still)]).isEmpty)
  }

  @Test("are not suspected of two coins at one price with volumes of their own, nor of bars without volume")
  func honest() throws {
    #expect(try findings([Self.bars("USDCUSDT"), Self.bars("FDUSDUSDT", scale: 3)]).isEmpty)
    #expect(try findings([Self.bars("LUNAUSDT", scale: 0), Self.bars("FTTUSDT", scale: 0)]).isEmpty)
  }
}
