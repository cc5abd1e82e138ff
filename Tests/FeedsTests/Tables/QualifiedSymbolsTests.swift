import Feeds
import Market
import TestSupport
import Testing

/// Symbols that say their venue or their market as well are read as what they say, or asked about.
@Suite("Symbols with their venue or their market in them")
struct QualifiedSymbolsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// 60 hourly bars, whose symbols come in turn.
  private func bars(_ symbols: String...) -> String {
    "time,symbol,open,high,low,close,volume\n"
      + (0..<60).map { row in
        "\(1_720_000_800_000 + row / symbols.count * 3_600_000),\(symbols[row % symbols.count]),"
          + "\(100 + row % 7),109,99,\(100 + (row + 1) % 7),5\n"
      }.joined()
  }

  private func hints(venue: String? = nil, symbol: String? = nil, kind: FileKind? = nil) throws -> ImportHints {
    try ImportHints(
      venue: venue, symbol: symbol, kind: kind, table: flags(interval: .hour, units: "volume=coin"))
  }

  @Test(
    "are filed as the instrument that they say, with no flag beside them",
    arguments: [
      ("binance:BTCUSDT", "binance:BTCUSDT"), ("binance:BTCUSDT/spot", "binance:BTCUSDT/spot"),
      ("binance:BTC/USDT:USDT", "binance:BTCUSDT"), ("binance-futures:BTCUSDT", "binance:BTCUSDT"),
      ("okx:BTC-USDT-SWAP", "okx:BTC-USDT-SWAP"), ("hyperliquid:BTC", "hyperliquid:BTC"),
      ("deribit:BTC-27SEP24", "deribit:BTC-27SEP24"), ("BINANCE:BTCUSDT.P", "binance:BTCUSDT"),
      ("OKX:BTCUSDT.P", "okx:BTC-USDT-SWAP"), ("BITMEX:XBTUSDT", "bitmex:XBTUSDT"),
      ("binance-BTCUSDT-future", "binance:BTCUSDT"), ("binance-BTCUSDT_240927-future", "binance:BTCUSDT_240927"),
      ("binance-btc-usdt-spot", "binance:BTCUSDT/spot"), ("coinbase-btc-usd-spot", "coinbase:BTC-USD/spot"),
      ("deribit-BTC_USDC-PERPETUAL-future", "deribit:BTC_USDC-PERPETUAL"),
      ("perpetual-BTC-USDT:USDT", "unstated:BTCUSDT"), ("spot-BTC-USDT", "unstated:BTCUSDT/spot"),
      ("future-BTC-USDT:USDT-20240927", "unstated:BTCUSDT_240927"), ("X:BTCUSD", "unstated:BTCUSD/spot"),
      ("BTCUSDT/spot", "unstated:BTCUSDT/spot"),
    ])
  func read(symbol: String, instrument: String) throws {
    let table = try imported(bars(symbol), name: "x.csv", hints())
    #expect(table.titles == ["\(instrument) klines 1h"])
    let isUnstated = instrument.hasPrefix("unstated")
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("no venue is said") } == isUnstated)
  }

  @Test("are one instrument each where a table has several")
  func several() throws {
    let table = try imported(bars("binance:BTCUSDT", "binance:BTCUSDT/spot", "bybit:BTCUSDT"), name: "x.csv", hints())
    #expect(
      table.titles.sorted() == [
        "binance:BTCUSDT klines 1h", "binance:BTCUSDT/spot klines 1h", "bybit:BTCUSDT klines 1h",
      ])
  }

  @Test("of a venue that a flag or a column contradicts are refused")
  func otherVenue() throws {
    let refused = problem(bars("bybit:BTCUSDT"), name: "x.csv", try hints(venue: "binance"))
    #expect(refused?.what == "'bybit:BTCUSDT' is of bybit, and the rows are said to be of binance")
    #expect(
      try imported(bars("binance:BTCUSDT"), name: "x.csv", hints(venue: "binance")).titles
        == ["binance:BTCUSDT klines 1h"])
    #expect(
      try imported(bars("binance:BTCUSDT"), name: "x.csv", hints(venue: "mine")).titles == ["mine:BTCUSDT klines 1h"])
  }

  @Test("that are spot to one vendor and a perpetual to another are asked about")
  func either() throws {
    let text = bars("BINANCE:BTCUSDT")
    let refused = problem(text, name: "x.csv", try hints())
    #expect(
      refused?.what
        == "'BINANCE:BTCUSDT' is a pair of spot to TradingView and a perpetual to others: say --kind spot, or --kind klines "
        + "for the perpetual")
    #expect(try imported(text, name: "x.csv", hints(kind: .spot)).titles == ["binance:BTCUSDT/spot klines 1h"])
    #expect(try imported(text, name: "x.csv", hints(kind: .klines)).titles == ["binance:BTCUSDT klines 1h"])
    // By the flag it is the symbol that the rows have.
    #expect(
      try imported(text, name: "x.csv", hints(venue: "binance", symbol: "BTCUSDT", kind: .klines)).titles
        == ["binance:BTCUSDT klines 1h"])
  }

  @Test("with another word before them are refused, as no symbol of anybody's")
  func unknown() throws {
    let refused = problem(bars("somewhere:BTCUSDT"), name: "x.csv", try hints())
    #expect(refused?.what.hasPrefix("'somewhere:BTCUSDT' is a symbol with something before or behind it") == true)
  }

  @Test(
    "ccxt's pair of spot and its contracts are not one series where a table has both",
    arguments: [("BTC/USDT", "BTC/USDT:USDT"), ("BTC/USDT:USDT", "BTC/USDT"), ("BTC/USD:BTC", "BTC/USD:USD")])
  func unified(first: String, second: String) throws {
    let refused = problem(bars(first, second), name: "x.csv", try hints(venue: "bybit"))
    #expect(refused?.what.hasPrefix("'\(second)' is another market than '\(first)' of a row before") == true)
    let table = try imported(bars(first, "ETH/USDT"), name: "x.csv", hints(venue: "bybit"))
    #expect(table.titles.count == 2)
  }
}
