import Feeds
import Market
import Store
import TestSupport
import Testing

/// Files as people publish them, each with something that a reader could guess wrong without a word.
@Suite("Tables that could be read wrongly")
struct DoubtfulTablesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let header = "time,open,high,low,close,volume\n"
  private let bars = header + "1735689600,1,3,0.5,2,10\n1735693200,2,4,1,3,11\n"

  @Test("a first of January may be read either way around, so that the next day decides, or the user")
  func firstOfJanuary() throws {
    let text = "Date,Open,High,Low,Close,Volume\n01/01/2025,1,3,0.5,2,10\n01/02/2025,2,4,1,3,11\n"
    let refused = problem(text)
    #expect(refused?.what.contains("'01/02/2025' may be 2025-02-01 (dd/MM/yyyy) or 2025-01-02") == true)
    let decided = text + "01/13/2025,2,4,1,3,11\n"
    #expect(try imported(decided, name: "ETHUSDT.csv").stamps.last == "2025-01-13T00:00:00Z")
    let alike = "Date,Open,High,Low,Close,Volume\n01/01/2025 00:00,1,3,0.5,2,10\n01/01/2025 01:00,2,4,1,3,11\n"
    #expect(try imported(alike, name: "SOLUSDT.csv").stamps == ["2025-01-01T00:00:00Z", "2025-01-01T01:00:00Z"])
  }

  @Test("settlements some milliseconds late are settlements of their second, and keep their interval")
  func lateSettlements() throws {
    let text = "time,funding_rate\n1735689600006,0.0001\n1735718400031,0.0001\n1735747200000,0.0002\n"
    let table = try imported(text, ImportHints(venue: "binance"))
    #expect(table.titles == ["binance:BTCUSDT funding 8h"])
    #expect(try table.stamps.last == "2025-01-01T16:00:00Z")
    let late = "time,funding_rate\n1735689613000,0.0001\n1735718450000,0.0001\n1735747200000,0.0002\n"
    #expect(problem(late, name: "ETHUSDT.csv")?.what.contains("no interval of a venue") == true)
  }

  @Test("a point before three digits in all numbers is asked about, and one number that decides it is enough")
  func points() throws {
    func bars(_ prices: [String]) -> String {
      "time;open;high;low;close;volume\n"
        + prices.enumerated().map { "\(1_735_689_600 + $0 * 3600);\($1);\($1);\($1);\($1);10\n" }.joined()
    }
    let refused = problem(bars(["95.122", "95.478"]))
    #expect(refused?.what.hasPrefix("open '95.122' may be 95.122 or 95122") == true)
    #expect(refused?.remedy?.contains("--decimal .") == true && refused?.remedy?.contains("--thousands .") == true)
    #expect(refused?.place.line == 2)
    let point = try imported(bars(["95.122", "95.478"]), name: "ETHUSDT.csv", ImportHints(table: flags(decimal: ".")))
    #expect(try point.column("close") == [95.122, 95.478])
    let thousands = try ImportHints(table: flags(thousands: "."))
    #expect(
      try imported(bars(["95.122", "95.478"]), name: "SOLUSDT.csv", thousands).column("close") == [95_122, 95_478])
    #expect(try imported(bars(["95.122", "95.47"]), name: "XRPUSDT.csv").column("close") == [95.122, 95.47])
    let interest = "time,open_interest\n1735689600,80.123\n1735693200,81.456\n"
    #expect(
      problem(interest, name: "BNBUSDT.csv", try ImportHints(kind: .openInterest))?.what.contains("may be") == true)
  }

  @Test(
    "marks of thousands name the flags that read them, and digits in front of one that are too many are no thousands")
  func marks() throws {
    func first(_ price: String, _ hints: ImportHints = .none) -> Problem? {
      problem("time;open;high;low;close;volume\n1735689600;\(price);1;1;1;10\n1735693200;1;1;1;1;1,5\n", hints)
    }
    #expect(
      first("1.234.567,89")?.what.hasSuffix("its points stand between thousands (--decimal , --thousands .)") == true)
    #expect(first("1,234.5")?.what.hasSuffix("its commas stand between thousands (--thousands ,)") == true)
    #expect(first("1.234.567")?.what.hasSuffix("its points stand between thousands (--thousands .)") == true)
    let comma = try ImportHints(table: flags(decimal: ","))
    #expect(first("95.000", comma)?.what.hasSuffix("its points stand between thousands (--thousands .)") == true)
    let both = try ImportHints(table: flags(decimal: ",", thousands: "."))
    #expect(first("1234.567", both)?.what.contains("'1234.567' is not a number") == true)
  }

  @Test(
    "words and letters of thousands and millions behind a number are read as they say",
    arguments: [
      ("1.5K", 1500.0), ("1.5k", 1500), ("1.5M", 1.5e6), ("1.5 million", 1.5e6), ("1.5 Mn", 1.5e6), ("1.5bn", 1.5e9),
    ])
  func scaleWords(text: String, value: Double) throws {
    let rows = "time,open_interest\n1735689600,\(text)\n1735693200,\(text)\n"
    #expect(try imported(rows, ImportHints(kind: .openInterest)).column("open_interest") == [value, value])
    let twice = try ImportHints(kind: .openInterest, table: flags(units: "open_interest=millions"))
    if value == 1.5e6 {
      #expect(try imported(rows, name: "ETHUSDT.csv", twice).column("open_interest") == [value, value])
    } else {
      #expect(problem(rows, name: "ETHUSDT.csv", twice)?.what.contains("its column is said to be in others") == true)
    }
  }

  @Test(
    "other words behind a number refuse it with its line and place",
    arguments: ["1.5 m", "1.5 BTC", "$1.5", "1.5 dozen"])
  func otherWords(text: String) throws {
    let rows = "time,open_interest\n1735689600,1\n1735693200,\(text)\n"
    let refused = problem(rows, try ImportHints(kind: .openInterest))
    #expect(refused?.what == "open_interest '\(text)' is not a number")
    #expect(refused?.place.line == 3 && refused?.place.column == 12)
  }

  @Test(
    "a column that counts thousands or millions by its name is read so, and said",
    arguments: [
      ("OI (millions)", 1.5e6), ("Open Interest (mn)", 1.5e6), ("open_interest_thousands", 1500), ("OI (K)", 1500),
      ("open_interest", 1.5),
    ])
  func namedScales(name: String, value: Double) throws {
    let table = try imported(
      "time,\(name)\n1735689600,1.5\n1735693200,1.5\n", ImportHints(kind: .openInterest))
    #expect(try table.column("open_interest") == [value, value])
    #expect(table.reports.flatMap(\.notes).contains { $0.hasSuffix("as its name says") } == (value != 1.5))
    let bars = "time,open,high,low,close,Volume ('000),turnover (millions)\n"
    let rows = "1735689600,1,3,0.5,2,10,0.02\n1735693200,2,4,1,3,11,0.033\n"
    let klines = try imported(bars + rows, name: "ETHUSDT.csv")
    #expect(try klines.column("volume") == [10_000, 11_000])
    #expect(try klines.column("quote_volume") == [20_000, 33_000])
  }

  @Test("a percent sign says itself that a rate is percent")
  func percentSign() throws {
    let table = try imported("time,funding_rate\n1735689600,0.0086%\n1735718400,-0.01%\n", ImportHints(venue: "x"))
    #expect(try table.column("funding_rate") == [0.000086, -0.0001])
  }

  @Test("a volume whose value beside it says that it counts something else is asked about")
  func volumeInContracts() throws {
    let text = "time,open,high,low,close,volume,turnover\n1735689600,1,3,0.5,2,1000,20\n1735693200,2,4,1,3,1100,33\n"
    #expect(problem(text)?.remedy?.contains("--unit volume=contracts") == true)
    let coins = text.replacing(",1000,", with: ",10,").replacing(",1100,", with: ",11,")
    #expect(try imported(coins, name: "ETHUSDT.csv").column("volume") == [10, 11])
  }

  @Test("the volume of a swap may be counted in contracts, and is asked about")
  func swap() throws {
    let refused = problem(bars, name: "BTC-USDT-SWAP.csv")
    #expect(refused?.what.contains("traded in contracts of its venue") == true)
    let said = try imported(
      bars, name: "ETH-USDT-SWAP.csv", ImportHints(venue: "okx", table: flags(units: "volume=coin")))
    #expect(said.titles == ["okx:ETH-USDT-SWAP klines 1h"])
  }

  @Test("of OKX's own columns the volume in coins is taken, and bars that are not confirmed are left out")
  func okxCandles() throws {
    let text = """
      ts,o,h,l,c,vol,volCcy,volCcyQuote,confirm
      1735689600000,1,3,0.5,2,1000,10,20,1
      1735693200000,2,4,1,3,1100,11,33,1
      1735696800000,3,4,2,3,5,0.05,0.15,0

      """
    let table = try imported(text, name: "BTC-USDT-SWAP-1H.csv")
    #expect(table.titles == ["okx:BTC-USDT-SWAP klines 1h"])
    #expect(try table.column("volume") == [10, 11])
    // Programs write the flag on as they like.
    for (yes, no) in [("True", "False"), ("true", "false"), ("1.0", "0.0")] {
      let written = text.replacing(",1\n", with: ",\(yes)\n").replacing(",0\n", with: ",\(no)\n")
      let own = try ImportedTable(written, name: "BTC-USDT-SWAP-1H.csv", in: ScratchFolder())
      #expect(try own.column("volume") == [10, 11], "\(yes)")
    }
  }

  @Test("of OKX's own columns a pair without SWAP behind it is spot, whose volume is the first of the three")
  func okxSpot() throws {
    func text(_ more: String = "", _ word: String = "") -> String {
      "ts,o,h,l,c,vol,volCcy,volCcyQuote,confirm\(more)\n1735689600000,1,3,0.5,2,10,20,20,1\(word)\n"
        + "1735693200000,2,4,1,3,11,33,33,1\(word)\n"
    }
    let table = try imported(text(), name: "BTC-USDT-candles-2025.csv")
    #expect(table.titles == ["okx:BTC-USDT klines 1h"])
    #expect(table.reports.first?.series?.instrument.type == .spot)
    #expect(try table.column("volume") == [10, 11])
    let named = try imported(text(",instId", ",ETH-USDT"), name: "x.csv")
    #expect(named.titles == ["okx:ETH-USDT klines 1h"])
    // Rows of a swap are none of its pair's.
    let swap = text().replacing(",10,20,20,", with: ",1000,10,20,").replacing(",11,33,33,", with: ",1100,11,33,")
    #expect(problem(swap, name: "BTC-USDT-candles-2026.csv")?.what.contains("is spot by its symbol") == true)
    #expect(try imported(swap, name: "x.csv", ImportHints(symbol: "SOL-USDT-SWAP")).column("volume") == [10, 11])
  }

  @Test("Gate's candles count contracts of an unsaid size, so that their volume is not known and their value is")
  func gateCandles() throws {
    let text =
      #"[{"t":1735689600,"v":5,"c":"2","h":"3","l":"0.5","o":"1","sum":"20"},"#
      + #"{"t":1735693200,"v":6,"c":"3","h":"4","l":"1","o":"2","sum":"33"}]"#
    let table = try imported(text, name: "ETH_USDT.json")
    #expect(table.titles == ["gate:ETH_USDT klines 1h"])
    #expect(try table.column("volume").allSatisfy(\.isNaN))
    #expect(try table.column("quote_volume") == [20, 33])
  }

  @Test(
    "what an exporter adds to a symbol is no part of it, and the day that a contract expires on is",
    arguments: [
      ("BTCUSDT_60_2025-01-01_2025-01-31.csv", "BTCUSDT"), ("BTCUSDT_202501.csv", "BTCUSDT"),
      ("BTCUSDT_250328.csv", "BTCUSDT_250328"), ("BTCUSDT-1h.csv", "BTCUSDT"), ("BTC-PERPETUAL.csv", "BTC-PERPETUAL"),
      ("BTC-USDT-1h.csv", "BTC-USDT"),
    ])
  func symbols(file: String, symbol: String) throws {
    let table = try imported(bars, name: file, ImportHints(table: flags(units: "volume=coin")))
    #expect(table.reports.first?.series?.instrument.symbol == symbol)
  }

  @Test("times of the ends of bars, by the name of their column, are moved to their opens, and that is said")
  func closes() throws {
    let text = bars.replacing("time,", with: "close_time,").replacing("1735689600,", with: "1735693199999,")
      .replacing("1735693200,", with: "1735696799999,")
    let table = try imported(text)
    #expect(try table.stamps == ["2025-01-01T00:00:00Z", "2025-01-01T01:00:00Z"])
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("the ends of bars") })
  }

  @Test(
    "times that are the last second or millisecond of a minute are the closes of bars, which end with it",
    arguments: [("Close Time", "59"), ("time", "59"), ("time", "59.999"), ("Date", "59.999999")])
  func lastSeconds(name: String, second: String) throws {
    let text =
      "\(name),open,high,low,close,volume\n2025-01-01 00:59:\(second),1,3,0.5,2,10\n2025-01-01 01:59:\(second),2,4,1,3,11\n"
    let table = try imported(text)
    #expect(try table.stamps == ["2025-01-01T00:00:00Z", "2025-01-01T01:00:00Z"])
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("of bars") && $0.contains("say --label") })
    #expect(!table.reports.flatMap(\.notes).contains { $0.contains("taken as the opens") })
  }

  @Test(
    "a computed value that is stamped with a day is not known when the day begins, unless somebody says so",
    arguments: ["2025-01-0", "0/01/2025"])
  func days(form: String) throws {
    let isISO = form.hasPrefix("2025")
    func text(_ name: String) -> String {
      "\(name),greed\n" + (1...9).map { "\(isISO ? form + "\($0)" : "1\($0)/01/2025"),\(40 + $0)\n" }.joined()
    }
    func hints(_ known: KnownRule, _ delay: Interval? = nil) throws -> ImportHints {
      // A time in another form is read as a table's, and not as that of computed columns.
      try ImportHints(
        kind: .external, known: known, isStampConfirmed: true, delay: delay,
        table: isISO ? TableHints() : flags(timeFormat: "dd/MM/yyyy"))
    }
    let refused = problem(text("date"), try hints(.atStamp))
    #expect(refused?.what.contains("is a day without a time") == true)
    #expect(refused?.remedy?.contains("--known at_close") == true && refused?.remedy?.contains("--delay 0") == true)
    #expect(try imported(text("date"), name: "ETHUSDT.csv", hints(.atClose)).column("greed").count == 9)
    #expect(try imported(text("date"), name: "SOLUSDT.csv", hints(.atStamp, .zero)).column("greed").count == 9)
  }

  @Test("open interest of days is taken as known when they begin, which is said with the label that says otherwise")
  func daysOfInterest() throws {
    let text = "date,open_interest\n2025-01-01,5\n2025-01-02,6\n2025-01-03,6.5\n"
    let table = try imported(text, ImportHints(kind: .openInterest))
    #expect(
      table.reports.flatMap(\.notes).contains { $0.contains("taken as known at 00:00 of them; say --label open") })
    let said = try imported(text, name: "ETHUSDT.csv", ImportHints(kind: .openInterest, table: flags(label: .open)))
    #expect(said.reports.first?.series?.known == .atClose)
    #expect(!said.reports.flatMap(\.notes).contains { $0.contains("days without a time") })
  }

  @Test("a data frame's column without a name is its time")
  func nameless() throws {
    let text = ",open,high,low,close,volume\n2025-01-01 00:00:00,1,3,0.5,2,10\n2025-01-01 01:00:00,2,4,1,3,11\n"
    #expect(try imported(text).stamps == ["2025-01-01T00:00:00Z", "2025-01-01T01:00:00Z"])
  }

  @Test("open interest of a table that says no unit is taken as coins, and that is said")
  func openInterest() throws {
    let table = try imported(
      "time,open_interest\n1735689600,5\n1735693200,6\n", ImportHints(venue: "x", kind: .openInterest))
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("taken as coins") })
  }

  @Test("days of Binance's metrics that are filled with zeros hold no open interest, and no ratio")
  func zeros() throws {
    let header =
      "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,"
      + "sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio\n"
    let text =
      header + "2024-02-16 00:00:00,BTCUSDT,0.0000000000000000,0,0,0,0,0\n"
      + "2024-02-16 00:05:00,BTCUSDT,10.5,500,1.1,1.2,1.3,1.4\n2024-02-16 00:10:00,BTCUSDT,11,510,1.1,1.2,\"\",1.4\n"
    let table = try imported(text, name: "BTCUSDT-metrics-2024-02-16.csv")
    #expect(try table.column("open_interest") == [10.5, 11])
    #expect(try table.column("taker_ratio") == [1.4, 1.4])
  }

  @Test("a profile's word for what is missing may be a number, however the file writes it")
  func missingNumber() throws {
    let profile = """
      name: own
      about: own
      match: {header: [when, oi]}
      missing: ["-999", "0"]
      time: {column: when}
      series:
        - {kind: open_interest, venue: x, columns: {open_interest: oi}}
      """
    let text = "when,oi\n1735689600,5\n1735693200,-999.0\n1735696800,0.00\n1735700400,7\n"
    #expect(try imported(text, profile: profile).column("open_interest") == [5, 7])
  }

  @Test("keys between quotes are the keys that they are without: a column by its number")
  func quotedKeys() throws {
    let profile = """
      name: own
      about: own
      match: {fields: 3}
      header: false
      time: {column: "1"}
      series:
        - kind: open_interest
          venue: x
          where: {"3": "yes"}
          columns: {"open_interest": {from: "2", where: {"3": "yes"}}}
      """
    let text = "1735689600,5,yes\n1735693200,6,no\n1735696800,7,yes\n1735700400,8,yes\n"
    #expect(try imported(text, profile: profile).column("open_interest") == [5, 7, 8])
  }

  @Test("LEAN: funding in its folder and alone, minutes since the midnight of the file's name, no quotes as bars")
  func lean() throws {
    let rates = "20221213 00:00:00,-0.0002016\n20221213 08:00:00,-0.00022398\n20221213 16:00:00,-0.00038555\n"
    let alone = try imported(rates, name: "btcusdt.csv")
    #expect(alone.titles == ["unstated:BTCUSDT funding 8h"])
    #expect(alone.reports.flatMap(\.notes).contains { $0.contains("LEAN's margin interest") })
    let folder = try imported(rates, name: "bybit/margin_interest/ethusdt.csv")
    #expect(folder.titles == ["bybit:ETHUSDT funding 8h"])
    #expect(try imported(rates, name: "mine/margin_interest/ethusdt.csv").titles == ["unstated:ETHUSDT funding 8h"])
    let market = try imported(rates, name: "cryptofuture/dydx/margin_interest/ethusd.csv")
    #expect(market.titles == ["dydx:ETHUSD funding 8h"])
    let minutes = try imported(
      "0,1,3,0.5,2,10\n60000,2,4,1,3,11\n", name: "binance/minute/solusdt/20250102_solusdt_minute_trade.csv")
    #expect(minutes.titles == ["binance:SOLUSDT klines 1m"])
    #expect(try minutes.stamps == ["2025-01-02T00:00:00Z", "2025-01-02T00:01:00Z"])
    #expect(problem("0,1,3,0.5,2,10,1,3,0.5,2,10\n", name: "binance/minute/x/20250102_x_minute_quote.csv") != nil)
  }

  @Test("BitMEX: bins are stamped at their end, and count contracts beside coins and dollars")
  func bins() throws {
    let text = """
      timestamp,symbol,open,high,low,close,trades,volume,vwap,lastSize,turnover,homeNotional,foreignNotional
      2025-03-01T01:00:00.000Z,XBTUSD,80000,82000,79000,81000,5,162000,81000,100,200000000,2,162000
      2025-03-01T02:00:00.000Z,XBTUSD,81000,82000,79000,80000,5,80000,80000,100,100000000,1,80000
      """
    let bins = try imported(text, name: "bitmex.csv")
    #expect(bins.titles == ["bitmex:XBTUSD klines 1h"])
    #expect(try bins.stamps == ["2025-03-01T00:00:00Z", "2025-03-01T01:00:00Z"])
    #expect(try bins.column("volume") == [2, 1] && bins.column("quote_volume") == [162_000, 80_000])
  }

  @Test("TradingView: a perpetual is written .P and a spot pair is not, and the bar that was open is left out")
  func tradingView() throws {
    let text =
      "time,open,high,low,close,Volume\n1735689600,1,3,0.5,2,10\n1735693200,2,4,1,3,11\n1735696800,2,4,1,3,1\n"
    #expect(try imported(text, name: "BINANCE_BTCUSDT.P, 60.csv").titles == ["binance:BTCUSDT klines 1h"])
    #expect(try imported(text, name: "BINANCE_BTCUSDT, 60.csv").titles == ["binance:BTCUSDT/spot klines 1h"])
    let other = try imported(text, name: "OKX_ETHUSDT.P, 60.csv")
    #expect(other.titles == ["okx:ETH-USDT-SWAP klines 1h"])
    #expect(try other.column("volume").allSatisfy(\.isNaN))
    #expect(try other.stamps.count == 2)
  }

  @Test("TradingView's columns under another name: whether the last bar had ended cannot be known, and that is said")
  func renamedExport() throws {
    let rows = "1735689600,1,3,0.5,2,10\n1735693200,2,4,1,3,11\n1735696800,2,4,1,3,1\n"
    let text = "time,open,high,low,close,Volume\n" + rows
    let table = try imported(text)
    #expect(try table.stamps.count == 3)
    #expect(table.reports.flatMap(\.notes).contains { $0.contains("nothing in the file says whether it had ended") })
    let dropped = try imported(text, name: "ETHUSDT.csv", ImportHints(table: flags(dropsLast: true)))
    #expect(try dropped.stamps.count == 2)
    #expect(!dropped.reports.flatMap(\.notes).contains { $0.contains("whether it had ended") })
  }

  @Test("a last bar of hardly any volume and range, in a table of anybody's, is said to look unfinished, with the flag")
  func smallLastBar() throws {
    let rows = (0..<60).map { row in
      "\(1_735_689_600 + row * 3600),100,\(row == 59 ? "100.1" : "103"),\(row == 59 ? "99.9" : "97"),100,"
        + "\(row == 59 ? "0.5" : "\(10 + row % 3)")"
    }
    let table = try imported(Self.header + rows.joined(separator: "\n") + "\n")
    let note = table.reports.flatMap(\.notes).first { $0.contains("saved before it had ended?") }
    #expect(note?.hasSuffix("It is of 2025-01-03 11:00; --drop-last leaves it out") == true)
  }

  @Test("Tardis: liquidations have the columns of trades, and their name alone tells; a ticker is mark, index and rate")
  func tardis() throws {
    let rows =
      "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n"
      + "binance-futures,BTCUSDT,1735689600000000,1735689600000001,,sell,100,2\n"
      + "binance-futures,BTCUSDT,1735689660000000,1735689660000001,,buy,101,3\n"
    let trades = try imported(rows, name: "binance-futures_trades_2025-01-01_BTCUSDT.csv")
    #expect(trades.titles == ["binance:BTCUSDT trades irregular"])
    let forced = try imported(rows, name: "binance-futures_liquidations_2025-01-01_BTCUSDT.csv")
    #expect(forced.titles == ["binance:BTCUSDT liquidation_events irregular"])
    #expect(try forced.column("long_liquidated") == [2, 0])
    #expect(try forced.column("short_liquidated") == [0, 3])
    let ticker =
      "exchange,symbol,timestamp,local_timestamp,funding_timestamp,funding_rate,predicted_funding_rate,open_interest,"
      + "last_price,index_price,mark_price\n"
      + "bitmex,XBTUSD,1583020803145000,1583020803307160,1583020800000000,0.0001,0.00012,1000000,9500.5,9500.0,9500.25\n"
    let read = try imported(ticker, name: "bitmex_derivative_ticker_2020-03-01_XBTUSD.csv")
    #expect(
      Set(read.titles) == [
        "bitmex:XBTUSD mark irregular", "bitmex:XBTUSD index irregular", "bitmex:XBTUSD predicted_funding irregular",
      ])
    #expect(try read.column("mark") == [9500.25])
  }

  @Test("of a folder of metrics a day of zeros is passed over and said, and the other days are imported")
  func zeroDay() throws {
    let header =
      "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,"
      + "sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio\n"
    try scratch.write(
      header + "2024-02-16 00:00:00,BTCUSDT,0.00,0,0,0,0,0\n", to: "days/BTCUSDT-metrics-2024-02-16.csv")
    try scratch.write(
      header + "2024-02-17 00:00:00,BTCUSDT,5,500,1.1,1.2,1.3,1.4\n", to: "days/BTCUSDT-metrics-2024-02-17.csv")
    let dataset = try Dataset.openForImport(at: scratch.path + "/days.sqlite")
    let reports = try Importer.importFiles([scratch.path + "/days"], into: dataset)
    #expect(
      reports.map(\.outcome).contains(.skipped(reason: "none of its rows says anything: they are empty or zero")))
    #expect(reports.compactMap(\.series).count == 3)
  }

  @Test(
    "of a folder a file whose rows are of an exchange that its format does not read is passed over with that reason")
  func otherExchange() throws {
    let header = "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n"
    let row = "BTC-USD,1704067260000000,1704067260100000,0,sell,40000.0,100\n"
    try scratch.write(header + "huobi-dm-swap," + row, to: "forced/huobi-dm-swap_liquidations_2024-01-01_BTC-USD.csv")
    try scratch.write(
      header + "bitmex," + row.replacing("BTC-USD", with: "XBTUSD"),
      to: "forced/bitmex_liquidations_2024-01-01_XBTUSD.csv")
    let dataset = try Dataset.openForImport(at: scratch.path + "/forced.sqlite")
    let outcomes = try Importer.importFiles([scratch.path + "/forced"], into: dataset).map(\.outcome)
    let reasons = outcomes.compactMap { outcome in
      if case .skipped(let reason) = outcome { reason } else { nil }
    }
    #expect(reasons.count == 1)
    #expect(reasons.first?.contains("exchange is 'huobi-dm-swap'") == true, "\(reasons)")
  }
}
