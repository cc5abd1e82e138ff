import Feeds
import Market
import Store
import TestSupport
import Testing

/// Amounts of a contract may be contracts, coins or dollars, whichever way they come in.
@Suite("What amounts of a contract count")
struct ContractAmountsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func table(_ symbol: String) -> String {
    "time,symbol,open,high,low,close,volume\n1735689600,\(symbol),1,3,0.5,2,10\n1735693200,\(symbol),2,4,1,3,11\n"
  }

  @Test(
    "a symbol in a column is asked about as one in a flag is",
    arguments: [
      ("bybit", "BTCUSD", "inverse"), ("binance", "BTCUSD_PERP", "inverse"), ("deribit", "BTC-PERPETUAL", "inverse"),
      ("bitmex", "XBTUSD", "inverse"), ("kraken", "PI_XBTUSD", "inverse"), ("bitmex", "ETHUSD", "quanto"),
      ("okx", "BTC-USDT-SWAP", "contracts of its venue"), ("gate", "BTC_USDT", "contracts of its venue"),
      ("gate", "BTCUSDT", "contracts of its venue"), ("kucoin", "XBTUSDTM", "contracts of its venue"),
    ])
  func columns(venue: String, symbol: String, word: String) throws {
    let refused = problem(table(symbol), name: "x.csv", try ImportHints(venue: venue))
    #expect(refused?.what.contains(word) == true)
    #expect(refused?.remedy?.contains("--unit volume=") == true)
    let said = try imported(
      table(symbol), name: "y.csv", ImportHints(venue: venue, table: flags(units: "volume=contracts")))
    let volume = try #require(said.reports.first?.series?.columns.first { $0.name == "volume" })
    #expect(volume.unit == .contracts)
  }

  @Test("a symbol as ccxt writes it is the venue's own")
  func unified() throws {
    let linear = try imported(table("BTC/USDT:USDT"), name: "x.csv", ImportHints(venue: "binance"))
    #expect(linear.titles == ["binance:BTCUSDT klines 1h"])
    #expect(
      problem(table("BTC/USD:BTC"), name: "y.csv", try ImportHints(venue: "binance"))?.what.contains("inverse") == true)
    let dated = try imported(table("BTC/USDT:USDT-250328"), name: "z.csv", ImportHints(venue: "binance"))
    #expect(dated.titles == ["binance:BTCUSDT_250328 klines 1h"])
    let rates =
      #"[{"symbol":"BTC/USDT:USDT","timestamp":1735689600000,"fundingRate":0.0001},"#
      + #"{"symbol":"BTC/USDT:USDT","timestamp":1735718400000,"fundingRate":0.0002}]"#
    #expect(try imported(rates, name: "f.json", ImportHints(venue: "okx")).titles == ["okx:BTC-USDT-SWAP funding 8h"])
  }

  @Test("open interest of an inverse contract is asked about, also in the form of Bybit's history")
  func openInterest() throws {
    let text = "datetime,open_interest\n2025-01-01 00:00:00,500000000\n2025-01-01 01:00:00,500010000\n"
    #expect(problem(text, name: "bybit/BTCUSD.csv")?.what.contains("bybit:BTCUSD is an inverse contract") == true)
    #expect(try imported(text, name: "bybit/BTCUSDT.csv").titles == ["bybit:BTCUSDT open_interest 1h"])
    let said = try imported(
      text, name: "bybit/ETHUSD.csv", ImportHints(kind: .openInterest, table: flags(units: "open_interest=quote")))
    #expect(try said.column("open_interest_value") == [5e8, 5.0001e8])
    let swap = "time,oi\n1735689600,2216113\n1735693200,2216114\n"
    #expect(problem(swap, name: "BTC-USDT-SWAP.csv", try ImportHints(venue: "okx", kind: .openInterest)) != nil)
  }

  @Test("the archive counts open interest of coin-margined contracts in contracts, and its value in coins")
  func metrics() throws {
    let header =
      "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,"
      + "sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio\n"
    let text =
      header + "2025-01-01 00:00:00,BTCUSD_PERP,9000000,15000,1.9,1.2,1.8,1.1\n"
      + "2025-01-01 00:05:00,BTCUSD_PERP,9000001,15001,1.9,1.2,1.8,1.1\n"
    let table = try imported(text, name: "BTCUSD_PERP-metrics-2025-01-01.csv")
    #expect(try table.column("open_interest_contracts") == [9_000_000, 9_000_001])
    #expect(try table.column("open_interest") == [15_000, 15_001])
    #expect(problem(text, name: "BTCUSD_PERP-metrics-2025-01-05.csv")?.what.contains("the rows go from") == true)
    let other = try imported(text, name: "ETHUSD_PERP-metrics-2025-01-01.csv")
    #expect(other.reports.flatMap(\.notes).contains { $0.contains("the name of the file says ETHUSD_PERP") })
  }

  @Test("Bybit's ticker of an inverse contract has dollar contracts and coins")
  func ticker() throws {
    let line =
      #"{"topic":"tickers.BTCUSD","type":"snapshot","ts":1735689600000,"data":{"symbol":"BTCUSD","markPrice":"60002","#
      + #""openInterest":"543210500","openInterestValue":"9053.5"}}"#
    let table = try imported(line + "\n" + line.replacing("9600000", with: "9601000") + "\n", name: "ws.json")
    #expect(try table.column("open_interest_contracts").first == 543_210_500)
    #expect(try table.column("open_interest").first == 9053.5)
  }

  @Test("all that BitMEX and OKX trade is counted in contracts, as Tardis publishes it")
  func tardis() throws {
    let text = """
      exchange,symbol,timestamp,local_timestamp,id,side,price,amount
      bitmex,XBTUSDT,1735689600000000,1735689600000009,a,buy,60000,10000
      bitmex,XBTUSDT,1735689601000000,1735689601000009,b,sell,60001,10000

      """
    let table = try imported(text, name: "bitmex_trades.csv")
    #expect(table.reports.first?.series?.columns.first { $0.name == "taker_bought" }?.unit == .contracts)
    let okx = try imported(
      text.replacing("bitmex,XBTUSDT", with: "okex-swap,BTC-USDT-SWAP"), name: "okex-swap_trades.csv")
    #expect(okx.titles == ["okx:BTC-USDT-SWAP trades irregular"])
    #expect(okx.reports.first?.series?.columns.first { $0.name == "taker_bought" }?.unit == .contracts)
    let huobi = text.replacing("bitmex,XBTUSDT", with: "huobi-dm-swap,BTC-USD")
    #expect(problem(huobi, name: "huobi_trades.csv")?.what.contains("exchange is 'huobi-dm-swap'") == true)
  }

  @Test("rows of Binance that count contracts and coins are no linear contract's")
  func renamed() throws {
    var text = ""
    for bar in 0..<3 {
      let open = 1_735_689_600_000 + bar * 3_600_000
      text += "\(open),60000,60009,59991,60001,96591,\(open + 3_599_999),\(96591.0 * 100 / 60000),100,48295,80.4,0\n"
    }
    let refused = problem(text, name: "BTCUSDT-1h-2025-01.csv", try ImportHints(kind: .klines))
    #expect(refused?.what.contains("binance:BTCUSDT is linear") == true)
    let coin = try imported(text, name: "BTCUSD_PERP-1h-2025-01.csv", ImportHints(kind: .klines))
    #expect(coin.titles == ["binance:BTCUSD_PERP klines 1h"])
  }
}
