import Feeds
import Market
import TestSupport
import Testing

@Suite("Trades in the daily archives of venues")
struct VenueTradesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let bitmex =
    "timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional"

  private static func row(_ symbol: String, _ side: String, _ size: Int, second: Int, id: String) -> String {
    "2024-01-01D00:00:0\(second).123456789,\(symbol),\(side),\(size),42000.5,PlusTick,\(id),1,0.1,100"
  }

  @Test(
    "BitMEX: a file of a day holds all contracts, in contracts, by times as kdb writes them",
    arguments: ["", ",trdType"])
  func bitmexDay(more: String) throws {
    let rows = [
      Self.row("XBTUSD", "Buy", 100, second: 1, id: "a"), Self.row("ETHUSD", "Sell", 7, second: 2, id: "b"),
      Self.row("XBTUSD", "Sell", 300, second: 3, id: "c"), Self.row("XBTUSDT", "Buy", 1000, second: 4, id: "d"),
      Self.row("XBT_USDT", "Buy", 5, second: 5, id: "e"), Self.row(".BXBT", "Buy", 0, second: 6, id: "f"),
    ]
    let end = more.isEmpty ? "" : ",Regular"
    let table = try imported(
      Self.bitmex + more + "\n" + rows.map { $0 + end + "\n" }.joined(), name: "20240101.csv")
    #expect(
      Set(table.titles) == [
        "bitmex:XBTUSD trades irregular", "bitmex:ETHUSD trades irregular", "bitmex:XBTUSDT trades irregular",
      ])
    #expect(
      try table.rows("bitmex:XBTUSD trades irregular")
        == ["2024-01-01 00:00 42000.5 100.0 0.0", "2024-01-01 00:00 42000.5 0.0 300.0"])
    let units = Set(table.reports.compactMap { $0.series?.columns.first { $0.name == "taker_bought" }?.unit })
    #expect(units == [.contracts])
    #expect(table.reports.flatMap(\.notes).contains { $0.hasPrefix("2 rows belong to no series of 'bitmex-trades'") })
    let stamp = try table.dataset.series(try #require(table.reports.first?.series)).stamps.first
    #expect(stamp == Instant("2024-01-01T00:00:01Z").map { $0.milliseconds + 123 })
  }

  @Test("freqtrade: lists in JSON, or a table, whose amounts are coins; a name that says no settlement is of spot")
  func freqtrade() throws {
    let json = #"""
      [[1735689600138,"101",null,"buy",1666.8,26.062,43440.1416],[1735689600214,"102",null,"sell",1666.79,0.152,253.35208]]
      """#
    let csv = """
      ,timestamp,id,type,side,price,amount,cost,date
      0,1735689600138,101,,buy,1666.8,26.062,43440.1416,2025-01-01 00:00:00.138000+00:00
      1,1735689600214,102,,sell,1666.79,0.152,253.35208,2025-01-01 00:00:00.214000+00:00

      """
    for (text, ending) in [(json, "json"), (csv, "csv")] {
      for (pair, title) in [("ETH_USDT_USDT", "ETHUSDT"), ("ETH_USDT", "ETHUSDT/spot")] {
        let table = try imported(text, name: "\(pair)-trades.\(ending)", ImportHints(venue: "binance"))
        #expect(table.titles == ["binance:\(title) trades irregular"])
        #expect(
          try table.rows(table.titles[0]) == [
            "2025-01-01 00:00 1666.8 26.062 0.0", "2025-01-01 00:00 1666.79 0.0 0.152",
          ])
      }
    }
  }

  @Test("Bybit: the same columns with times in seconds are Bybit's")
  func bybitDay() throws {
    let row = "1704067200.5123,BTCUSDT,Buy,0.25,42000.5,PlusTick,a,1e6,0.25,10500"
    let table = try imported(Self.bitmex + "\n" + row + "\n", name: "BTCUSDT2024-01-01.csv")
    #expect(
      try table.rows("bybit:BTCUSDT trades irregular") == ["2024-01-01 00:00 42000.5 0.25 0.0"])
  }

  @Test("OKX: contracts are counted in contracts and spot in coins, in one file or several, and options are said")
  func okxDay() throws {
    let header = "instrument_name,trade_id,side,price,size,created_time"
    let text =
      header + "\n" + """
        BTC-USDT-SWAP,1,buy,42000.1,3.0,1704067200100
        BTC-USDT,2,sell,42000.2,0.5,1704067200200
        ETH-USD-240329,3,sell,2300,4,1704067200300
        BTC-USD-240329-40000-C,4,buy,0.05,1,1704067200400

        """
    let table = try imported(text, name: "all-trades-2024-01-01.csv")
    #expect(
      Set(table.titles) == [
        "okx:BTC-USDT-SWAP trades irregular", "okx:BTC-USDT trades irregular", "okx:ETH-USD-240329 trades irregular",
      ])
    #expect(try table.rows("okx:BTC-USDT trades irregular") == ["2024-01-01 00:00 42000.2 0.0 0.5"])
    #expect(try table.rows("okx:BTC-USDT-SWAP trades irregular") == ["2024-01-01 00:00 42000.1 3.0 0.0"])
    for series in table.reports.compactMap(\.series) {
      let unit: Unit = series.instrument.type == .spot ? .base : .contracts
      #expect(series.columns.first { $0.name == "taker_bought" }?.unit == unit, "\(series.title)")
    }
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("BTC-USD-240329-40000-C belong to no series") })
  }

  @Test(
    "OKX until 2025: names stand in two languages, in whatever bytes, and the file's name says the instrument",
    arguments: [
      "trade_id/交易id,side/交易方向,size/数量,price/价格,created_time/成交时间",
      "trade_id/撮合id,side/方向,size/\u{FFFD},price/价,created_time/时间",
    ])
  func bilingual(header: String) throws {
    let rows = "\n1,BUY,3.0,42000.1,1704067200100\n2,sell,1,42000.2,1704067200200\n"
    let swap = try imported(header + rows, name: "BTC-USDT-SWAP-trades-2022-01-01.csv")
    #expect(
      try swap.rows("okx:BTC-USDT-SWAP trades irregular")
        == ["2024-01-01 00:00 42000.1 3.0 0.0", "2024-01-01 00:00 42000.2 0.0 1.0"])
    #expect(swap.reports.first?.series?.columns.first { $0.name == "taker_bought" }?.unit == .contracts)
    let spot = try imported(
      header + rows.replacing("3.0", with: "0.3"), name: "BTC-USDT-aggtrades-2022-01-01.csv")
    #expect(spot.reports.first?.series?.columns.first { $0.name == "taker_bought" }?.unit == .base)
  }

  @Test("a side that nobody knows refuses the file, with its line")
  func side() throws {
    let refused = problem(
      "instrument_name,trade_id,side,price,size,created_time\nBTC-USDT,1,long,42000.1,3.0,1704067200100\n",
      name: "BTC-USDT-trades-2024-01-01.csv")
    #expect(refused?.what.contains("is none of the sides that this format knows") == true)
    #expect(refused?.place.line == 2)
  }

  private static let tardis = """
    exchange,symbol,timestamp,local_timestamp,id,side,price,amount
    bitmex,XBTUSDT,1704067200000000,1704067200000009,a,sell,42000,1000
    bitmex,XBTUSDT,1704067201000000,1704067201000009,b,buy,42001,2000

    """

  @Test(
    "Tardis: a name that says neither trades nor liquidations is asked about", arguments: ["liqs.csv", "XBTUSDT.csv"])
  func unsaid(name: String) throws {
    let asked = problem(Self.tardis, name: name)
    #expect(asked?.what.contains("the columns are those of liquidation_events and of trades alike") == true)
    #expect(asked?.remedy == "say --kind liquidations or --kind trades")
    let other = problem(Self.tardis, name: name, try ImportHints(kind: .klines))
    #expect(other?.what.contains("--kind says klines") == true)
  }

  @Test("Tardis: --kind says it, and BitMEX counts contracts in both")
  func said() throws {
    let forced = try imported(Self.tardis, name: "liqs.csv", ImportHints(kind: .liquidations))
    #expect(forced.titles == ["bitmex:XBTUSDT liquidation_events irregular"])
    #expect(try forced.column("long_liquidated") == [1000, 0])
    #expect(forced.reports.first?.series?.columns.first { $0.name == "long_liquidated" }?.unit == .contracts)
    let trades = try ImportedTable(
      Self.tardis, name: "day.csv", in: ScratchFolder(), hints: ImportHints(kind: FileKind(named: "trades")))
    #expect(trades.titles == ["bitmex:XBTUSDT trades irregular"])
    #expect(try trades.column("taker_bought") == [0, 2000])
  }

  @Test("no flag describes a table of trades, whose rows are of one side or the other")
  func plain() throws {
    let refused = problem(
      "time,price,amount\n1704067200,42000,1\n1704067201,42001,2\n", name: "ETHUSDT.csv",
      try ImportHints(kind: FileKind(named: "trades"), table: flags(columns: ["trade_price": "price"])))
    #expect(refused?.what.contains("rows of trades are of one side or the other") == true)
    #expect(refused?.remedy?.contains("write a profile") == true)
  }
}
