import Feeds
import Market
import TestSupport
import Testing

/// Vendors list a coin beside its contract, and a pair beside the day on which its future expires.
@Suite("The contract that the columns of a table say")
struct SaidContractsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func bars(_ columns: [(name: String, word: String)], rows: Int = 3, from: Int = 0) -> String {
    columns.map { "\($0.name)," }.joined() + "time,open,high,low,close,volume\n"
      + (from..<from + rows).map { row in
        columns.map { "\($0.word)," }.joined() + "\(1_735_689_600 + 3600 * row),100,103,99,101,5\n"
      }.joined()
  }

  private func hints(_ venue: String, symbol: String? = nil, kind: FileKind? = nil) throws -> ImportHints {
    try ImportHints(venue: venue, symbol: symbol, kind: kind, table: flags(units: "volume=coin"))
  }

  // MARK: Names

  @Test(
    "the name of a contract goes before that of its coin, wherever it stands",
    arguments: [
      ("coin", "BTC", "product", "BTCUSD_PERP", "binance", "binance:BTCUSD_PERP"),
      ("coin", "BTC", "product", "BTCUSD_250328", "binance", "binance:BTCUSD_250328"),
      ("symbol", "BTC", "contract", "BTCUSDT_250328", "binance", "binance:BTCUSDT_250328"),
      ("symbol", "BTC", "pair", "BTCUSDT", "binance", "binance:BTCUSDT"),
      ("symbol", "BTCUSDT", "contract", "BTCUSDT_250328", "binance", "binance:BTCUSDT_250328"),
      ("symbol", "BTCUSD_PERP", "pair", "BTCUSD", "binance", "binance:BTCUSD_PERP"),
      ("coin", "BTC", "product", "BTC-USD-SWAP", "okx", "okx:BTC-USD-SWAP"),
      ("coin", "BTC", "product", "XBTUSDTM", "kucoin", "kucoin:XBTUSDTM"),
      ("coin", "BTC", "pair", "BTC-USD", "hyperliquid", "hyperliquid:BTC"),
      ("symbol", "BTCUSDT", "asset", "USDT", "binance", "binance:BTCUSDT"),
      ("symbol", "BTCUSDT", "ticker", "Bitcoin", "binance", "binance:BTCUSDT"),
    ])
  func contract(first: String, a: String, second: String, b: String, venue: String, instrument: String) throws {
    let text = bars([(first, a), (second, b)])
    let reports = try imported(text, name: "x.csv", hints(venue)).reports
    #expect(reports.first?.series?.instrument.description == instrument)
    let hasChosen = reports.flatMap(\.notes).contains { $0.hasPrefix("symbols are those of '\(second)'") }
    #expect(hasChosen == instrument.hasSuffix(":\(b)"))
  }

  @Test("a column of the venue says whose names they are, and a flag which column is meant")
  func venue() throws {
    let text = bars([("exchange", "binance-futures"), ("coin", "BTC"), ("product", "BTCUSDC")])
    #expect(try imported(text, name: "x.csv").titles == ["binance:BTCUSDC klines 1h"])
    let said = try ImportHints(table: flags(columns: ["symbol": "coin"]))
    #expect(try imported(text, name: "y.csv", said).titles == ["binance:BTC klines 1h"])
  }

  @Test("files whose products differ are two series, whatever their coin is")
  func products() throws {
    let a = try imported(bars([("coin", "BTC"), ("product", "BTCUSDT")]), name: "a.csv", hints("binance"))
    let b = try imported(bars([("coin", "BTC"), ("product", "BTCUSDC")], from: 3), name: "b.csv", hints("binance"))
    #expect(a.titles == ["binance:BTCUSDT klines 1h"] && b.titles == ["binance:BTCUSDC klines 1h"])
  }

  @Test(
    "names of two instruments in one row are refused with both",
    arguments: [
      ("symbol", "BTCUSDT", "product", "BTCUSDC"), ("coin", "ETH", "product", "BTCUSDT"),
      ("symbol", "BTCUSDT_250328", "contract", "BTCUSDT_250627"), ("symbol", "ETHUSDT", "pair", "BTCUSDT"),
    ])
  func contradiction(first: String, a: String, second: String, b: String) throws {
    let refused = problem(bars([(first, a), (second, b)]), name: "x.csv", try hints("binance"))
    #expect(
      refused?.what.contains("'\(a)'") == true && refused?.what.contains("'\(b)'") == true, "\(refused?.what ?? "")")
    #expect(refused?.what.hasSuffix("of the same row: two instruments") == true)
    #expect(refused?.place.line == 2)
    #expect(refused?.remedy?.contains("symbol=\(second)") == true)
  }

  // MARK: Days

  @Test(
    "a day of delivery makes a pair the future of that day",
    arguments: [
      ("delivery_date", "2025-03-28", "binance", "BTCUSDT", "binance:BTCUSDT_250328"),
      ("expiry", "1743148800000", "binance", "BTCUSDT", "binance:BTCUSDT_250328"),
      ("expiry_date", "20250328", "okx", "BTC-USDT-SWAP", "okx:BTC-USDT-250328"),
      ("expiration", "28MAR25", "bybit", "BTCUSDT", "bybit:BTCUSDT-28MAR25"),
      ("delivery_date", "2025-03-28 08:00:00", "binance", "BTCUSDT_250328", "binance:BTCUSDT_250328"),
      ("delivery_date", "4133404800000", "binance", "BTCUSDT", "binance:BTCUSDT"),
      ("expiry", "", "binance", "BTCUSDT", "binance:BTCUSDT"),
    ])
  func day(column: String, word: String, venue: String, symbol: String, instrument: String) throws {
    let table = try imported(bars([("symbol", symbol), (column, word)]), name: "x.csv", hints(venue))
    #expect(table.reports.first?.series?.instrument.description == instrument)
    #expect(
      table.reports.flatMap(\.notes).contains { $0.hasPrefix("taken as ") && $0.contains("expires on 2025-03-28") }
        == (instrument != "\(venue):\(symbol)"))
  }

  @Test("rows of a pair with a day and without one are of two contracts")
  func mixedDays() throws {
    let rows =
      bars([("symbol", "BTCUSDT"), ("expiry", "2025-03-28")])
      + bars([("symbol", "BTCUSDT"), ("expiry", "")], from: 3).split(separator: "\n").dropFirst().joined(
        separator: "\n")
    let refused = problem(rows, name: "x.csv", try hints("binance"))
    #expect(
      refused?.what
        == "'expiry' says no day of BTCUSDT here and 2025-03-28 in line 2: rows of a perpetual and of a future under one symbol"
    )
    #expect(refused?.place.line == 5)
    let own = rows.replacing("BTCUSDT", with: "BTCUSDT_250328")
    #expect(try imported(own, name: "y.csv", hints("binance")).titles == ["binance:BTCUSDT_250328 klines 1h"])
  }

  @Test("the folder of a venue says whose names its columns hold")
  func folder() throws {
    let text = bars([("coin", "BTC"), ("pair", "BTC-USD")])
    let table = try imported(text, name: "hyperliquid/x.csv", ImportHints(table: flags(units: "volume=coin")))
    #expect(table.titles == ["hyperliquid:BTC klines 1h"])
  }

  @Test("a sort of contract that expires asks for its symbol, and is read with it")
  func undated() throws {
    let text = bars([("symbol", "BTCUSDT"), ("contract_type", "CURRENT_QUARTER")])
    let asked = problem(text, name: "x.csv", try hints("binance"))
    #expect(
      asked?.what
        == "'contract_type' says a future ('CURRENT_QUARTER') and not the day on which it expires; as BTCUSDT it would be "
        + "another contract")
    #expect(asked?.remedy?.hasPrefix("say its symbol, as --symbol BTCUSDT_240927") == true)
    #expect(
      try imported(text, name: "y.csv", hints("binance", symbol: "BTCUSDT_250328")).titles
        == ["binance:BTCUSDT_250328 klines 1h"])
    #expect(try imported(text, name: "z.csv", hints("binance", kind: .klines)).titles == ["binance:BTCUSDT klines 1h"])
    let perpetual = bars([("symbol", "BTCUSDT"), ("contract_type", "PERPETUAL")])
    #expect(try imported(perpetual, name: "p.csv", hints("binance")).titles == ["binance:BTCUSDT klines 1h"])
  }

  @Test("a perpetual that expires, a symbol of another day and two days of one symbol are refused")
  func contradictoryDays() throws {
    let perpetual = bars([("symbol", "BTCUSDT"), ("contract_type", "PERPETUAL"), ("expiry", "2025-03-28")])
    #expect(
      problem(perpetual, name: "a.csv", try hints("bybit"))?.what
        == "'contract_type' says PERPETUAL, and 'expiry' says 2025-03-28: a perpetual expires on no day")
    let other = bars([("symbol", "BTCUSDT_250328"), ("expiry", "2025-06-27")])
    #expect(
      problem(other, name: "b.csv", try hints("binance"))?.what
        == "'expiry' says 2025-06-27, and BTCUSDT_250328 expires on 2025-03-28")
    let said = bars([("symbol", "BTCUSDT"), ("expiry", "2025-03-28")])
    #expect(
      problem(said, name: "c.csv", try hints("binance", symbol: "BTCUSDT"))?.remedy?.contains("--symbol BTCUSDT_250328")
        == true)
    let rolled =
      said
      + bars([("symbol", "BTCUSDT"), ("expiry", "2025-06-27")], from: 3).split(separator: "\n").dropFirst()
      .joined(separator: "\n")
    #expect(
      problem(rolled, name: "d.csv", try hints("binance"))?.what.contains("two contracts under one symbol") == true)
  }
}
