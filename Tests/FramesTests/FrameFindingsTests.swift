import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("What a frame says of the rows it was made of")
struct FrameFindingsTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Two weeks of hours in which two bars are missing, and a settlement.
  private func market() throws -> Dataset {
    let bars = ramp(.klines, every: .hour, count: 336, plus: 1000)
    let kept = bars.stamps.indices.filter { ![200, 201].contains($0) }
    let holed = bars.keeping(rows: kept)
    let funding = series(
      .funding, every: .hours(8), at: (0..<42).filter { $0 != 20 }.map { (newYear + .hours(8 * $0), [0.0001, 8]) })
    return try scratch.dataset("btc", [holed, funding])
  }

  @Test("the bars that are missing between its first and its last, and nothing beyond them")
  func window() throws {
    let dataset = try market()
    #expect(
      try dataset.frame(funding: nil).findings == [
        "Data of binance:BTCUSDT klines 1h: missing rows in 1 gap (2, the first at 2025-01-09 08:00 UTC). "
          + "See 'hindcast data check'."
      ])
    let early = TimeRange(from: newYear, to: newYear + .day)
    #expect(try dataset.frame(range: early, funding: nil).findings.isEmpty)
  }

  @Test("that a series comes of a plain table, whose clock, stamps and units nothing but a word tells")
  func plainTable() throws {
    let dataset = try Dataset.openForImport(at: "\(scratch.path)/plain.sqlite")
    let source = ImportSource(
      file: "BTCUSDT_1h.csv", sha256: String(repeating: "a", count: 64), format: "table#9b8d189c")
    try dataset.merge(ramp(.klines, every: .hour, count: 50, plus: 1000), source: source)
    try dataset.merge(ramp(.openInterest, every: .hour, count: 50, plus: 1000))
    let word =
      "binance:BTCUSDT klines 1h comes of a plain table: its clock, stamps and units are what was said or taken at import."
    #expect(try dataset.frame(funding: nil).findings == [word])
    #expect(try dataset.frame(columns: ["open_interest"], funding: nil).findings == [word])
  }

  @Test("of a universe the same: which of its members come of plain tables, and as of when it was read")
  func universe() throws {
    let folder = DatasetFolder(root: scratch.path)
    let (first, later) = (newYear + .days(400), newYear + .days(401))
    let dataset = try folder.openForImport("coins")
    func source(_ file: String, _ format: String) -> ImportSource {
      ImportSource(file: file, sha256: String(repeating: "a", count: 64), format: format)
    }
    let (btc, eth) = (
      ramp(.klines, every: .hour, count: 50, plus: 1000), ramp(.klines, every: .hour, count: 50, plus: 100)
    )
    let ether = SeriesDescriptor(
      instrument: Instrument(venue: "binance", symbol: "ETHUSDT"), kind: .klines, cadence: .hour)
    try dataset.merge(btc, source: source("BTCUSDT_1h.csv", "table#9b8d189c"), at: first)
    try dataset.merge(
      Series(descriptor: ether, stamps: eth.stamps, columns: eth.columns), source: source("ETHUSDT.csv", "klines"),
      at: first)
    try dataset.merge(
      ramp(.klines, every: .hour, count: 52, plus: 1000), source: source("more.csv", "klines"), at: later)
    try dataset.close()
    func frame(_ dataset: Dataset) throws -> Frame {
      try dataset.assemble(UniverseBooks(dataset, named: nil), FrameRequest(funding: nil)).frame
    }
    let word =
      "binance:BTCUSDT klines 1h comes of a plain table: its clock, stamps and units are what was said or taken at import."
    let now = try frame(folder.open("coins"))
    #expect(now.findings == [word] && now.knownAsOf == nil)
    let then = try frame(folder.known(asOf: first).open("coins"))
    #expect(then.knownAsOf == first)
    #expect(
      then.findings.contains(
        "Read as the dataset stood at 2026-02-05T00:00:00Z: without 2 rows of later imports."))
  }

  @Test("of a column alone that it holds")
  func columns() throws {
    let bars = ramp(.klines, every: .hour, count: 50, plus: 1000)
    let position = try #require(bars.descriptor.columns.firstIndex { $0.name == "volume" })
    var columns = bars.columns
    columns[position][30] = 1e9
    let dataset = try scratch.dataset(
      "leap", [Series(descriptor: bars.descriptor, stamps: bars.stamps, columns: columns)])
    #expect(try dataset.frame(funding: nil).findings.isEmpty)
    let said = try dataset.frame(columns: ["volume"], funding: nil).findings
    #expect(said.count == 1 && said[0].contains("volume is 10000 times the middle of its neighbours (1, "))
  }

  @Test(
    "a dead tape, whatever is read of it, and a feed that stopped, where it is read",
    arguments: [
      ([], 24, ["close repeats its value for 24 rows or more (23, the first at"]),
      ([], 23, []), (["volume"], 24, ["zero volume at a flat price (24, the first at"]),
      (
        ["open_interest"], 24,
        ["close repeats", "open_interest repeats its value for 24 rows or more (23, the first at"]
      ),
      (["open_interest"], 23, []),
    ] as [([String], Int, [String])])
  func standing(columns: [String], rows: Int, said: [String]) throws {
    let (columns, still) = (Set(columns), 50..<(50 + rows))
    func stopped(_ series: Series) -> Series {
      Series(
        descriptor: series.descriptor, stamps: series.stamps,
        columns: zip(series.descriptor.columns, series.columns).map { column, values in
          values.indices.map { !still.contains($0) ? values[$0] : column.name.contains("volume") ? 0 : 1050 }
        })
    }
    let dataset = try scratch.dataset(
      "dead",
      [
        stopped(ramp(.klines, every: .hour, count: 200, plus: 1000)),
        stopped(ramp(.openInterest, every: .hour, count: 200, plus: 1000)),
      ])
    let found = try dataset.frame(columns: columns, funding: nil).findings
    #expect(found.count == said.count && zip(found, said).allSatisfy { $0.contains($1) }, "\(found)")
    let alive = TimeRange(from: newYear, to: newYear + .hours(50))
    #expect(try dataset.frame(range: alive, columns: columns, funding: nil).findings.isEmpty)
  }

  @Test("bars that cannot be, which a check calls wrong, of those in its window")
  func impossible() throws {
    let bars = ramp(.klines, every: .hour, count: 50, plus: 1000)
    var columns = bars.columns
    columns[1][30] = 900
    let dataset = try scratch.dataset(
      "impossible", [Series(descriptor: bars.descriptor, stamps: bars.stamps, columns: columns)])
    let said = try dataset.frame(funding: nil).findings
    #expect(
      said.contains {
        $0.contains("another price of its bar (1, the first at 2025-01-02 06:00 UTC)")
          && $0.contains("See 'hindcast data check'")
      }, "\(said)")
    let before = TimeRange(from: newYear, to: newYear + .day)
    #expect(try dataset.frame(range: before, funding: nil).findings.isEmpty)
  }

  @Test("of settlements that are a column; those that are charged speak for themselves")
  func funding() throws {
    let dataset = try market()
    func spoken(_ request: FundingRequest?) throws -> [String] {
      try dataset.frame(columns: ["funding_rate"], funding: request).findings.filter { $0.contains(" funding ") }
    }
    let said = try spoken(nil)
    #expect(said.count == 1 && said[0].contains("1 scheduled settlement has no row"), "\(said)")
    #expect(try spoken(.own).isEmpty)
  }

  @Test("a price that goes to a thousand times itself, as that of a contract which counts other units")
  func units() throws {
    let bars = ramp(.klines, every: .hour, count: 50, plus: 1000)
    func said(_ factor: Double) throws -> [String] {
      let columns = bars.columns.map { column in column.indices.map { $0 < 20 ? column[$0] : column[$0] * factor } }
      let dataset = try scratch.dataset(
        "units\(factor)", [Series(descriptor: bars.descriptor, stamps: bars.stamps, columns: columns)])
      return try dataset.frame(funding: nil).findings.filter { $0.contains("other units") }
    }
    #expect(try said(1000).first?.contains("about 1000 times what it was") == true)
    #expect(try said(0.001).first?.contains("about 1/1000 of what it was") == true)
    #expect(try said(1).isEmpty && said(0.4).isEmpty && said(50).isEmpty)
  }

  @Test("a crash that happened while bars were missing, and not what a walk does in as many")
  func acrossHoles() throws {
    let bars = ramp(.klines, every: .hour, count: 336, plus: 1000)
    func said(_ drop: Double) throws -> [String] {
      let kept = bars.stamps.indices.filter { !(200...203).contains($0) }
      // Moves of a percent or so either way.
      let columns = bars.columns.map { column in
        kept.map { column[$0] * (1 + Double($0 * 7919 % 13) / 1000) * ($0 > 203 ? drop : 1) }
      }
      let dataset = try scratch.dataset(
        "hole\(drop)",
        [Series(descriptor: bars.descriptor, stamps: kept.map { bars.stamps[$0] }, columns: columns)])
      return try dataset.frame(funding: nil).findings.filter { $0.contains("such holes") }
    }
    let crash = try #require(try said(0.8).first)
    #expect(crash.contains("across 4 missing bars before 2025-01-09 12:00 UTC"), "\(crash)")
    #expect(crash.contains("(Hodrick 1B) do not"))
    #expect(try said(1).isEmpty)
  }

  @Test("a price that is known less often than the bars, with its greatest age and what to do; not on bars as wide")
  func widerPrice() throws {
    let pair = Instrument(venue: "binance", symbol: "BTCUSDT", type: .spot)
    let dataset = try scratch.dataset(
      "wide",
      [
        ramp(.klines, every: .minutes(5), count: 288, plus: 1000),
        ramp(.klines, of: pair, every: .hour, count: 24, plus: 1000), ramp(.mark, every: .hour, count: 24, plus: 1000),
        ramp(.premium, every: .hour, count: 24),
      ])
    func said(_ columns: Set<String>, every interval: Interval? = nil) throws -> [String] {
      try dataset.frame(interval: interval, columns: columns, funding: nil).findings.filter { $0.contains("wider") }
    }
    #expect(
      try said(["spot", "premium"]) == [
        "spot is of binance:BTCUSDT/spot klines 1h, wider than the bars of 5m: between its rows it is up to 55m old, "
          + "and its difference from close is mostly the price's own move since. "
          + "Read it on bars of 1h (--interval 1h), or import it by 5m."
      ])
    #expect(try said(["spot", "mark"]).count == 2)
    #expect(try said(["spot", "mark"], every: .hour).isEmpty)
    #expect(try said(["close", "premium"]).isEmpty)
    let book = try ColumnBook(dataset, instrument: "binance:BTCUSDT")
    #expect(book.widerPrice(among: ["close", "spot", "nothing"]) == .hour)
    #expect(book.widerPrice(among: ["close", "premium"]) == nil)
  }

  @Test("closes of dated futures, by each name that reads them")
  func widerCurve() throws {
    let front = Instrument(venue: "binance", symbol: "BTCUSDT_250328")
    let dataset = try scratch.dataset(
      "curve",
      [
        ramp(.klines, every: .minutes(5), count: 288, plus: 1000),
        ramp(.klines, of: front, every: .hour, count: 24, plus: 1000),
      ])
    let said = try dataset.frame(
      columns: ["front.hours_to_expiry", "front.close", "maturity_90d.close"], funding: nil
    ).findings.filter { $0.contains("wider") }
    #expect(said.map { $0.prefix { $0 != " " } } == ["front.close", "maturity_90d.close"])
  }
}
