import Feeds
import Market
import Store
import TestSupport
import Testing

/// Trades and forced orders that one file has more than once. A venue's id says which rows are one event; without one, equal
/// rows of one millisecond are events of their own, and only a stretch that is there as a whole twice is not.
@Suite("Events that a file has twice")
struct RepeatedEventsTests {
  private static let start = 1_735_689_600_000

  private func imported(
    _ lines: [String], _ name: String, _ hints: ImportHints = .none, badRows: BadRows = .refuse
  ) throws -> [ImportReport] {
    let scratch = try ScratchFolder()
    let path = try scratch.write(lines.joined(separator: "\n") + "\n", to: name)
    let dataset = try Dataset.openForImport(at: scratch.path + "/events.sqlite")
    return try Importer.importFiles([path], into: dataset, hints: hints, badRows: badRows)
  }

  private func counts(_ lines: [String], _ name: String, _ hints: ImportHints = .none) throws -> [MergeCounts] {
    try imported(lines, name, hints).map(\.counts)
  }

  /// Every row twice, one behind the other.
  private func doubled(_ rows: [String]) -> [String] { rows.flatMap { [$0, $0] } }

  private static let tardis = "exchange,symbol,timestamp,local_timestamp,id,side,price,amount"

  /// - Parameter id: nil where the venue says none.
  private static func tardisRow(_ row: Int, _ id: String?, price: String = "42000.5", venue: String = "bitmex")
    -> String
  {
    let at = "\(start + row * 700)000"
    let symbol = venue == "bitmex" ? "XBTUSD" : "BTCUSDT"
    return "\(venue),\(symbol),\(at),\(at),\(id ?? ""),\(row % 2 == 0 ? "buy" : "sell"),\(price),\(100 + row)"
  }

  @Test("rows of one id are one trade, one behind the other, as a file behind itself and where stretches overlap")
  func vendor() throws {
    let rows = (0..<40).map { Self.tardisRow($0, "b46c84da-6942-b404-ab94-18a9ad49\(1000 + $0)") }
    let twice = [MergeCounts(kept: 40, duplicate: 40)]
    for name in ["bitmex_trades.csv", "bitmex_liquidations_2025-01-01_XBTUSD.csv"] {
      #expect(try counts([Self.tardis] + rows, name) == [MergeCounts(kept: 40)])
      #expect(try counts([Self.tardis] + doubled(rows), name) == twice)
      #expect(try counts([Self.tardis] + rows + rows, name) == twice)
      #expect(try counts([Self.tardis] + rows + rows.suffix(7), name) == [MergeCounts(kept: 40, duplicate: 7)])
    }
  }

  @Test("ids keep all of their digits, beyond 2^53 too", arguments: ["bitmex_trades.csv", "bitmex_trades.jsonl"])
  func largeIDs(name: String) throws {
    let at = "\(Self.start)000"
    let ids = ["9007199254740992", "9007199254740993", "9007199254740993", "18446744073709551615"]
    let rows =
      name.hasSuffix("csv")
      ? [Self.tardis] + ids.map { "bitmex,XBTUSD,\(at),\(at),\($0),buy,42000.5,100" }
      : ids.map {
        #"{"exchange":"bitmex","symbol":"XBTUSD","timestamp":\#(at),"local_timestamp":\#(at),"id":\#($0),"#
          + #""side":"buy","price":42000.5,"amount":100}"#
      }
    #expect(try counts(rows, name) == [MergeCounts(kept: 3, duplicate: 1)])
  }

  @Test(
    "an id that a spreadsheet or a program has rounded tells no event from another, and is refused at its line",
    arguments: ["9.0072E+15", "9.007199254740992e+15", "1e+16", "9007199254740992.0"])
  func roundedIDs(id: String) throws {
    let rows = [Self.tardis, Self.tardisRow(0, "7"), Self.tardisRow(1, id)]
    let refused = #expect(throws: Problem.self) { try imported(rows, "bitmex_trades.csv") }
    #expect(refused?.what.contains("has lost the last digits of an id") == true)
    #expect(refused?.place.line == 3)
    for honest in ["9007199254740991.0", "9e15a7", "b46c84da-6942-b404-ab94-18a9ad491000", "12e4"] {
      let own = [Self.tardis, Self.tardisRow(0, "7"), Self.tardisRow(1, honest)]
      #expect(try counts(own, "bitmex_trades.csv") == [MergeCounts(kept: 2)])
    }
  }

  @Test("equal trades of one millisecond with ids of their own are as many trades, and so are those of no id")
  func honest() throws {
    let at = "\(Self.start)000,\(Self.start)000"
    func row(_ id: String) -> String { "bitmex,XBTUSD,\(at),\(id),buy,42000.5,100" }
    let nothing = "00000000-0000-0000-0000-000000000000"
    let rows = [row("a1"), row("a2"), row("a2"), row(""), row(""), row(nothing), row(nothing)]
    #expect(try counts([Self.tardis] + rows, "bitmex_trades.csv") == [MergeCounts(kept: 6, duplicate: 1)])
    // An id that a venue uses again at another time is another event's.
    let used = [Self.tardisRow(1, "a"), Self.tardisRow(1, "b"), Self.tardisRow(2, nil), Self.tardisRow(2, "a")]
    #expect(try counts([Self.tardis] + used, "bitmex_trades.csv") == [MergeCounts(kept: 4)])
    // A column that says one thing everywhere numbers nothing.
    let constant = (0..<4).map { Self.tardisRow($0 / 2, "0", price: "4200\($0)") }
    #expect(try counts([Self.tardis] + constant, "bitmex_trades.csv") == [MergeCounts(kept: 4)])
  }

