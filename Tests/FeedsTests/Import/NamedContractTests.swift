import Feeds
import Market
import TestSupport
import Testing

/// A name is read as the whole contract that it says, or it is asked.
@Suite("The contract that a file's name says")
struct NamedContractTests {
  private static let bars =
    "time,open,high,low,close,volume\n"
    + (0..<60).map { "\(1_720_000_800_000 + $0 * 3_600_000),\(100 + $0 % 7),109,99,\(100 + ($0 + 1) % 7),5" }
    .joined(separator: "\n") + "\n"

  private func imported(_ name: String, venue: String, symbol: String? = nil) throws -> ImportedTable {
    try ImportedTable(
      Self.bars, name: name, in: ScratchFolder(),
      hints: ImportHints(venue: venue, symbol: symbol, table: flags(interval: .hour, units: "volume=coin")))
  }

  @Test(
    "is read whatever stands behind it",
    arguments: [
      ("BTCUSDT_240927_1h.csv", "binance", "binance:BTCUSDT_240927"),
      ("BTCUSDT_240927.csv", "binance", "binance:BTCUSDT_240927"),
      ("BTCUSD_PERP_1h.csv", "binance", "binance:BTCUSD_PERP"),
      ("BTC-USD-240927_1h.csv", "okx", "okx:BTC-USD-240927"),
      ("BTC-USD-SWAP_1h.csv", "okx", "okx:BTC-USD-SWAP"),
      ("BTC_USDC-PERPETUAL_1h.csv", "deribit", "deribit:BTC_USDC-PERPETUAL"),
      ("BTC-PERPETUAL_1h.csv", "deribit", "deribit:BTC-PERPETUAL"),
      ("BTC-27SEP24_1h.csv", "deribit", "deribit:BTC-27SEP24"),
      ("BTC_USDT-20240927_1h.csv", "gate", "gate:BTC_USDT-20240927"),
      ("XRP_USDT_USDT_240927-1h-futures.csv", "binance", "binance:XRPUSDT_240927"),
      ("BTC_USDT_USDT-1h-futures.csv", "binance", "binance:BTCUSDT"),
      ("BTC-USDT:USDT_1h.csv", "binance", "binance:BTCUSDT"), ("BTC_USDT:USDT.csv", "binance", "binance:BTCUSDT"),
      ("BTC-USD:BTC-240927_1h.csv", "binance", "binance:BTCUSD_240927"),
      ("BTCUSDT_1h_2024.csv", "binance", "binance:BTCUSDT"),
      ("BTC-USD_1h.csv", "htx", "htx:BTC-USD"),
      ("BTC-USDT_1h.csv", "okx", "okx:BTC-USDT"),
      ("btcusdt_240927_1h.csv", "binance", "binance:BTCUSDT_240927"),
      ("btcusdt_250328-1h.csv", "binance", "binance:BTCUSDT_250328"),
      ("btcusdt_perp_1h.csv", "binance", "binance:BTCUSDT"),
      ("btcusdt_1h.csv", "binance", "binance:BTCUSDT"),
      ("btcusd_perp_1h.csv", "binance", "binance:BTCUSD_PERP"),
      ("btc-usdt-swap_1h.csv", "okx", "okx:BTC-USDT-SWAP"),
      ("btc-usd-240927_1h.csv", "okx", "okx:BTC-USD-240927"),
    ])
  func whole(name: String, venue: String, instrument: String) throws {
    let descriptor = try #require(try imported(name, venue: venue).reports.first?.series)
    #expect(descriptor.instrument.description == instrument)
  }

