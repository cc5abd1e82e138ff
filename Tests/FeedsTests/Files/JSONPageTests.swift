import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

@Suite("A page that was saved by hand")
struct JSONPageTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func imported(
    _ text: String, _ name: String = "page.json", _ hints: ImportHints = .none, at now: Instant? = nil
  ) throws -> [ImportReport] {
    let file = try scratch.write(text, to: "\(UUID().uuidString)/\(name)")
    return try Importer.importFiles([file], into: scratch.dataset(UUID().uuidString), hints: hints, at: now)
  }

  private static func funding(_ rest: String) -> String {
    let rows = (0..<3).reversed().map {
      #"{"symbol":"BTCUSDT","fundingRate":"0.0001","fundingRateTimestamp":"\#(1_735_689_600_000 + 28_800_000 * $0)"}"#
    }
    return #"{"retCode":0,"result":{"category":"linear","list":[\#(rows.joined(separator: ","))]\#(rest)},"time":1}"#
  }

  private static let bars =
    #"{"retCode":0,"result":{"symbol":"BTCUSDT","category":"linear","list":[["1735696800000","100","102","99","101","12","1212"],["1735693200000","100","102","99","101","12","1212"],["1735689600000","100","102","99","101","12","1212"]]},"time":1}"#

  @Test(
    "an answer that says that more follows is one page of several",
    arguments: [
      (#","nextPageCursor":"abc""#, true), (#","nextPageCursor": """#, false), (#","has_more":true"#, true),
      (#","has_more":false"#, false), (#","next_page_token":"x","next_page_url":"y""#, true), ("", false),
    ])
  func follows(rest: String, isSaid: Bool) throws {
    let notes = try imported(Self.funding(rest)).flatMap(\.notes)
    #expect(notes.contains { $0.hasSuffix("more follows: this is one page of several") } == isSaid, "\(notes)")
  }

  @Test(
    "a flag around the rows is the answer's own and leaves out no row, which is said",
    arguments: [#""complete":false"#, #""status":"partial""#, #""final":false"#, #""is_closed":0"#])
  func answerFlags(flag: String) throws {
    let rows = (0..<5).map {
      #"{"time":\#(1_735_689_600_000 + 3_600_000 * $0),"open":1,"high":3,"low":1,"close":2,"volume":4}"#
    }
    let lists = (0..<5).map { "[\(1_735_689_600_000 + 3_600_000 * $0),1,3,0.5,2,4]" }
    func answer(_ rows: some Sequence<String>, _ flag: String) -> String {
      "{\(flag),\"data\":[\(rows.joined(separator: ","))]}"
    }
    let whole = #""complete":true"#
    let pages = [answer(rows[3...], whole), answer(rows[..<3], flag)]
    for text in [
      answer(rows, flag), answer(lists, flag), pages.joined(separator: "\n"), "[\(pages.joined(separator: ","))]",
    ] {
      let reports = try imported(text, "BTCUSDT.json", ImportHints(venue: "x", kind: .klines))
      #expect(reports.map(\.counts.kept) == [5], "\(text)")
      #expect(
        reports.flatMap(\.notes).contains { $0.contains("around its rows, which is taken as said of the answer") })
    }
    // Around one row it is said of that row.
    let single = [answer(rows[..<1], whole), answer(rows[1..<2], whole), answer(rows[2..<3], #""complete":false"#)]
    let one = try imported(single.joined(separator: "\n"), "BTCUSDT.json", ImportHints(venue: "x", kind: .klines))
    #expect(one.map(\.counts.kept) == [2])
  }

  @Test("rows without names are of the symbol that stands around them")
  func symbolAround() throws {
    let reports = try imported(Self.bars, "page.json", hints(venue: "bybit"))
    #expect(reports.first?.series?.title == "bybit:BTCUSDT klines 1h")
    for other in ["ETHUSDT", "BTCUSD"] {
      let problem = #expect(throws: Problem.self) {
        try imported(Self.bars, "page.json", hints(venue: "bybit", symbol: other))
      }
      #expect(problem?.what == "the answer says 'BTCUSDT', and --symbol says \(other), which is another instrument")
    }
    #expect(try imported(Self.bars, "page.json", hints(venue: "bybit", symbol: "BTC-USDT")).count == 1)
  }

  private func hints(venue: String, symbol: String? = nil) throws -> ImportHints {
    try ImportHints(
      venue: venue, symbol: symbol, kind: .klines,
      table: flags(columns: ["time": "1", "open": "2", "high": "3", "low": "4", "close": "5"]))
  }

  @Test("settlements that have not happened are refused, with the first of them")
  func ahead() throws {
    let now = Instant(milliseconds: 1_735_689_600_000 + 28_800_000 + 60_000)
    let problem = #expect(throws: Problem.self) { try imported(Self.funding(""), at: now) }
    #expect(
      problem?.what
        == "a row of bybit:BTCUSDT funding 8h is of 2025-01-01 16:00, and it is 2025-01-01 08:01 by this machine's clock: it "
        + "cannot have happened yet; it is the only such row")
    #expect(try imported(Self.funding(""), at: now + .hours(7)).count == 1)
  }

  @Test(
    "a month or a day in a file's name is no width of bars",
    arguments: ["2025-10.csv", "2025-09-10.csv", "BTCUSDT-2025-10.csv"])
  func months(name: String) throws {
    let bars =
      "symbol,time,open,high,low,close,volume\n"
      + (0..<3).map { "BTCUSDT,\(1_735_689_600 + 3600 * $0),100,102,99,101,12\n" }.joined()
    let notes = try imported(bars, name, ImportHints(venue: "x")).flatMap(\.notes)
    #expect(!notes.contains { $0.contains("the name or the folder says") }, "\(notes)")
  }

  @Test("open interest of zero between rows that have some is said")
  func zeros() throws {
    func notes(_ values: [Int]) throws -> [String] {
      let rows = values.enumerated().map { "BTCUSDT,\(1_735_689_600 + 3600 * $0.offset),\($0.element)\n" }
      return try imported(
        "symbol,time,open_interest\n" + rows.joined(), "oi.csv", ImportHints(venue: "x", kind: .openInterest)
      ).flatMap(\.notes)
    }
    let said = "open_interest is zero in 2 rows between others, first at 2025-01-01 02:00"
    #expect(try notes([0, 80, 0, 0, 81, 82]).contains { $0.hasPrefix(said) })
    #expect(try !notes([0, 0, 80, 81, 82, 83]).contains { $0.contains("is zero in") })
  }

  @Test("of many files one may say nothing, and one by itself may not")
  func silent() throws {
    let head =
      "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio\n"
    func day(_ date: String, _ value: String) throws -> String {
      let rows = (0..<3).map { "\(date) 0\($0):00:00,BTCUSDT\([String](repeating: ",\(value)", count: 6).joined())\n" }
      return try scratch.write(head + rows.joined(), to: "days/BTCUSDT-metrics-\(date).csv")
    }
    let (full, empty) = (try day("2025-01-01", "1.5"), try day("2025-01-02", "0"))
    let reports = try Importer.importFiles([full, empty], into: scratch.dataset("both"))
    #expect(reports.contains { $0.file == empty && $0.outcome != .imported }, "\(reports.map(\.outcome))")
    #expect(reports.contains { $0.file == full && $0.counts.kept == 3 })
    #expect(throws: Problem.self) { try Importer.importFiles([empty], into: scratch.dataset("one")) }
  }

  // MARK: Several answers in a file

  /// Answers of so many settlements each, the newest first within an answer.
  private static func bybit(_ pages: [ClosedRange<Int>]) -> [String] {
    pages.map { page in
      let rows = page.reversed().map {
        #"{"symbol":"BTCUSDT","fundingRate":"0.000\#($0 + 1)","fundingRateTimestamp":"\#(1_735_689_600_000 + 28_800_000 * $0)"}"#
      }
      return
        #"{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[\#(rows.joined(separator: ","))]},"time":1706745600000}"#
    }
  }

  @Test(
    "are put together, a line each or in a list, whichever of them was asked for first",
    arguments: [[0...2, 3...5, 6...8], [6...8, 3...5, 0...2], [0...3, 3...5, 5...8], [3...5, 0...2, 6...8]])
  func several(pages: [ClosedRange<Int>]) throws {
    let answers = Self.bybit(pages)
    for (text, name) in [
      (answers.joined(separator: "\n") + "\n", "b.jsonl"), ("[\(answers.joined(separator: ","))]", "b.json"),
    ] {
      let table = try ImportedTable(text, name: name, in: ScratchFolder())
      #expect(table.titles == ["bybit:BTCUSDT funding 8h"])
      #expect(try table.column("funding_rate") == (1...9).map { Double("0.000\($0)") ?? .nan })
    }
  }

  @Test("so are those of which one lists the newest row first and another the oldest")
  func mixed() throws {
    let rows = (3...5).map {
      #"{"symbol":"BTCUSDT","fundingRate":"0.000\#($0 + 1)","fundingRateTimestamp":"\#(1_735_689_600_000 + 28_800_000 * $0)"}"#
    }
    let oldestFirst =
      #"{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[\#(rows.joined(separator: ","))]},"time":1706745600000}"#
    let answers = [Self.bybit([6...8])[0], oldestFirst, Self.bybit([0...3])[0]]
    let table = try ImportedTable(answers.joined(separator: "\n"), name: "b.jsonl", in: ScratchFolder())
    #expect(try table.column("funding_rate") == (1...9).map { Double("0.000\($0)") ?? .nan })
  }

  @Test("so are those whose times have a name of their own")
  func dydx() throws {
    let pages = [3...5, 0...2].map { page in
      let rows = page.reversed().map {
        #"{"ticker":"BTC-USD","rate":"0.000\#($0 + 1)","price":"42000.1","effectiveAtHeight":"1","effectiveAt":"2024-01-04T1\#($0):00:00.013Z"}"#
      }
      return #"{"historicalFunding":[\#(rows.joined(separator: ","))]}"#
    }
    let table = try ImportedTable(pages.joined(separator: "\n"), name: "d.jsonl", in: ScratchFolder())
    #expect(table.titles == ["dydx:BTC-USD funding 1h"])
    #expect(try table.column("funding_rate").count == 6)
  }

  @Test(
    "what an interface that is asked again and again tells once more is counted as told before",
    arguments: [[0...4, 1...5, 2...8], [0...8, 2...4], [0...8, 0...8], [4...8, 2...6, 0...4]])
  func polled(pages: [ClosedRange<Int>]) throws {
    let answers = Self.bybit(pages)
    let table = try ImportedTable(answers.joined(separator: "\n"), name: "b.jsonl", in: ScratchFolder())
    #expect(try table.column("funding_rate") == (1...9).map { Double("0.000\($0)") ?? .nan })
    #expect(table.reports.first?.counts.duplicate == pages.reduce(0) { $0 + $1.count } - 9)
    let other = answers.dropLast() + [(answers.last ?? "").replacing("0.0004", with: "0.0044")]
    #expect(throws: Problem.self) {
      try ImportedTable(other.joined(separator: "\n"), name: "b.jsonl", in: ScratchFolder())
    }
  }

  @Test("answers that lie within each other and agree are one series, and one that says another rate is refused")
  func entangled() throws {
    let answers = Self.bybit([0...8, 2...4])
    let table = try ImportedTable(answers.joined(separator: "\n"), name: "b.jsonl", in: ScratchFolder())
    #expect(try table.column("funding_rate").count == 9)
    let other = answers[1].replacing("0.0004", with: "0.0007")
    let problem = #expect(throws: Problem.self) {
      try ImportedTable("\(answers[0])\n\(other)", name: "b.jsonl", in: ScratchFolder())
    }
    #expect(problem?.what.contains("has other values than the first") == true)
  }

  @Test("a profile says where in each of them its rows are")
  func profiled() throws {
    let profile = """
      name: mine
      about: answers of my own
      match: {header: [at, rate]}
      rows: result.items
      time: {column: at, unit: ms}
      series:
        - {kind: external, venue: mine, symbol: BTCUSDT, label: instant, interval: 1h, columns: {my_rate: rate}}
      """
    let pages = [2...3, 0...1].map { page in
      let rows = page.map { #"{"at":\#(1_735_689_600_000 + 3_600_000 * $0),"rate":\#($0)}"# }
      return #"{"other":[{"x":1}],"result":{"items":[\#(rows.joined(separator: ","))]}}"#
    }
    for text in [pages.joined(separator: "\n"), "[\(pages.joined(separator: ","))]"] {
      let table = try ImportedTable(text, name: "mine.json", in: ScratchFolder(), profile: profile)
      #expect(try table.column("my_rate") == [0, 1, 2, 3])
    }
  }
}
