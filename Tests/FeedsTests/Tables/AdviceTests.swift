import Feeds
import Market
import TestSupport
import Testing

/// What a refusal says to do is done here, word by word, and has to be enough.
@Suite("Advice that is followed")
struct AdviceTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func bars(_ names: String, from: Int = 1_735_689_600, _ amounts: (Int) -> String) -> String {
    "time,open,high,low,close,\(names)\n"
      + (0..<4).map { "\(from + 3600 * $0),95000,96000,94000,95100,\(amounts($0))\n" }.joined()
  }

  @Test("a column whose name has blanks is named between quotes")
  func quotes() throws {
    let text = bars("Amount,Base Volume") { "\(2 + $0),\(2000 + 1000 * $0)" }
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT")
    #expect(
      problem(text, name: "x.csv", hints)?.remedy
        == "say --columns volume=Amount --unit volume=coin where that counts coins, or --columns 'volume=Base Volume' with "
        + "--unit volume=coin or contracts")
    let said = try ImportHints(
      venue: "binance", symbol: "BTCUSDT", table: flags(columns: ["volume": "Base Volume"], units: "volume=coin"))
    #expect(try imported(text, name: "x.csv", said).column("volume") == [2000, 3000, 4000, 5000])
  }

  @Test(
    "a future that says no day is shown a symbol of its own venue",
    arguments: [
      ("okx", "BTC-USDT_quarter.csv", "BTC-USDT-240927"), ("binance", "BTCUSDT_quarter.csv", "BTCUSDT_240927"),
      ("bybit", "BTCUSDT_quarter.csv", "BTCUSDT-27SEP24"),
    ])
  func dated(venue: String, name: String, symbol: String) throws {
    let text = bars("volume", from: 1_720_688_400) { "\(5 + $0)" }
    let asked = problem(text, name: name, try ImportHints(venue: venue))
    #expect(asked?.remedy?.hasPrefix("say its symbol, as --symbol \(symbol); ") == true, "\(asked?.remedy ?? "")")
    let said = try ImportHints(venue: venue, symbol: symbol, table: flags(units: "volume=coin"))
    #expect(try imported(text, name: name, said).titles == ["\(venue):\(symbol) klines 1h"])
  }

  @Test("what takers bought in the currency of the price is a value")
  func takers() throws {
    let text = "time,bought_volume,sold_volume\n1735689600,100,200\n1735693200,300,400\n"
    let kind = try FileKind(named: "taker_flow")
    let said = try ImportHints(
      venue: "binance", symbol: "BTCUSDT", kind: kind,
      table: flags(units: "bought_volume=quote,sold_volume=quote"))
    let table = try imported(text, name: "x.csv", said)
    #expect(try table.column("bought_value") == [100, 300])
    #expect(try table.column("bought_volume").isEmpty)
  }

  @Test("contracts of an inverse pair are asked about in trades by what a profile can say, which flags cannot")
  func events() throws {
    let profile = """
      name: own-trades
      about: trades
      match: {header: [t, s, p, q, side]}
      time: {column: t, unit: ms}
      series:
        - kind: trades
          venue: bybit
          symbol: "{s}"
          columns:
            trade_price: p
            taker_bought: {from: q, where: {side: buy}, zero: {side: sell}}
            taker_sold: {from: q, where: {side: sell}, zero: {side: buy}}

      """
    let text = "t,s,p,q,side\n1735689600000,BTCUSD,95000,100,buy\n1735689601000,BTCUSD,95001,200,sell\n"
    let refused = #expect(throws: Problem.self) { try imported(text, name: "x.csv", profile: profile) }
    #expect(
      refused?.remedy?.hasPrefix("say 'inverse: contracts' or 'inverse: coins' in a profile of your own") == true,
      "\(refused?.remedy ?? "")")
    let said = profile.replacing("venue: bybit", with: "venue: bybit\n    inverse: contracts")
    #expect(try imported(text, name: "x.csv", profile: said).titles == ["bybit:BTCUSD trades irregular"])
  }

  @Test("lines that end in CR alone are refused with what converts them, which is then enough")
  func returns() throws {
    let text = bars("volume") { "\(5 + $0)" }
    let asked = try problem(text.replacing("\n", with: "\r"), ImportHints(venue: "binance"))
    #expect(asked?.remedy?.hasPrefix("tr '\\r' '\\n' < '") == true, "\(asked?.remedy ?? "")")
    #expect(try imported(text, ImportHints(venue: "binance")).column("volume") == [5, 6, 7, 8])
  }

  @Test("a title in the first cell of a row that is empty else is passed over, and said")
  func titleCell() throws {
    let text = "Bitcoin by the hour,,,,,\n,,,,,\n" + bars("volume") { "\(5 + $0)" }
    let table = try imported(text, ImportHints(venue: "binance"))
    #expect(try table.column("volume") == [5, 6, 7, 8])
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("lines 1 to 2 are titles and are passed over") })
  }

  @Test("of a comma and a point in a number the last stands before its decimals, and both flags are named")
  func marks() throws {
    let text =
      "\"Datum\",\"Zuletzt\",\"Eröffn.\",\"Hoch\",\"Tief\"\n"
      + (21..<25).map { "\"\($0).01.2025\",\"95.100,5\",\"95.000,5\",\"96.000,5\",\"94.000,5\"\n" }.joined()
    let unknown = "Datum;Preis;Sonstiges\n21.01.2025;95.100,5;3\n22.01.2025;95.101,5;4\n"
    let asked = try problem(unknown, ImportHints(venue: "binance"))
    #expect(asked.map { "\($0)" }?.contains("--decimal , --thousands . reads them") == true)
    let said = try ImportHints(venue: "binance", kind: .klines, table: flags(decimal: ",", thousands: "."))
    #expect(try imported(text, said).column("close") == [95100.5, 95100.5, 95100.5, 95100.5])
    #expect(try imported(text, said).column("open").first == 95000.5)
  }
}
