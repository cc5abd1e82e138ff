import Feeds
import Market
import TestSupport
import Testing

/// Rows of one series that come a second time under other times.
@Suite("Stretches that are there over again")
struct RepeatedRowsTests {
  private static let bitcoin = Instrument(venue: "x", symbol: "BTCUSDT")

  /// Bars and their volume by number: no two of 400 are alike.
  private static func bars(_ numbers: [Int]) -> Series {
    series(
      .klines, of: bitcoin, every: .hour,
      at: numbers.enumerated().map { (newYear + .hour * $0.offset, bar($0.element)) })
  }
  private static func bar(_ number: Int) -> [Double] {
    [100, 103, 98, 100 + Double(number % 5) * 0.25, 1000 + Double(number), 1, 1, 1, 1]
  }

  private func findings(_ series: Series) throws -> [SeriesFinding] {
    let folder = try ScratchFolder()
    defer { withExtendedLifetime(folder) {} }
    let dataset = try folder.dataset("checked", [series])
    let doubts = try StoredDoubts(dataset)
    return try dataset.catalog().flatMap { doubts.findings(on: try dataset.series($0.descriptor)) }
      .filter { $0.what.contains("over again") }
  }

  @Test("are said with both places and their length")
  func repeated() throws {
    let found = try findings(Self.bars(Array(0..<200) + Array(100..<160) + Array(260..<300)))
    let finding = try #require(found.first)
    #expect(found.count == 1)
    #expect(finding.count == 60)
    #expect(finding.first == newYear + .hour * 200)
    #expect(finding.what.contains("from \((newYear + .hour * 200).minuteText) on"))
    #expect(finding.what.contains("from \((newYear + .hour * 100).minuteText) on"))
  }

  @Test("are said of open interest that moves")
  func interest() throws {
    let descriptor = SeriesDescriptor(
      instrument: Self.bitcoin, kind: .openInterest, cadence: .hour, columns: [ColumnDescriptor("open_interest", .base)]
    )
    let values = (Array(0..<100) + Array(20..<90)).map { 5000 + Double($0) }
    let rows = Series(
      descriptor: descriptor, stamps: values.indices.map { (newYear + .hour * $0).milliseconds }, columns: [values])
    // The first of them stands beside the value before it, and moves as well.
    #expect(try findings(rows).map(\.count) == [70])
  }

  @Test("are not suspected of bars that are all their own, of short stretches, and of a market that goes round in few")
  func honest() throws {
    #expect(try findings(Self.bars(Array(0..<300))).isEmpty)
    #expect(try findings(Self.bars(Array(0..<200) + Array(100..<140) + Array(240..<300))).isEmpty)
    #expect(try findings(Self.bars((0..<300).map { $0 % 24 })).isEmpty)
    #expect(try findings(Self.bars(Array(repeating: 7, count: 300))).isEmpty)
  }
}