  @Test("a symbol in small letters, in a column or a flag, is the venue's own")
  func letters() throws {
    let lines = Self.bars.split(separator: "\n")
    let text =
      "symbol,\(lines[0])\n"
      + lines.dropFirst().enumerated().map { ($0 < 30 ? "BTCUSDT" : "btcusdt") + ",\($1)\n" }.joined()
    let hints = try ImportHints(venue: "binance", table: flags(interval: .hour))
    let table = try ImportedTable(text, name: "x.csv", in: ScratchFolder(), hints: hints)
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
    #expect(table.reports.map(\.counts.kept) == [60])
    for (venue, said, symbol) in [
      ("binance", "btcusdt", "BTCUSDT"), ("hyperliquid", "KPEPE", "kPEPE"), ("hyperliquid", "kpepe", "kPEPE"),
      ("hyperliquid", "KAS", "KAS"), ("mine", "my_model", "my_model"), ("deribit", "_-PERPETUAL", "_-PERPETUAL"),
      ("htx", "-", "-"),
    ] {
      #expect(try ImportHints(venue: venue, symbol: said).symbol == symbol)
    }
    let other = #expect(throws: Problem.self) {
      try ImportedTable(
        text.replacing("BTCUSDT", with: "btcusdt"), name: "x.csv", in: ScratchFolder(),
        hints: ImportHints(venue: "binance", symbol: "ETHUSDT", table: flags(interval: .hour)))
    }
    #expect(other?.what == "the rows say 'btcusdt', and --symbol says ETHUSDT, which is another instrument")
  }

  @Test(
    "a width as trading terminals write it is none of a contract, where its rows are that wide",
    arguments: [
      ("BTCUSDT_M30.csv", 30), ("BTCUSDT-M15.csv", 15), ("btcusdt_m30.csv", 30), ("BTCUSDT_H1.csv", 60),
      ("BTCUSDT_H12_2024.csv", 720), ("BTCUSDT_f32.csv", 60),
    ])
  func terminal(name: String, minutes: Int) throws {
    let rows = (0..<40).map { row in
      "\(1_720_051_200_000 + row * minutes * 60_000),\(100 + row % 7),109,99,\(100 + (row + 1) % 7),5\n"
    }
    let table = try ImportedTable(
      "time,open,high,low,close,volume\n" + rows.joined(), name: name, in: ScratchFolder(),
      hints: ImportHints(venue: "binance"))
    #expect(table.reports.first?.series?.instrument.description == "binance:BTCUSDT")
    let isMonth = !["BTCUSDT_H1.csv", "BTCUSDT_f32.csv"].contains(name)
    #expect(table.reports[0].notes.contains { $0.contains("is taken as the width of bars") } == isMonth)
  }

  @Test("where its rows are of another width, it may be the month of a future, and is asked about")
  func month() throws {
    let problem = #expect(throws: Problem.self) { try imported("BTCUSDT_M30.csv", venue: "binance") }
    #expect(problem?.what.contains("'M30', which is bars of 30m or the month of a future") == true)
    #expect(problem?.remedy == "say --symbol BTCUSDT_M30, or --symbol BTCUSDT")
    #expect(try imported("BTCUSDT_M30.csv", venue: "binance", symbol: "BTCUSDT").titles.count == 1)
    #expect(try imported("BTCUSDT_M25.csv", venue: "binance").titles == ["binance:BTCUSDT_M25 klines 1h"])
  }

  @Test("a future that does not say when it expires is asked for its symbol", arguments: ["quarter", "next_week"])
  func undated(word: String) throws {
    let problem = #expect(throws: Problem.self) { try imported("BTCUSDT_\(word).csv", venue: "binance") }
    #expect(problem?.what.hasPrefix("the name says a future ('\(word)') and not the day on which it expires") == true)
    #expect(try imported("BTCUSDT_\(word).csv", venue: "binance", symbol: "BTCUSDT_240927").titles.count == 1)
  }

  @Test(
    "a pair in capitals says itself whatever small words stand behind it",
    arguments: ["BTC_USDT_1h", "BTC_USDT_perp_1h", "BTC_USDT_2024_1h", "BTC_USDT"])
  func pair(name: String) throws {
    #expect(try imported("\(name).csv", venue: "gate").titles == ["gate:BTC_USDT klines 1h"])
  }

  @Test("a flag that says the pair's perpetual of a dated future's file is told what the name says")
  func flag() throws {
    let notes = try imported("BTCUSDT_240927.csv", venue: "binance", symbol: "BTCUSDT").reports.flatMap(\.notes)
    #expect(notes.contains("the name says BTCUSDT_240927, and --symbol says BTCUSDT: filed as BTCUSDT"))
  }

  @Test("rows that say another contract than the name are filed as they say, and it is said")
  func rows() throws {
    let lines = Self.bars.split(separator: "\n")
    let text = "symbol,\(lines[0])\n" + lines.dropFirst().map { "ADAUSDT,\($0)\n" }.joined()
    let table = try ImportedTable(
      text, name: "ETHUSDT-1h.csv", in: ScratchFolder(),
      hints: ImportHints(venue: "binance", table: flags(interval: .hour)))
    #expect(table.titles == ["binance:ADAUSDT klines 1h"])
    #expect(
      table.reports.flatMap(\.notes).contains(
        "'ETHUSDT-1h.csv' says ETHUSDT, and what is in it ADAUSDT: filed as binance:ADAUSDT"))
  }

  @Test(
    "rates beside prices are of the venue and the symbol of the name where it says both, and of what it says else",
    arguments: [
      ("bybit_BTCUSDT.csv", "bybit:BTCUSDT"), ("BTCUSDT_8h.csv", "unstated:BTCUSDT"),
      ("BTCUSDT_funding.csv", "unstated:BTCUSDT"),
    ])
  func rates(name: String, instrument: String) throws {
    let rows = (0..<30).map { "2025-01-01 00:00:00,\(1_735_689_600 + $0 * 28800),1,2,0.5,1,0.0001\n" }
    let text = "datetime,timestamp,open,high,low,close,funding_rate\n" + rows.joined()
    let hints = try ImportHints(kind: .funding, table: flags(interval: .hours(8)))
    let table = try ImportedTable(text, name: name, in: ScratchFolder(), hints: hints)
    #expect(table.titles == ["\(instrument) funding 8h"])
    let other = #expect(throws: Problem.self) {
      try ImportedTable(text, name: "bybit_funding_linear.csv", in: ScratchFolder(), hints: hints)
    }
    #expect(other?.what == "nothing says which symbol this is of")
  }

  @Test("open and close that have each other's name are said of bars that open near, and not at, the last close")
  func exchanged() throws {
    func text(_ header: String) -> String {
      let closes = (0...80).map { 100 + Double($0 * $0 % 23) }
      let rows = (0..<80).map { row in
        "\(1_720_000_800_000 + row * 3_600_000),\(closes[row] + 0.01),130,90,\(closes[row + 1]),5\n"
      }
      return header + rows.joined()
    }
    func notes(_ header: String) throws -> [String] {
      try ImportedTable(text(header), in: ScratchFolder()).reports.flatMap(\.notes)
    }
    let said = "open and close have each other's name"
    #expect(try !notes("time,open,high,low,close,volume\n").contains { $0.hasPrefix(said) })
    #expect(try notes("time,close,high,low,open,volume\n").contains { $0.hasPrefix(said) })
  }
}
