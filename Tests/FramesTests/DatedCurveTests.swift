import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("The curve of dated futures")
struct DatedCurveTests {
  private let perpetual = Instrument(venue: "binance", symbol: "BTCUSDT")

  /// Hourly closes of one price, from an hour of 2025 on.
  private func flat(_ instrument: Instrument, price: Double, hours: Range<Int>) -> Series {
    let columns = SeriesKind.klines.columns.count
    return series(
      .klines, of: instrument, every: .hour,
      at: hours.map { (newYear + .hours($0), [Double](repeating: price, count: columns)) })
  }

  private func future(_ symbol: String, venue: String = "binance") -> Instrument {
    Instrument(venue: venue, symbol: symbol)
  }

  /// Bars of six hours that end at 2025-03-28 09:00, an hour after a quarterly future has expired.
  private static let last = 86 * 24 + 3..<86 * 24 + 9

  private func column(_ name: String, _ futures: [(Instrument, Double)], of traded: Instrument? = nil) throws -> Column?
  {
    let traded = traded ?? perpetual
    let dataset = try ScratchFolder().dataset(
      "curve",
      [flat(traded, price: 100, hours: Self.last)] + futures.map { flat($0.0, price: $0.1, hours: Self.last) })
    return try dataset.frame(columns: [name], funding: nil).columns[name]
  }

  private var two: [(Instrument, Double)] { [(future("BTCUSDT_250328"), 101), (future("BTCUSDT_250627"), 103)] }

  @Test("the front future is the next to expire; at its expiry the second takes its place")
  func front() throws {
    let front = try #require(try column("front.close", two))
    // Bars close at 04:00 to 09:00; the first future expires at 08:00.
    #expect(front.values == [101, 101, 101, 101, 103, 103])
    #expect(front.note == "front.close is of 2 dated futures of binance: BTCUSDT_250328, BTCUSDT_250627")
    let second = try #require(try column("second.close", two))
    #expect(Array(second.values[..<4]) == [103, 103, 103, 103])
    #expect(second.values[4].isNaN && second.values[5].isNaN)
    let hours = try #require(try column("front.hours_to_expiry", two))
    #expect(hours.values == [4, 3, 2, 1, 2184, 2183])
  }

  @Test(
    "while the rows of a future are missing it is unknown, and no other takes its place; one counts from its first row")
  func hole() throws {
    // Of eight hours, those of the nearer future lack the third to the sixth; a third one is listed at the fifth.
    let first = Self.last.lowerBound - 30
    let hours = first..<first + 8
    let gap = first + 2..<first + 6
    let near = future("BTCUSDT_250328")
    let columns = SeriesKind.klines.columns.count
    let dataset = try ScratchFolder().dataset(
      "curve",
      [
        flat(perpetual, price: 100, hours: hours),
        series(
          .klines, of: near, every: .hour,
          at: hours.filter { !gap.contains($0) }.map {
            (newYear + .hours($0), [Double](repeating: 101, count: columns))
          }),
        flat(future("BTCUSDT_250627"), price: 103, hours: hours),
        flat(future("BTCUSDT_250404"), price: 102, hours: first + 4..<first + 8),
      ])
    func values(_ name: String) throws -> [Double] {
      try dataset.frame(columns: [name], funding: nil).columns[name]?.values ?? []
    }
    // A close is read for less than two bars.
    let front = try values("front.close")
    #expect(front.map(\.isNaN) == [false, false, false, true, true, true, false, false])
    #expect(front.filter { !$0.isNaN } == [101, 101, 101, 101, 101])
    #expect(try values("second.close") == [103, 103, 103, 103, 102, 102, 102, 102])
    let maturity = try values("maturity_3d.close")
    #expect(maturity.map(\.isNaN) == front.map(\.isNaN))
    #expect(try values("front.hours_to_expiry") == (0..<8).map { Double(34 - $0) })
  }

  @Test("a constant maturity lies between the futures that straddle it, and is unknown where none do")
  func maturity() throws {
    // At 04:00 the two are 4 and 4 + 91 × 24 hours from expiry: half of 91 days on from the first is half-way.
    let half = try #require(try column("maturity_1096h.close", two))
    #expect(half.values[0] == 102)
    #expect(half.values[4].isNaN, "the first has expired, and nothing is nearer than the second")
    #expect(try column("maturity_365d.close", two)?.values.allSatisfy(\.isNaN) == true)
  }

  @Test("a maturity that no two futures straddle at any bar is said not to be known")
  func neverKnown() throws {
    let dataset = try ScratchFolder().dataset(
      "curve",
      ([(perpetual, 100.0)] + two).map { flat($0.0, price: $0.1, hours: Self.last) })
    func said(_ column: String) throws -> Bool {
      try dataset.frame(columns: [column], funding: nil).findings
        .contains("\(column) is not known at any bar of the window.")
    }
    #expect(try said("maturity_365d.close"))
    #expect(try !said("maturity_1096h.close"))
  }

  @Test("prices are in the traded instrument's unit")
  func unit() throws {
    let thousand = Instrument(venue: "binance", symbol: "1000PEPEUSDT")
    let column = try column("front.close", [(future("PEPEUSDT_250627"), 0.5)], of: thousand)
    #expect(column?.values.first == 500)
  }

  @Test("the venue of what is traded comes first; several others are refused, and can be named")
  func venues() throws {
    let others = [(future("BTCUSDT_250627", venue: "htx"), 105.0), (future("BTC-USDT-250627", venue: "okx"), 104)]
    #expect(try column("front.close", two + others)?.values.first == 101)
    #expect(try column("okx.front.close", two + others)?.values.first == 104)
    let problem = #expect(throws: Problem.self) { try column("front.close", others) }
    #expect(problem?.remedy?.contains("htx.front.close or okx.front.close") == true)
    let symbol = #expect(throws: Problem.self) { try column("BTCUSDT.front.close", two + others) }
    #expect(symbol?.what.contains("has 'BTCUSDT' where a venue is expected") == true)
    #expect(symbol?.remedy == "write binance.front.close or htx.front.close or okx.front.close")
  }

  @Test("without a dated future of the coin it is refused, and another coin's is none")
  func none() throws {
    let problem = #expect(throws: Problem.self) { try column("front.close", [(future("ETHUSDT_250627"), 7)]) }
    #expect(problem?.what.contains("asks for dated futures of BTC, and dataset 'curve' has none") == true)
  }

  @Test("the names are listed where there are dated futures")
  func listed() throws {
    let dataset = try ScratchFolder().dataset(
      "curve",
      [flat(perpetual, price: 100, hours: Self.last)] + two.map { flat($0.0, price: $0.1, hours: Self.last) })
    let columns = try ColumnBook(dataset, instrument: "binance:BTCUSDT").available
    let names = columns.map(\.name)
    #expect(names.contains("front.close") && names.contains("second.hours_to_expiry"))
    let notes = columns.compactMap(\.note)
    #expect(notes.count == 1 && notes[0].hasPrefix("front and second are of 2 dated futures of binance: "), "\(notes)")
  }
}
