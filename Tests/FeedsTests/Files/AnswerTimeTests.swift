import Feeds
import Market
import TestSupport
import Testing

/// Interfaces list the bar that is still open, and say around the rows when they answered. Shapes are those of the venues'
/// answers; values are invented.
@Suite("The time of an answer")
struct AnswerTimeTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Bars of an hour from 2025-01-01 00:00; the last opens at 04:00.
  private static let start = 1_735_689_600_000
  private static let count = 5
  private static func open(_ row: Int) -> Int { start + row * 3_600_000 }
  /// 04:30.
  private static let within = open(4) + 1_800_000

  private static func list(_ rows: Range<Int>) -> String {
    rows.map { row in
      #"["\#(open(row))","100","103","99","101","\#(12 + row)","\#(1212 + 101 * row)"]"#
    }.joined(separator: ",")
  }
  private static let lists = list(0..<count)
  private static let objects = (0..<count).map { row in
    #"{"t":\#(open(row)),"o":"100","h":"103","l":"99","c":"101","v":"\#(12 + row)"}"#
  }.joined(separator: ",")
  private static let dydx = (0..<count).map { row in
    #"{"startedAt":"2025-01-01T0\#(row):00:00.000Z","ticker":"BTC-USD","resolution":"1HOUR","low":"99","high":"103","#
      + #""open":"100","close":"101","baseTokenVolume":"\#(12 + row)","usdVolume":"\#(1212 + 101 * row)","trades":7,"#
      + #""startingOpenInterest":"38\#(row)"}"#
  }.joined(separator: ",")

  private static func column(_ value: (Int) -> Int) -> String {
    "[\((0..<count).map { "\(value($0))" }.joined(separator: ","))]"
  }
  private static let chart =
    #"{"ticks":\#(column(open)),"open":\#(column { _ in 100 }),"high":\#(column { _ in 103 }),"low":\#(column { _ in 99 }),"#
    + #""close":\#(column { _ in 101 }),"volume":\#(column { 12 + $0 }),"cost":\#(column { 1212 + 101 * $0 }),"status":"ok"}"#

  /// - Parameter text: of an answer that was given then.
  private func bars(_ text: String, _ venue: String, _ symbol: String = "BTCUSDT") throws -> ImportedTable {
    try ImportedTable(text, name: "page.json", in: ScratchFolder(), hints: ImportHints(venue: venue, symbol: symbol))
  }

  /// By venue: what it answers at that time, in milliseconds.
  private static let answers: [(venue: String, symbol: String, text: @Sendable (Int) -> String)] = [
    (
      "bybit", "BTCUSDT",
      { #"{"retCode":0,"result":{"category":"linear","symbol":"BTCUSDT","list":[\#(lists)]},"time":\#($0)}"# }
    ),
    ("bitget", "BTCUSDT", { #"{"code":"00000","msg":"success","requestTime":\#($0),"data":[\#(lists)]}"# }),
    ("binance", "BTCUSDT", { #"{"serverTime":\#($0),"symbol":"BTCUSDT","klines":[\#(objects)]}"# }),
    (
      "deribit", "BTC_USDC-PERPETUAL",
      { #"{"jsonrpc":"2.0","result":\#(chart),"usIn":\#($0)000,"usOut":\#($0)500,"usDiff":500}"# }
    ),
    (
      "dydx", "BTC-USD",
      { #"{"status":"success","isoTimestamp":"\#(Instant(milliseconds: Int64($0)))","result":{"candles":[\#(dydx)]}}"# }
    ),
  ]

  @Test("leaves out the last bar where it was made within it, and says by what", arguments: 0..<5)
  func within(answer: Int) throws {
    let (venue, symbol, text) = Self.answers[answer]
    let table = try bars(text(Self.within), venue, symbol)
    let stamps = try table.stamps
    #expect(stamps.count == Self.count - 1 && stamps.last == "2025-01-01T03:00:00Z", "\(venue)")
    let notes = table.reports.flatMap(\.notes)
    #expect(
      notes.contains {
        $0.hasPrefix(
          "the last bar, stamped 2025-01-01 04:00, is left out: it was open when the file was saved (the answer says '")
          && $0.hasSuffix("' 2025-01-01 04:30)")
      }, "\(venue): \(notes)")
    #expect(!notes.contains { $0.hasPrefix("not read:") && $0.contains("Time") })
  }

  @Test("keeps all bars where it was made when the last was over, or is no time of this answer", arguments: 0..<5)
  func over(answer: Int) throws {
    let (venue, symbol, text) = Self.answers[answer]
    // When the last bar ended, months later, when it opened, and before all of them.
    for at in [Self.open(5), Self.open(5000), Self.open(4), Self.open(-3)] {
      #expect(try bars(text(at), venue, symbol).stamps.count == Self.count, "\(venue) \(at)")
    }
  }

  @Test("is none of the times that stand within rows or have another name")
  func others() throws {
    let rows = Self.objects.replacing(#""v":"#, with: "\"time\":\(Self.within),\"v\":")
    #expect(try bars("{\"klines\":[\(rows)]}", "binance").stamps.count == Self.count)
    let named = "{\"nextFundingTime\":\(Self.within),\"klines\":[\(Self.objects)]}"
    #expect(try bars(named, "binance").stamps.count == Self.count)
  }

  @Test(
    "is that of its own answer where a file has several: the bar that was open is left out, or taken from a later one")
  func polls() throws {
    func answer(_ rows: Range<Int>, at time: Int, last: String = "101") -> String {
      let list = Self.list(rows).replacing(
        "\"101\",\"\(12 + rows.upperBound - 1)\"", with: "\"\(last)\",\"\(12 + rows.upperBound - 1)\"")
      return #"{"retCode":0,"result":{"category":"linear","symbol":"BTCUSDT","list":[\#(list)]},"time":\#(time)}"#
    }
    let half = 1_800_000
    let alone = [answer(0..<2, at: Self.open(2)), answer(2..<5, at: Self.within)].joined(separator: "\n")
    #expect(try bars(alone, "bybit").stamps.count == Self.count - 1)
    // The third bar closes elsewhere in the answer that was made within it.
    let polls = [answer(0..<3, at: Self.open(2) + half, last: "100.5"), answer(1..<5, at: Self.open(5))]
    for order in [polls, polls.reversed()] {
      let table = try bars(order.joined(separator: "\n"), "bybit")
      #expect(try table.column("close") == [101, 101, 101, 101, 101])
    }
    let gap = [polls[0], answer(3..<5, at: Self.open(5))].joined(separator: "\n")
    #expect(try bars(gap, "bybit").stamps.count == Self.count - 1)
  }

  @Test("is not needed where a bar is the last of one answer and has others behind it in another")
  func untimed() throws {
    func answer(_ rows: Range<Int>, close: Double = 101, volume: Int? = nil) -> String {
      let usual = 12 + rows.upperBound - 1
      let list = Self.list(rows).replacing(
        "\"101\",\"\(usual)\",\"\(usual * 101)\"",
        with: "\"\(close)\",\"\(volume ?? usual)\",\"\(Double(volume ?? usual) * close)\"")
      return #"{"retCode":0,"result":{"category":"linear","symbol":"BTCUSDT","list":[\#(list)]}}"#
    }
    let open = answer(0..<3, close: 100.5, volume: 4)
    for order in [[open, answer(1..<5)], [answer(1..<5), open]] {
      #expect(try bars(order.joined(separator: "\n"), "bybit").column("close") == [101, 101, 101, 101, 101])
    }
    // A bar that had traded more while it was open than when it was over is none that can be told.
    let more = [answer(0..<3, close: 100.5, volume: 40), answer(1..<5)].joined(separator: "\n")
    #expect(throws: Problem.self) { try bars(more, "bybit") }
  }

  @Test("is not needed of Binance's own lists either, in whichever order answers stand")
  func binance() throws {
    func answer(_ rows: Range<Int>, isOpen: Bool = false) -> String {
      let lists = rows.map { row in
        let last = isOpen && row == rows.upperBound - 1
        let (volume, value) = last ? ("4", "404") : ("\(12 + row)", "\(1212 + 101 * row)")
        return
          #"[\#(Self.open(row)),"100","103","99","\#(last ? "100.5" : "101")","\#(volume)",\#(Self.open(row + 1) - 1),"#
          + #""\#(value)",7,"2","202","0"]"#
      }
      return "[\(lists.joined(separator: ","))]"
    }
    for answers in [[answer(0..<3, isOpen: true), answer(2..<5)], [answer(2..<5), answer(0..<3, isOpen: true)]] {
      let table = try ImportedTable(
        answers.joined(separator: "\n"), name: "BTCUSDT-1h.jsonl", in: ScratchFolder(),
        hints: ImportHints(kind: .klines))
      #expect(table.titles == ["binance:BTCUSDT klines 1h"])
      #expect(try table.column("close") == [101, 101, 101, 101, 101])
      #expect(try table.column("volume") == [12, 13, 14, 15, 16])
    }
  }

  @Test("takes nothing more where the user says that the last bar is to be dropped")
  func dropped() throws {
    let hints = try ImportHints(venue: "bybit", symbol: "BTCUSDT", table: flags(dropsLast: true))
    let table = try imported(Self.answers[0].text(Self.within), name: "page.json", hints)
    #expect(try table.stamps.count == Self.count - 1)
  }
}