  @Test("equal trades whose numbers differ in their last digits alone are as many trades, and one number is one trade")
  func longNumbers() throws {
    let header = "id,price,qty,quote_qty,time,is_buyer_maker"
    let rows = (0..<350).map { row in
      "\(2_290_000_000_123_456_789 + row),42000.0,0.5,21000.00,\(Self.start + row / 7 * 1000),true"
    }
    let name = "BTCUSDT-trades-2025-01-01.csv"
    #expect(try counts([header] + rows, name, ImportHints(venue: "binance")) == [MergeCounts(kept: 350)])
    #expect(
      try counts([header] + doubled(rows), name, ImportHints(venue: "binance"))
        == [MergeCounts(kept: 350, duplicate: 350)])
  }

  @Test("a row that says something else of an event than one before it cannot be used")
  func other() throws {
    let rows = [Self.tardisRow(1, "a"), Self.tardisRow(1, "a", price: "43000"), Self.tardisRow(2, "b")]
    let problem = #expect(throws: Problem.self) { try imported([Self.tardis] + rows, "bitmex_trades.csv") }
    #expect(problem?.place.line == 3)
    #expect(problem?.what.contains("has the id of the event in line 2") == true)
    let left = try imported([Self.tardis] + rows, "bitmex_trades.csv", badRows: .skip)
    #expect(left.map(\.counts.kept) == [2] && left.map(\.rejected.count) == [1])
  }

  @Test("the numbers of Binance's archive and the matches of Bybit's are such ids")
  func archives() throws {
    let numbered = (0..<30).map { "\($0 + 7),42000.5,0.1,1,1,\(Self.start + $0 * 500),\($0 % 2 == 0)" }
    let twice = [MergeCounts(kept: 30, duplicate: 30)]
    let binance = ["agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker"]
    #expect(try counts(binance + doubled(numbered), "BTCUSDT-aggTrades-2025-01-01.csv") == twice)
    let singles = (0..<30).map { "\($0 + 7),42000.5,0.1,4200.05,\(Self.start + $0 * 500),\($0 % 2 == 0)" }
    let trades = ["id,price,qty,quote_qty,time,is_buyer_maker"]
    #expect(try counts(trades + doubled(singles), "BTCUSDT-trades-2025-01-01.csv") == twice)
    let matched = (0..<30).map { row in
      "17356896\(10 + row).1250,BTCUSDT,Buy,0.1,42000.5,PlusTick,m\(row),1,0.1,4200.05"
    }
    let bybit = ["timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional"]
    #expect(try counts(bybit + doubled(matched), "BTCUSDT2025-01-01.csv") == twice)
    #expect(try counts(bybit + matched + matched, "BTCUSDT2025-01-01.csv") == twice)
  }

  @Test("of a file that is read in pieces an event that stands on both sides of a border is one")
  func pieces() throws {
    let rows = (0..<700).map { Self.tardisRow($0, "b46c84da-6942-b404-ab94-18a9ad49\(1000 + $0)") }
    let counted = try TextSizes.$current.withValue(TextSizes(all: 8 << 10)) {
      try counts([Self.tardis] + doubled(rows), "bitmex_trades.csv")
    }
    #expect(counted == [MergeCounts(kept: 700, duplicate: 700)])
  }

  @Test("a socket that sends a trade again, or is heard twice, has told of one")
  func sockets() throws {
    func trade(_ row: Int, receipt: Int) -> String {
      let at = Self.start + row * 900
      return
        #"\#(at + receipt): {"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":\#(at),"data":[{"T":\#(at),"s":"BTCUSDT","#
        + #""S":"Buy","v":"0.1","p":"95000","i":"m\#(row)"}]}"#
    }
    func forced(_ row: Int) -> String {
      let at = Self.start + row * 900
      return
        #"{"e":"forceOrder","E":\#(at),"o":{"s":"BTCUSDT","S":"SELL","q":"2","p":"1","ap":"94000","z":"1.5","T":\#(at)}}"#
    }
    let again = (0..<10).flatMap { [trade($0, receipt: 20), trade($0, receipt: 35)] }
    #expect(try counts(again, "socket.txt") == [MergeCounts(kept: 10, duplicate: 10)])
    #expect(try counts(doubled((0..<10).map(forced)), "w.jsonl") == [MergeCounts(kept: 10, duplicate: 10)])
    let other = [trade(1, receipt: 20), trade(1, receipt: 35).replacing("95000", with: "95100")]
    let problem = #expect(throws: Problem.self) { try counts(other, "socket.txt") }
    #expect(problem?.what.contains("one id is one event") == true)
  }

  @Test("without ids a few equal rows stay, and a stretch that is there twice as a whole is refused")
  func stretch() throws {
    let name = "binance-futures_liquidations_2025-01-01_BTCUSDT.csv"
    let rows = (0..<60).map { Self.tardisRow($0, nil, venue: "binance-futures") }
    #expect(try counts([Self.tardis] + rows + doubled(Array(rows.prefix(4))), name) == [MergeCounts(kept: 68)])
    let refused = [
      doubled(rows), rows + rows, rows + rows.suffix(25), doubled(Array(rows.prefix(5))), rows + rows + rows,
    ]
    for lines in refused {
      let problem = #expect(throws: Problem.self) { try counts([Self.tardis] + lines, name) }
      #expect(problem?.what.contains("times, at") == true, "\(problem?.what ?? "taken")")
    }
    let pieces = #expect(throws: Problem.self) {
      try TextSizes.$current.withValue(TextSizes(all: 2 << 10)) { try counts([Self.tardis] + doubled(rows), name) }
    }
    #expect(pieces?.what.contains("every row stands 2 times, at 20 stamps in a row") == true)
  }
}
