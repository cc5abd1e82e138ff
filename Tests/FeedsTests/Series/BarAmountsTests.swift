import Feeds
import Market
import Store
import TestSupport
import Testing

/// What amounts of bars cannot be of one another, in Binance's own columns and in a table.
@Suite("Amounts of bars that are none")
struct BarAmountsTests {
  private struct Row {
    var open: Int
    let prices: String
    var volume: Double
    var value: Double
    var trades = 10
    var taken: Double
    var takenValue: Double
  }

  private static let start = 1_735_689_600_000

  private static func rows(_ change: (Int, inout Row) -> Void = { _, _ in }) -> [Row] {
    (0..<200).map { index in
      let (open, close) = (90_000 + Double(index * 7 % 13) * 40, 90_000 + Double((index + 1) * 7 % 13) * 40)
      let volume = 10 + Double(index * 37 % 101) / 8
      var row = Row(
        open: start + index * 3_600_000, prices: "\(open),\(max(open, close) + 5),\(min(open, close) - 5),\(close)",
        volume: volume, value: volume * close, taken: volume / 2, takenValue: volume * close / 2)
      change(index, &row)
      return row
    }
  }

  private func imported(_ rows: [Row], to path: String = "um_klines_1h/BTCUSDT/BTCUSDT-1h-2025-01.csv") throws
    -> [ImportReport]
  {
    let scratch = try ScratchFolder()
    let lines = rows.map { row in
      let digits = String(row.open).count > 13 ? 1000 : 1
      return "\(row.open),\(row.prices),\(row.volume),\(row.open + 3_600_000 * digits - 1),\(row.value),\(row.trades),"
        + "\(row.taken),\(row.takenValue),0\n"
    }
    let file = try scratch.write(KlineText.header + lines.joined(), to: path)
    return try Importer.importFiles([file], into: try Dataset.openForImport(at: scratch.path + "/d.sqlite"))
  }

  private func refusal(_ change: (Int, inout Row) -> Void) -> String {
    let problem = #expect(throws: Problem.self) { try imported(Self.rows(change)) }
    return problem?.what ?? ""
  }

  @Test("honest bars come in, with a bar or two that are odd")
  func honest() throws {
    #expect(try imported(Self.rows()).map(\.counts.kept) == [200])
    let odd = Self.rows { index, row in
      if index == 77 { (row.volume, row.value, row.taken, row.takenValue) = (0, 0, 0, 0) }
      if index == 90 { row.value *= 30 }
    }
    #expect(try imported(odd).map(\.counts.kept) == [200])
  }

  @Test("volume and value in each other's place are refused, in all rows and from one on")
  func exchanged() {
    for first in [0, 100] {
      let said = refusal { index, row in
        if index >= first { (row.volume, row.value, row.taken) = (row.value, row.volume, row.takenValue) }
      }
      #expect(said.hasPrefix("quote_volume is 1.2"), "\(said)")
      #expect(said.contains("of volume times the close, in 20 rows one behind the other"))
      #expect(said.hasSuffix(first == 0 ? "2025-01-01 00:00" : "2025-01-05 04:00"))
    }
  }

  @Test("contracts of a coin-margined file are worth the coins behind them, from the first row to the last")
  func contracts() throws {
    let path = "cm_klines_1h/BTCUSD_PERP-1h-2025-01.csv"
    func rows(from first: Int) -> [Row] {
      Self.rows { index, row in
        guard index < first else { return }
        let (coins, taken) = (row.volume, row.taken)
        (row.volume, row.taken) = (row.value / 100, row.takenValue / 100)
        (row.value, row.takenValue) = (coins, taken)
      }
    }
    #expect(try imported(rows(from: 200), to: path).map(\.counts.kept) == [200])
    let problem = #expect(throws: Problem.self) { try imported(rows(from: 120), to: path) }
    #expect(problem?.what.contains("of volume times the 100 USD of a contract, in 20 rows") == true)
    #expect(problem?.what.hasSuffix("2025-01-06 00:00") == true)
  }

