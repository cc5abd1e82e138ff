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

  @Test("is none of the times that stand within rows, of one page of several, or have another name")
  func others() throws {
    let rows = Self.objects.replacing(#""v":"#, with: "\"time\":\(Self.within),\"v\":")
    #expect(try bars("{\"klines\":[\(rows)]}", "binance").stamps.count == Self.count)
    let named = "{\"nextFundingTime\":\(Self.within),\"klines\":[\(Self.objects)]}"
    #expect(try bars(named, "binance").stamps.count == Self.count)
    let pages = [0..<2, 2..<5].map { rows in
      #"{"retCode":0,"result":{"category":"linear","symbol":"BTCUSDT","list":[\#(Self.list(rows))]},"time":\#(Self.within)}"#
    }.joined(separator: "\n")
    #expect(try bars(pages, "bybit").stamps.count == Self.count)
  }

  @Test("takes nothing more where the user says that the last bar is to be dropped")
  func dropped() throws {
    let hints = try ImportHints(venue: "bybit", symbol: "BTCUSDT", table: flags(dropsLast: true))
    let table = try imported(Self.answers[0].text(Self.within), name: "page.json", hints)
    #expect(try table.stamps.count == Self.count - 1)
  }
}
