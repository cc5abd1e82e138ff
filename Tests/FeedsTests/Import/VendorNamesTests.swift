import Feeds
import Market
import TestSupport
import Testing

/// Vendors have one way of writing the contracts of all venues, and none of them is a venue's.
@Suite("Names as CoinAPI and TradingView write them")
struct VendorNamesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let rows = "1735689600,1,3,0.5,2,10\n1735693200,2,4,1,3,11\n1735696800,2,4,1,3,1\n"
  private static let bars = "time,open,high,low,close,volume\n" + rows
  private static let view = "time,open,high,low,close,Volume\n" + rows

  private func coins() throws -> ImportHints { try ImportHints(table: flags(units: "volume=coin")) }

  @Test(
    "CoinAPI's says venue, kind and pair, in a file's name and in a column",
    arguments: [
      ("BINANCEFTS_PERP_BTC_USDT", "binance:BTCUSDT"), ("BINANCEFTS_PERP_ETH_USDT", "binance:ETHUSDT"),
      ("OKEX_PERP_BTC_USD", "okx:BTC-USD-SWAP"), ("DERIBIT_PERP_BTC_USD", "deribit:BTC-PERPETUAL"),
      ("DERIBIT_FTS_BTC_USD_250328", "deribit:BTC-28MAR25"), ("BITMEX_PERP_BTC_USD", "bitmex:XBTUSD"),
      ("BITSTAMP_SPOT_BTC_USD", "bitstamp:BTCUSD/spot"), ("BINANCE_SPOT_BTC_USDT", "binance:BTCUSDT/spot"),
    ])
  func coinAPI(name: String, instrument: String) throws {
    let file = try imported(Self.bars, name: "\(name).csv", coins())
    #expect(file.reports.first?.series?.instrument.description == instrument)
    let lines = Self.bars.split(separator: "\n")
    let text = "symbol_id,\(lines[0])\n" + lines.dropFirst().map { "\(name),\($0)\n" }.joined()
    let column = try imported(text, name: "x.csv", coins())
    #expect(column.reports.first?.series?.instrument.description == instrument)
  }

  @Test(
    "a name that begins with other words says the only pair in it",
    arguments: [("candles_binance_perpetual_BTCUSDT_1h", "BTCUSDT"), ("Binance_ETHUSDT_1h", "ETHUSDT")])
  func onlyPair(name: String, symbol: String) throws {
    #expect(try imported(Self.bars, name: "\(name).csv", try coins()).titles == ["unstated:\(symbol) klines 1h"])
  }

  @Test("a name with two pairs says none")
  func twoPairs() throws {
    let said = problem(Self.bars, name: "ratio_BTCUSDT_ETHUSDT.csv", try coins())
    #expect(said?.what == "nothing says which symbol this is of")
  }

  @Test(
    "what has a word of a kind in it and no venue's name before it is no name of CoinAPI's",
    arguments: ["BINANCE_UM_BTCUSDT_1h", "PERP_BTC_USDT_1h", "BINANCE_PERP_BTCUSDT_1h"])
  func ordinary(name: String) throws {
    #expect(problem(Self.bars, name: "\(name).csv", try coins())?.what == "nothing says which symbol this is of")
    let said = try ImportHints(symbol: "BTCUSDT", table: flags(units: "volume=coin"))
    #expect(try imported(Self.bars, name: "\(name).csv", said).titles == ["unstated:BTCUSDT klines 1h"])
  }

  @Test("whose name it is that nobody knows stays a name of nobody's contract, and it is said")
  func nobodys() throws {
    let table = try imported(Self.bars, name: "DATA_PERP_BTC_USDT.csv", coins())
    #expect(table.titles == ["unstated:DATA_PERP_BTC_USDT klines 1h"])
    #expect(
      table.reports.flatMap(\.notes).contains {
        $0.hasPrefix("nothing says what contract unstated:DATA_PERP_BTC_USDT is")
      })
  }

  @Test("a pair that a venue lists as two contracts asks which, and is taken as the one that is said")
  func twoContracts() throws {
    let lines = Self.bars.split(separator: "\n")
    let text = "symbol_id,\(lines[0])\n" + lines.dropFirst().map { "KRAKENFTS_PERP_BTC_USD,\($0)\n" }.joined()
    let asked = problem(text, name: "x.csv", try coins())
    #expect(asked?.what == "'KRAKENFTS_PERP_BTC_USD' does not say which contract of kraken it is")
    #expect(asked?.remedy == "say its own --symbol, and --venue kraken")
    let said = try ImportHints(venue: "kraken", symbol: "PF_XBTUSD", table: flags(units: "volume=coin"))
    #expect(try imported(text, name: "y.csv", said).titles == ["kraken:PF_XBTUSD klines 1h"])
    let other = text.replacing("KRAKENFTS_PERP_BTC_USD", with: "BINANCEFTS_PERP_BTC_USDT")
    let wrong = try ImportHints(venue: "binance", symbol: "ETHUSDT", table: flags(units: "volume=coin"))
    #expect(
      problem(other, name: "z.csv", wrong)?.what.hasSuffix("--symbol says ETHUSDT, which is another instrument") == true
    )
    let right = try ImportHints(venue: "binance", symbol: "BTCUSDT", table: flags(units: "volume=coin"))
    #expect(try imported(other, name: "w.csv", right).titles == ["binance:BTCUSDT klines 1h"])
  }

  @Test(
    "a name or a folder of another venue than --venue is said, and the flag is taken",
    arguments: [
      ("BYBIT_BTCUSDT.P, 60.csv", "bybit"), ("okx_BTCUSDT_1h.csv", "okx"), ("kraken/BTCUSDT_1h.csv", "kraken"),
      ("OKEX_PERP_BTC_USDT.csv", "okx"), ("BTCUSDT_1h.csv", nil), ("binance/BTCUSDT_1h.csv", nil),
      ("krakatoa/BTCUSDT_1h.csv", nil),
    ] as [(String, String?)])
  func otherVenue(name: String, said: String?) throws {
    func notes(_ venue: String) throws -> [String] {
      let hints = try ImportHints(venue: venue, symbol: "BTCUSDT", kind: .klines)
      let text = name.hasPrefix("BYBIT") ? Self.view : Self.bars
      let reports = try ImportedTable(text, name: name, in: ScratchFolder(), hints: hints).reports
      #expect(reports.first?.series?.instrument.venue == venue)
      return reports.flatMap(\.notes).filter { $0.contains("--venue says") }
    }
    #expect(
      try notes("binance")
        == (said.map { ["the name or the folder says \($0), and --venue says binance: filed as binance"] } ?? []))
    #expect(try notes("mine") == [])
  }

  @Test("columns that are one venue's own are held against --venue too")
  func otherColumns() throws {
    func notes(_ venue: String) throws -> [String] {
      let hints = try ImportHints(venue: venue, kind: .klines)
      let text = KlineText.traded(10, every: .hour)
      let reports = try ImportedTable(text, name: "BTCUSDT-1h-2025-01.csv", in: ScratchFolder(), hints: hints).reports
      return reports.flatMap(\.notes).filter { $0.contains("--venue says") }
    }
    #expect(
      try notes("bybit")
        == ["the columns are those of binance ('binance-klines'), and --venue says bybit: filed as bybit"])
    #expect(try notes("binance") == [])
    #expect(try notes("mine") == [])
  }

  @Test("an option or an index by CoinAPI's name asks for its symbol, and several in one column for a file each")
  func otherKinds() throws {
    let option = problem(Self.bars, name: "DERIBIT_OPT_BTC_USD_250328_90000_C.csv", try coins())
    #expect(option?.what == "nothing says which symbol this is of")
    let text =
      "symbol_id,time,open,high,low,close,volume\nOKEX_PERP_BTC_USDT,1735689600,1,3,0.5,2,10\n"
      + "OKEX_PERP_ETH_USDT,1735693200,2,4,1,3,11\n"
    let several = problem(text, name: "x.csv", try coins())
    #expect(several?.what.hasPrefix("'OKEX_PERP_BTC_USDT' and 'OKEX_PERP_ETH_USDT' say") == true)
    #expect(several?.remedy == "import a file for each")
  }

  @Test(
    "TradingView's former perpetuals and its futures are the venue's contracts, without a volume of unsaid unit",
    arguments: [
      ("BINANCE_BTCUSDPERP", "binance:BTCUSD_PERP"), ("BINANCE_BTCUSDTPERP", "binance:BTCUSDT"),
      ("BYBIT_BTCPERP", "bybit:BTCPERP"), ("BINANCE_BTCUSDZ2025", "binance:BTCUSD_251226"),
      ("BINANCE_BTCUSDTH2025", "binance:BTCUSDT_250328"), ("DERIBIT_BTC26Z25", "deribit:BTC-26DEC25"),
      ("BYBIT_BTCUSDZ25", "bybit:BTCUSDZ25"), ("BYBIT_BTCUSD", "bybit:BTCUSD"),
      ("BITMEX_XBTUSD", "bitmex:XBTUSD"), ("BITMEX_XBTUSDT", "bitmex:XBTUSDT"), ("BITMEX_ETHUSD", "bitmex:ETHUSD"),
      ("BITMEX_XBTH25", "bitmex:XBTH25"), ("KRAKEN_PF_XBTUSD", "kraken:PF_XBTUSD"),
      ("KRAKEN_PI_XBTUSD", "kraken:PI_XBTUSD"), ("DERIBIT_BTC-PERPETUAL", "deribit:BTC-PERPETUAL"),
      ("DERIBIT_BTCUSDPERP", "deribit:BTC-PERPETUAL"), ("DERIBIT_ETHUSDPERP", "deribit:ETH-PERPETUAL"),
      ("OKX_BTC-USDT-SWAP", "okx:BTC-USDT-SWAP"), ("KUCOIN_XBTUSDTM", "kucoin:XBTUSDTM"),
    ])
  func tradingView(name: String, instrument: String) throws {
    let table = try imported(Self.view, name: "\(name), 60.csv")
    #expect(table.reports.first?.series?.instrument.description == instrument)
    #expect(try table.column("volume").allSatisfy(\.isNaN))
  }

  @Test(
    "a perpetual by TradingView's pair is filed under the symbol that its venue gives it",
    arguments: [
      ("OKX_BTCUSDT", "okx:BTC-USDT-SWAP"), ("BINANCE_BTCUSD", "binance:BTCUSD_PERP"), ("BYBIT_BTCUSD", "bybit:BTCUSD"),
      ("GATEIO_BTCUSDT", "gate:BTC_USDT"), ("MEXC_BTCUSDT", "mexc:BTC_USDT"), ("BITGET_BTCUSDC", "bitget:BTCPERP"),
      ("DERIBIT_BTCUSD", "deribit:BTC-PERPETUAL"), ("BITMEX_XBTUSD", "bitmex:XBTUSD"),
      ("KRAKEN_XBTUSD", "kraken:XBTUSD"), ("BYBIT_1000PEPEUSDT", "bybit:1000PEPEUSDT"),
    ])
  func perpetualPairs(name: String, instrument: String) throws {
    let table = try imported(Self.view, name: "\(name).P, 60.csv")
    #expect(table.reports.first?.series?.instrument.description == instrument)
  }

  @Test(
    "a pair of spot stays one",
    arguments: [
      "BINANCE_ETHBTC", "COINBASE_BTCUSD", "BINANCE_1000SATSUSDT", "BYBIT_BTCUSDT", "KRAKEN_XBTUSD", "GATEIO_BTC_USDT",
      "BITMEX_XBT_USDT", "DERIBIT_BTCUSDC",
    ])
  func pairs(name: String) throws {
    let type = try imported(Self.view, name: "\(name), 60.csv").reports.first?.series?.instrument.type
    #expect(type == .spot)
  }

  @Test(
    "a ticker of no known pair is asked for, and is spot where that is said",
    arguments: ["CME_BTC1!", "BINANCE_FOO", "DERIBIT_BTCUSD"])
  func unknown(name: String) throws {
    let asked = problem(Self.view, name: "\(name), 60.csv")
    #expect(
      asked?.what.hasPrefix("the name says '\(name.split(separator: "_")[1])', which is no pair that is known") == true)
    guard name == "BINANCE_FOO" else { return }
    #expect(
      try imported(Self.view, name: "\(name), 60.csv", ImportHints(kind: .spot)).titles == [
        "binance:FOO/spot klines 1h"
      ])
  }
}