  @Test("rows of the mark among those that were traded are refused")
  func marks() {
    let said = refusal { index, row in
      if index >= 100 { (row.volume, row.value, row.taken, row.takenValue) = (0, 0, 0, 0) }
    }
    #expect(
      said.hasPrefix("the volume is 0 and prices move within the bar, in 20 rows one behind the other"), "\(said)")
  }

  @Test("rows of spot among those of a perpetual are refused by their microseconds")
  func microseconds() {
    let said = refusal { index, row in if index >= 100 { row.open *= 1000 } }
    #expect(said.contains("has other digits than the first: rows of spot count microseconds"), "\(said)")
  }

  @Test("columns of zeros beside a volume are fillers, and not nothing")
  func fillers() {
    #expect(
      refusal { _, row in (row.taken, row.takenValue) = (0, 0) }.hasPrefix("'taker_buy_volume' is 0 in every row"))
    #expect(refusal { _, row in row.trades = 0 }.hasPrefix("'trades' is 0 in every row"))
    #expect(refusal { _, row in row.value = 0 }.hasPrefix("'quote_volume' is 0 in every row"))
  }

  @Test("takers that bought more than was traded, or a share of one, are refused in a table as well")
  func takers() throws {
    #expect(
      refusal { _, row in row.taken = row.volume * 1.4 }.hasPrefix(
        "takers bought more than was traded in 200 of 200 rows"))
    #expect(
      refusal { index, row in row.taken = 0.4 + Double(index % 20) / 100 }.hasPrefix(
        "what takers bought lies between 0 and 1 in every row"))
    func table(_ share: Double) -> String {
      "time,open,high,low,close,volume,taker_buy_volume\n"
        + Self.rows().map { "\($0.open),\($0.prices),\($0.volume),\($0.volume * share)\n" }.joined()
    }
    let hints = try ImportHints(venue: "binance")
    let problem = #expect(throws: Problem.self) {
      try ImportedTable(table(1.4), in: ScratchFolder(), hints: hints)
    }
    #expect(problem?.what.hasPrefix("takers bought more than was traded in 200 of 200 rows") == true)
    #expect(try ImportedTable(table(0.6), in: ScratchFolder(), hints: hints).titles.count == 1)
  }

  @Test("what takers bought is worth the price as well, in Binance's columns and in a table")
  func takersValue() throws {
    for first in [0, 100] {
      let said = refusal { index, row in
        if index >= first { row.takenValue = row.taken * 1.01 }
      }
      #expect(said.hasPrefix("taker_buy_quote_volume is 1.1"), "\(said)")
      #expect(said.contains("of taker_buy_volume times the close, in 20 rows one behind the other"))
    }
    func table(_ worth: (Row) -> Double) -> String {
      "time,open,high,low,close,volume,quote_volume,taker_buy_volume,taker_buy_quote_volume\n"
        + Self.rows().prefix(5).map {
          "\($0.open),\($0.prices),\($0.volume),\($0.value),\($0.taken),\(worth($0))\n"
        }.joined()
    }
    let hints = try ImportHints(venue: "binance")
    let problem = #expect(throws: Problem.self) {
      try ImportedTable(table { $0.taken * 1.01 }, in: ScratchFolder(), hints: hints)
    }
    #expect(problem?.what.contains("of 'taker_buy_volume' times the close: what takers bought is in coins") == true)
    #expect(try ImportedTable(table(\.takenValue), in: ScratchFolder(), hints: hints).titles.count == 1)
  }

  /// Bars as Deribit's interface answers for charts, a list a column.
  private static func chart(isExchanged: Bool) -> String {
    let rows = rows().prefix(24)
    func list(_ name: String, _ value: (Row) -> String) -> String {
      "\"\(name)\":[\(rows.map(value).joined(separator: ","))]"
    }
    func price(_ place: Int) -> (Row) -> String { { String($0.prices.split(separator: ",")[place]) } }
    let (volume, cost) = isExchanged ? ("cost", "volume") : ("volume", "cost")
    let lists = [
      list("ticks") { "\($0.open)" }, list("open", price(0)), list("high", price(1)), list("low", price(2)),
      list("close", price(3)), list(volume) { "\($0.volume)" }, list(cost) { "\($0.value)" },
    ]
    return "{\"jsonrpc\":\"2.0\",\"result\":{\"status\":\"ok\",\(lists.joined(separator: ","))}}"
  }

  @Test(
    "volume and cost of Deribit's charts in each other's place are refused, of contracts of either form",
    arguments: ["BTC-PERPETUAL", "BTC_USDC-PERPETUAL"])
  func charts(symbol: String) throws {
    let hints = try ImportHints(venue: "deribit", symbol: symbol)
    func read(_ isExchanged: Bool) throws -> ImportedTable {
      try ImportedTable(Self.chart(isExchanged: isExchanged), name: "chart.json", in: ScratchFolder(), hints: hints)
    }
    #expect(try read(false).titles == ["deribit:\(symbol) klines 1h"])
    let problem = #expect(throws: Problem.self) { try read(true) }
    #expect(problem?.what.hasPrefix("'cost' is 1.2") == true)
    #expect(problem?.what.contains("'deribit-chart' takes the one for the value of the other") == true)
  }

  @Test("a profile whose values are dollars by their name says nothing of prices in another currency")
  func otherMoney() throws {
    func read(_ quote: String) throws -> ImportedTable {
      let profile = """
        name: mine
        about: own rows
        match: {header: [t, o, h, l, c, v, usd_value]}
        time: {column: t}
        series:
          - {kind: klines, type: spot, venue: upbit, symbol: BTC\(quote), label: open,
             columns: {open: o, high: h, low: l, close: c, volume: v, quote_volume: usd_value}}
        """
      let text =
        "t,o,h,l,c,v,usd_value\n"
        + Self.rows().map { "\($0.open),\($0.prices),\($0.volume),\($0.value / 1400)\n" }.joined()
      return try ImportedTable(text, name: "x.csv", in: ScratchFolder(), profile: profile)
    }
    #expect(try read("KRW").reports.map(\.counts.kept) == [200])
    #expect(throws: Problem.self) { try read("USDT") }
  }

  @Test("a path that says another venue, or another symbol, is refused or told")
  func paths() throws {
    for (path, venue) in [("bybit/um_klines_1h", "bybit"), ("binance-us/um_klines_1h", "binanceus")] {
      let problem = #expect(throws: Problem.self) {
        try imported(Self.rows(), to: "\(path)/BTCUSDT-1h-2025-01.csv")
      }
      #expect(problem?.what == "the columns are those of binance ('binance-klines'), and the path says \(venue)")
    }
    let notes = try imported(Self.rows(), to: "um_klines_1h/ETHUSDT/BTCUSDT-1h-2025-01.csv").flatMap(\.notes)
    #expect(notes.contains("'ETHUSDT' says ETHUSDT, and what is in it BTCUSDT: filed as binance:BTCUSDT"), "\(notes)")
  }
}
