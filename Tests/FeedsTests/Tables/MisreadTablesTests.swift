import Feeds
import Market
import Store
import TestSupport
import Testing

/// Tables that used to be taken for something else than they are, each of them as people have it.
@Suite("Tables that are asked about and not guessed")
struct MisreadTablesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let header = "time,open,high,low,close,volume"
  private let bars = header + "\n1735689600,1,3,0.5,2,10\n1735693200,2,4,1,3,11\n1735696800,3,4,2,3,12\n"

  private func notes(_ table: ImportedTable) -> String { table.reports.flatMap(\.notes).joined(separator: "\n") }

  // MARK: What a column beside the figures says of them

  @Test(
    "hourly rows of a rate that a column says is of eight hours are asked about, in hours, minutes and words",
    arguments: [("interval", "8"), ("interval_hours", "8"), ("period", "8h"), ("funding_interval_minutes", "480")])
  func carriedRate(name: String, word: String) throws {
    let rows = (0..<96).map { "\(1_735_689_600 + 3600 * $0),\(word),\($0 % 3 == 0 ? 0.0001 : 0.0002)\n" }
    let text = "time,\(name),funding_rate\n" + rows.joined()
    let refused = problem(text, name: "ETHUSDT.csv", try ImportHints(venue: "x"))
    #expect(refused?.what.contains("'\(name)' says 8h of each rate, and the rows are 1h apart") == true)
    let hints = try ImportHints(venue: "x", table: flags(interval: .hours(1)))
    #expect(try imported(text, name: "ETHUSDT.csv", hints).titles == ["x:ETHUSDT funding 1h"])
  }

  @Test("so are rates of an hour that come eight hours apart", arguments: ["1h", "60min", "3600000"])
  func sparseRate(word: String) throws {
    let rows = (0..<30).map { "\(1_735_689_600 + 28_800 * $0),\(word),\($0 % 3 == 0 ? 0.0001 : 0.0002)\n" }
    let text = "time,interval,funding_rate\n" + rows.joined()
    let refused = problem(text, name: "ETHUSDT.csv", try ImportHints(venue: "x"))
    #expect(
      refused?.what
        == "the column 'interval' says 1h of each rate, and the rows are 8h apart: of what is paid every 1h most is missing, or "
        + "each is paid every 8h")
    let hints = try ImportHints(venue: "x", table: flags(interval: .hours(8)))
    #expect(try imported(text, name: "ETHUSDT.csv", hints).titles == ["x:ETHUSDT funding 8h"])
  }

  @Test("a volume that is said to count dollars is their amount, and the turnover beside it the coins")
  func exchangedVolumes() throws {
    let rows = (0..<5).map { "\(1_735_689_600 + 3600 * $0),100,110,90,100,5000,50\n" }
    let text = "time,open,high,low,close,volume,turnover\n" + rows.joined()
    #expect(problem(text, name: "ETHUSDT.csv", try ImportHints(venue: "x")) != nil)
    let hints = try ImportHints(venue: "x", table: flags(units: "volume=quote"))
    let said = try imported(text, name: "ETHUSDT.csv", hints)
    #expect(try said.column("volume").allSatisfy { $0 == 50 } && said.column("quote_volume").allSatisfy { $0 == 5000 })
    let odd = text.replacing(",5000,50\n", with: ",5000,7777\n")
    #expect(problem(odd, name: "ETHUSDT.csv", hints) != nil)
  }

  // MARK: What stands above and beside the table

  @Test(
    "a title, an address or comments above the header are passed over, and said; lines are counted with them",
    arguments: [
      "https://www.CryptoDataDownload.com", "CryptoDataDownload", "# made by hand\n# on a day, at home", "sep=,",
    ])
  func titles(title: String) throws {
    let table = try imported(title + "\n" + bars, ImportHints(venue: "binance"))
    #expect(try table.column("close") == [2, 3, 3])
    #expect(notes(table).contains("passed over"))
    let lines = title.split(separator: "\n").count
    let bad = problem(title + "\n" + bars.replacing("4,2,3,12", with: "4,x,3,12"), name: "ETHUSDT.csv")
    #expect(bad?.place.line == lines + 4)
  }

  @Test("names that are marked as a comment are names")
  func markedHeader() throws {
    #expect(try imported("# " + bars).column("close") == [2, 3, 3])
  }

  @Test("a row of more fields than there are columns is refused, and empty ones at its end are none")
  func surplus() throws {
    let cut = bars.replacing("3,4,2,3,12", with: "3,4,2,3,1,234.5")
    #expect(problem(cut)?.what == "the row has 7 fields, and there are 6 columns: a separator within a number?")
    #expect(problem(cut)?.place.line == 4)
    let trailing = bars.replacing("\n", with: ",\n")
    #expect(try imported(trailing, name: "ETHUSDT.csv").column("volume") == [10, 11, 12])
    let rates = "time,funding_rate\n2024-03-01 00:00:00,0,0001\n2024-03-01 08:00:00,0,0002\n"
    #expect(problem(rates, name: "SOLUSDT.csv", try ImportHints(kind: .funding))?.what.contains("3 fields") == true)
  }

  @Test(
    "what is saved under the name of data and is none is called what it is",
    arguments: [
      ("<!DOCTYPE html><html>404</html>", "a web page"),
      ("<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>", "no such file"),
      ("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "access is denied"),
      ("/annex/objects/SHA256E-s123--a.csv\n", "git-annex pointer"),
      ("../../.git/annex/objects/aa/bb/SHA256E-s123--a.csv\n", "git-annex pointer"),
      ("%PDF-1.7\n1 0 obj\n", "a PDF"), ("{\\rtf1 time,open}", "(RTF)"), ("BZh91AY&SY,1,2", "packed by bzip2"),
      ("SQLite format 3\0", "an SQLite database"), ("[]", "an interface's answer without a row"),
      ("{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", "an interface's answer that it refused"),
      (
        #"{"code":"51001","data":[],"msg":"Instrument ID does not exist"}"#, "an interface's answer that it refused"
      ),
      (
        #"{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[]},"time":1}"#,
        "an interface's answer without a row"
      ),
      (
        #"{"jsonrpc":"2.0","result":{"ticks":[],"status":"no_data","close":[]}}"#, "an interface's answer without a row"
      ),
      ("\u{FEFF}time,open,high,low,close,volume\n", "no row below its header"),
    ])
  func noTables(text: String, what: String) throws {
    #expect(problem(text)?.what.contains(what) == true)
  }

  // MARK: JSON

  @Test("a key that stands twice in one object is refused with its place, and in two objects it is none")
  func repeatedKey() throws {
    let rows = (0..<3).map {
      #"{"time":\#(1_735_689_600 + $0 * 3600),"open":1,"high":3,"low":0.5,"close":2,"volume":10}"#
    }
    let text = "[\n" + rows.joined(separator: ",\n") + "\n]"
    #expect(try imported(text, name: "BTCUSDT.json").column("close") == [2, 2, 2])
    let refused = problem(
      text.replacing(#""close":2,"volume":10}\#n]"#, with: #""close":2,"close":9,"volume":10}\#n]"#),
      name: "ETHUSDT.json")
    #expect(refused?.what == "the key 'close' stands twice in one object")
    #expect(refused?.place.line == 4 && refused?.place.column == 58)
  }

  @Test(
    "a data frame is read in each of the forms that pandas writes, and as a list a column",
    arguments: ["split", "columns", "index", "lists", "chart"], [true, false])
  func frames(form: String, isIndexed: Bool) throws {
    let names = ["time", "open", "high", "low", "close", "volume"]
    let values: [[String]] = (0..<3).map { row in
      ["\(1_735_689_600_000 + row * 3_600_000)", "\(row + 1)", "5", "0.5", "2", "10"]
    }
    let shown = isIndexed ? Array(names.dropFirst()) : names
    let data = isIndexed ? values.map { Array($0.dropFirst()) } : values
    let index = values.indices.map { isIndexed ? values[$0][0] : "\($0)" }
    func object(_ keys: [String], _ texts: [String]) -> String {
      "{" + zip(keys, texts).map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
    func list(_ texts: [String]) -> String { "[" + texts.joined(separator: ",") + "]" }
    let columns = shown.indices.map { place in data.map { $0[place] } }
    let text =
      switch form {
      case "split":
        object(["columns", "index", "data"], [list(shown.map { "\"\($0)\"" }), list(index), list(data.map(list))])
      case "columns": object(shown, columns.map { object(index, $0) })
      case "index": object(index, data.map { object(shown, $0) })
      case "lists": object(names, names.indices.map { place in list(values.map { $0[place] }) })
      default:
        object(
          ["s", "t", "o", "h", "l", "c", "v"],
          ["\"ok\""] + names.indices.map { place in list(values.map { $0[place] }) })
      }
    let table = try imported(text, name: "BTCUSDT.json")
    #expect(table.titles == ["unstated:BTCUSDT klines 1h"])
    #expect(try table.column("open") == [1, 2, 3])
    #expect(try table.stamps.first == "2025-01-01T00:00:00Z")
  }

  // MARK: Bars

  @Test(
    "bars that were not over when the file was written, by a column that says so, are left out and counted",
    arguments: [("confirm", "1", "0"), ("is_closed", "True", "False"), ("final", "true", "")])
  func unfinished(name: String, yes: String, no: String) throws {
    let flagged = [yes, yes, no]
    let lines = bars.split(separator: "\n").map(String.init)
    let text = ([lines[0] + ",\(name)"] + zip(lines.dropFirst(), flagged).map { "\($0),\($1)" }).joined(separator: "\n")
    let table = try imported(text + "\n")
    #expect(try table.column("close") == [2, 3])
    #expect(notes(table).contains("1 bar that was not over when the file was written, by '\(name)', is left out"))
  }

  @Test("a last bar that is not over by the clock is left out, and said")
  func openByTheClock() throws {
    let file = try scratch.write(bars, to: "clock/BTCUSDT.csv")
    let dataset = try Dataset.openForImport(at: scratch.path + "/clock.sqlite")
    let now = Instant(milliseconds: 1_735_699_000_000)
    let reports = try Importer.importFiles([file], into: dataset, at: now)
    #expect(reports.first?.counts.kept == 2)
    #expect(reports.first?.notes.contains("the bar of 2025-01-01 02:00 is not over yet, and is left out") == true)
  }

  @Test("rows of the year after next are refused: a time is misread, and no clock is wrong by so much")
  func yearsAhead() throws {
    let file = try scratch.write(bars, to: "ahead/BTCUSDT.csv")
    let dataset = try Dataset.openForImport(at: scratch.path + "/ahead.sqlite")
    let refused = #expect(throws: Problem.self) {
      try Importer.importFiles([file], into: dataset, at: Instant(year: 2023, month: 6, day: 1))
    }
    #expect(
      refused?.what.contains("go to 2025-01-01 02:00, and it is 2023-06-01 00:00 by this machine's clock") == true)
    #expect(try dataset.catalog().isEmpty)
  }

  @Test(
    "a number that is no time is refused with the unit in which it would be one",
    arguments: [
      ("28928160", "in minutes since 1970 it would be 2025-01-01 00:00"),
      ("20089", "in days since 1970 it would be 2025-01-01 00:00"),
      ("946080000", "in seconds since 1970 it would be 1999-12-25 00:00, before there were coins"),
    ])
  func likelyUnits(time: String, words: String) throws {
    let refused = problem(bars.replacing("1735689600", with: time).replacing("1735693200", with: time))
    #expect(refused?.what.contains(words) == true, "\(refused?.what ?? "")")
    let values = "time,x\n\(time),1\n\(time),2\n"
    let other = problem(values, name: "ETHUSDT.csv", try ImportHints(kind: .external, known: .atStamp))
    #expect(other?.what.contains(words) == true && other?.place.line == 2, "\(other?.what ?? "")")
  }

  @Test("seconds under a profile that says milliseconds are refused with their unit")
  func wrongUnit() throws {
    let profile = """
      name: own
      about: own
      match: {header: [when, oi]}
      time: {column: when, unit: ms}
      series:
        - {kind: open_interest, venue: x, columns: {open_interest: oi}}
      """
    let refused = #expect(throws: Problem.self) {
      try imported("when,oi\n1735689600,5\n1735693200,6\n", profile: profile)
    }
    #expect(
      refused?.what.hasSuffix(
        "is not a time from 2009 to 2099 in milliseconds: in seconds since 1970 it would be 2025-01-01 00:00") == true)
  }

  @Test("a bar that ends before it begins, or after the next has begun, is refused")
  func ends() throws {
    func text(_ late: Int) -> String {
      let rows = (0..<3).map { row -> String in
        let open = 1_735_689_600_000 + row * 3_600_000
        return "\(open),1,3,0.5,2,10,\(open + late)"
      }
      return "open_time,open,high,low,close,volume,close_time\n" + rows.joined(separator: "\n") + "\n"
    }
    for late in [-3_600_001, 14_399_999, 177_000_000_000] {
      let refused = problem(text(late), try ImportHints(kind: .klines))
      #expect(refused?.what.contains("by its 'close_time'") == true)
      #expect(refused?.place.line == 2)
    }
    for late in [3_599_999, 3_600_000, 1_800_000] {
      #expect(try imported(text(late), name: "ETHUSDT.csv", ImportHints(kind: .klines)).column("close") == [2, 2, 2])
    }
  }

  @Test(
    "a bar is of a stretch of time: other labels are refused with those that are, and so is moving a settlement",
    arguments: [ImportProfile.Label.snapshot, .instant])
  func labels(label: ImportProfile.Label) throws {
    let refused = problem(bars, try ImportHints(table: flags(label: label)))
    #expect(refused?.what.contains("--label says \(label.rawValue), and klines are bars") == true)
    #expect(refused?.remedy?.contains("--label open or close") == true)
    let marks = bars.replacing(",volume", with: "").replacing(",10\n", with: "\n").replacing(",11\n", with: "\n")
      .replacing(",12\n", with: "\n")
    #expect(problem(marks, try ImportHints(kind: .mark, table: flags(label: label)))?.what.contains("are bars") == true)
    let rates = "time,funding_rate\n1735689600,0.0001\n1735718400,0.0001\n1735747200,0.0002\n"
    let moved = problem(rates, name: "ETHUSDT.csv", try ImportHints(kind: .funding, table: flags(label: .close)))
    #expect(moved?.remedy?.hasPrefix("say --label instant where a rate was paid at its time") == true)
    let values = "time,mark\n1735689600,100\n1735693200,101\n"
    let sampled = try imported(values, name: "SOLUSDT.csv", ImportHints(kind: .mark, table: flags(label: label)))
    #expect(try sampled.column("mark") == [100, 101])
  }

  @Test("hourly rows are no bars of half an hour, whatever is said")
  func sparse() throws {
    let rows = (0..<12).map { "\(1_735_689_600 + $0 * 3600),1,3,0.5,2,10" }.joined(separator: "\n")
    let refused = problem(
      Self.header + "\n" + rows + "\n", try ImportHints(table: flags(interval: .minutes(30))))
    #expect(refused?.what.contains("they are bars of 1h") == true)
  }

  @Test("prices that move without any volume may be marks, and are asked about")
  func neverTraded() throws {
    let rows = (0..<5).map { "\(1_735_689_600 + $0 * 3600),1,3,0.5,2,0" }.joined(separator: "\n")
    let text = Self.header + "\n" + rows + "\n"
    #expect(problem(text)?.what.contains("the volume is zero in every row") == true)
    #expect(try imported(text, name: "ETHUSDT.csv", ImportHints(kind: .mark)).titles == ["unstated:ETHUSDT mark 1h"])
  }

  @Test("an hour without a trade is no row, and not a row whose open alone is missing")
  func emptyHour() throws {
    let text =
      Self.header + "\n1735689600,1,3,0.5,2,10\n1735693200,,,,,0\n1735696800,3,4,2,3,12\n1735700400,3,4,2,3,12\n"
    #expect(try imported(text).column("close") == [2, 3, 3])
    #expect(
      problem(text.replacing(",,,,,0", with: ",,,,,5"), name: "ETHUSDT.csv")?.what.contains("all missing") == true)
  }

  @Test("bars without names are known by what fits: Bybit's seven columns, and OKX's nine with the bar that was open")
  func positions() throws {
    let bybit =
      #"{"retCode":0,"result":{"list":[["1735696800000","3","4","2","3","12","36"],"#
      + #"["1735693200000","2","4","1","3","11","33"],["1735689600000","1","3","0.5","2","10","20"]]}}"#
    let table = try imported(bybit, name: "a.json", ImportHints(venue: "bybit", symbol: "BTCUSDT"))
    #expect(try table.column("volume") == [10, 11, 12])
    #expect(try table.column("quote_volume") == [20, 33, 36])
    let okx =
      #"{"code":"0","data":[["1735696800000","3","4","2","3","1200","12","36","0"],"#
      + #"["1735693200000","2","4","1","3","1100","11","33","1"],["1735689600000","1","3","0.5","2","1000","10","20","1"]]}"#
    let swap = try imported(okx, name: "b.json", ImportHints(venue: "okx", symbol: "BTC-USDT-SWAP"))
    #expect(try swap.column("volume") == [10, 11])
    let premium =
      #"{"list":[["1735693200000","0.0001","0.0002","-0.0001","0.00005"],["1735689600000","0.0001","0.0002","-0.0001","0.0001"]]}"#
    #expect(
      problem(premium, name: "c.json", try ImportHints(symbol: "BTCUSDT"))?.what.contains("without a volume") == true)
    let said = try imported(premium, name: "d.json", ImportHints(symbol: "BTCUSDT", kind: .premium))
    #expect(try said.column("premium") == [0.0001, 0.00005])
  }

  // MARK: Of what they are

  @Test(
    "rows of another coin are refused by their line, whatever their column is called",
    arguments: ["symbol", "asset", "contract", "instId"])
  func otherCoins(name: String) throws {
    let text = "time,\(name),open,high,low,close,volume\n1735689600,BTC,1,3,0.5,2,10\n1735693200,ETH,2,4,1,3,11\n"
    let refused = problem(text, try ImportHints(venue: "binance", symbol: "BTCUSDT"))
    #expect(refused?.what.contains("'BTC', and 'ETH' in line 3") == true)
    #expect(refused?.place.line == 3)
    let other = text.replacing(",BTC,", with: ",ETH,")
    #expect(
      problem(other, name: "x.csv", try ImportHints(venue: "binance", symbol: "BTCUSDT"))?.what.contains(
        "another instrument")
        == true)
  }

  @Test("a thousand coins are not one: kPEPE is not PEPE")
  func thousands() throws {
    let text =
      #"[{"t":1735689600000,"T":1735693199999,"s":"kPEPE","i":"1h","o":"1","c":"2","h":"3","l":"0.5","v":"10","n":1},"#
      + #"{"t":1735693200000,"T":1735696799999,"s":"kPEPE","i":"1h","o":"2","c":"3","h":"4","l":"1","v":"11","n":1}]"#
    #expect(try imported(text, name: "saved.json").titles == ["hyperliquid:kPEPE klines 1h"])
    let refused = problem(text, name: "b.json", try ImportHints(venue: "hyperliquid", symbol: "PEPE"))
    #expect(refused?.what.contains("another instrument") == true)
  }

  @Test("files of two coins do not become one series by a flag")
  func oneSymbolForTwo() throws {
    try scratch.write(bars, to: "dl/BTCUSDT.csv")
    try scratch.write(bars.replacing(",2,10", with: ",2.5,10"), to: "dl/ETHUSDT.csv")
    let dataset = try Dataset.openForImport(at: scratch.path + "/dl.sqlite")
    let hints = try ImportHints(venue: "binance", symbol: "BTCUSDT")
    let refused = #expect(throws: Problem.self) {
      try Importer.importFiles([scratch.path + "/dl"], into: dataset, hints: hints)
    }
    #expect(refused?.remedy?.contains("leave --symbol out") == true)
    let one = try Importer.importFiles([scratch.path + "/dl/ETHUSDT.csv"], into: dataset, hints: hints)
    #expect(one.flatMap(\.notes).contains("the name says ETHUSDT, and --symbol says BTCUSDT: filed as BTCUSDT"))
  }

  @Test("rows of two venues do not become one series by a flag")
  func oneVenueForTwo() throws {
    let text =
      "exchange,time,open,high,low,close,volume\nbinance,1735689600,1,3,0.5,2,10\nbybit,1735693200,2,4,1,3,11\n"
    let refused = problem(text, try ImportHints(venue: "bitget", symbol: "BTCUSDT"))
    #expect(refused?.what.contains("'binance', and 'bybit' in line 3") == true)
  }

  @Test(
    "rows of two markets or two widths are refused by the column that says so",
    arguments: [
      ("market_type", "perp", "spot", "market"), ("interval", "1h", "5m", "width"), ("side", "long", "short", "side"),
      ("category", "a", "b", "category"), ("interval", "60", "5", "interval"),
    ])
  func divided(name: String, a: String, b: String, what: String) throws {
    let text = "time,\(name),open,high,low,close,volume\n1735689600,\(a),1,3,0.5,2,10\n1735693200,\(b),2,4,1,3,11\n"
    let refused = problem(text)
    #expect(refused?.what.contains("the column '\(name)' says '\(a)' in line 2 and '\(b)' here") == true)
    #expect(refused?.what.contains("another \(what)") == true)
    #expect(refused?.place.line == 3)
    #expect(try imported(text.replacing(",\(b),", with: ",\(a),"), name: "ETHUSDT.csv").column("close") == [2, 3])
  }

  @Test(
    "what ccxt writes for all venues is the venue's own symbol",
    arguments: [
      ("binance", "BTC/USDT:USDT", "BTCUSDT"), ("binance", "BTC/USDT:USDT-240329", "BTCUSDT_240329"),
      ("okx", "BTC/USDT:USDT", "BTC-USDT-SWAP"), ("hyperliquid", "BTC/USDC:USDC", "BTC"),
      ("gate", "BTC/USDT:USDT", "BTC_USDT"), ("binance", "BTC/USD:BTC", "BTCUSD_PERP"),
      ("bitmex", "BTC/USD:BTC", "XBTUSD"), ("deribit", "BTC/USD:BTC", "BTC-PERPETUAL"),
    ])
  func ccxt(venue: String, unified: String, own: String) throws {
    let text =
      "timestamp,symbol,open,high,low,close,volume\n1735689600000,\(unified),1,3,0.5,2,10\n1735693200000,\(unified),2,4,1,3,11\n"
    let table = try imported(
      text, name: "x.csv", ImportHints(venue: venue, table: flags(units: "volume=contracts")))
    #expect(table.reports.first?.series?.instrument.symbol == own)
  }

  @Test(
    "so it is in a flag, where the venue is said",
    arguments: [
      ("binance", "BTC/USDT:USDT", "BTCUSDT"), ("binance", "btc/usdt:usdt", "BTCUSDT"),
      ("okx", "BTC/USDT:USDT", "BTC-USDT-SWAP"), ("okx", "BTC/USD:BTC", "BTC-USD-SWAP"),
      ("binance", "BTC/USDT:USDT-240329", "BTCUSDT_240329"), ("gate", "BTC/USDT:USDT", "BTC_USDT"),
      ("bitmex", "BTC/USD:BTC", "XBTUSD"), ("deribit", "BTC/USD:BTC", "BTC-PERPETUAL"),
      ("hyperliquid", "BTC/USDC:USDC", "BTC"),
    ])
  func ccxtFlag(venue: String, unified: String, own: String) throws {
    let text = "timestamp,open,high,low,close,volume\n1735689600000,1,3,0.5,2,10\n1735693200000,2,4,1,3,11\n"
    let hints = try ImportHints(venue: venue, symbol: unified, table: flags(units: "volume=contracts"))
    #expect(try imported(text, name: "x.csv", hints).reports.first?.series?.instrument.description == "\(venue):\(own)")
  }

  @Test("a flag of ccxt's asks for the venue, and for the market where it says a pair of spot")
  func ccxtFlags() throws {
    func refused(_ venue: String?, _ symbol: String, _ kind: FileKind? = nil) -> Problem? {
      #expect(throws: Problem.self) { try ImportHints(venue: venue, symbol: symbol, kind: kind) }
    }
    #expect(refused(nil, "BTC/USDT:USDT")?.what == "--symbol BTC/USDT:USDT is another symbol on each venue")
    #expect(
      refused("okx", "BTC/USDT")?.remedy == "say --kind spot with it, or --symbol BTC/USDT:USDT for the perpetual")
    #expect(
      refused("okx", "BTC/USDT:USDT", .spot)?.remedy
        == "say --symbol BTC/USDT for the pair, or --kind klines for the contract")
    for (venue, own) in [("okx", "BTC-USDT"), ("gate", "BTC_USDT"), ("binance", "BTCUSDT")] {
      #expect(try ImportHints(venue: venue, symbol: "BTC/USDT", kind: .spot).symbol == own)
    }
    #expect(refused("binance", "BTC/USDT:")?.what == "'BTC/USDT:' cannot be a symbol")
  }

  @Test("a dated contract that ccxt names stays one where no venue is said, and its symbol says so")
  func ccxtUnstated() throws {
    let rows = [1_735_689_600_000, 1_735_693_200_000].map { "\($0),BTC/USDT:USDT-250328,1,3,0.5,2,10\n" }.joined()
    let table = try imported("timestamp,symbol,open,high,low,close,volume\n" + rows, name: "x.csv")
    #expect(table.titles == ["unstated:BTCUSDT_250328 klines 1h"])
    #expect(table.reports.first?.series?.instrument.contract.expiry == Instant(milliseconds: 1_743_148_800_000))
  }

  // MARK: What they count

  @Test(
    "amounts of contracts are asked about, whether their symbol stands in a column or in a flag",
    arguments: [
      ("bitmex", "XBTUSD"), ("bybit", "BTCUSD"), ("okx", "BTC-USDT-SWAP"), ("binance", "BTCUSD_PERP"),
      ("gate", "BTC_USDT"), ("deribit", "BTC-PERPETUAL"),
    ])
  func contracts(venue: String, symbol: String) throws {
    let text =
      "time,symbol,open,high,low,close,volume\n1735689600,\(symbol),1,3,0.5,2,10\n1735693200,\(symbol),2,4,1,3,11\n"
    #expect(problem(text, name: "x.csv", try ImportHints(venue: venue))?.remedy?.contains("--unit volume=") == true)
    let interest = "time,symbol,open_interest\n1735689600,\(symbol),1000\n1735693200,\(symbol),1001\n"
    #expect(
      problem(interest, name: "y.csv", try ImportHints(venue: venue, kind: .openInterest))?.remedy?
        .contains("--unit open_interest=") == true)
  }

  @Test("of two volumes the one that counts coins by its name is named")
  func homeNotional() throws {
    let text =
      "time,symbol,open,high,low,close,volume,homeNotional\n1735689600,XBTUSD,1,3,0.5,2,10,5\n1735693200,XBTUSD,2,4,1,3,11,4\n"
    #expect(problem(text)?.remedy?.contains("--columns volume=homeNotional") == true)
  }

  @Test("of OKX's open interest the column that counts coins is taken")
  func coinInterest() throws {
    let text =
      "ts,instId,oi,oiCcy,oiUsd\n1735689600000,BTC-USDT-SWAP,2216113,22161.13,1329667800\n1735689900000,BTC-USDT-SWAP,2216114,22161.14,1329668400\n"
    let table = try imported(text, ImportHints(venue: "okx", kind: .openInterest))
    #expect(try table.column("open_interest") == [22161.13, 22161.14])
    #expect(try table.column("open_interest_value") == [1_329_667_800, 1_329_668_400])
  }

  @Test("when a row was made is its time, where no other column is one and wherever it stands")
  func createTime() throws {
    let text =
      "symbol,create_time,sum_open_interest_value,sum_open_interest\nBTCUSDT,2024-02-16 00:05:00,4201000000,80001\n"
      + "BTCUSDT,2024-02-16 00:10:00,4202000000,80010\n"
    let table = try imported(text, ImportHints(venue: "binance", kind: .openInterest))
    #expect(try table.stamps == ["2024-02-16T00:05:00Z", "2024-02-16T00:10:00Z"])
    #expect(try table.column("open_interest") == [80_001, 80_010])
  }

  @Test("open interest of coin-margined contracts in Binance's archive is contracts, and its worth is coins")
  func coinMarginedInterest() throws {
    let text =
      "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,"
      + "sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio\n"
      + "2024-02-16 00:00:00,BTCUSD_PERP,9000000,15000,1,1,1,1\n2024-02-16 00:05:00,BTCUSD_PERP,9000001,15001,1,1,1,1\n"
    let table = try imported(text, name: "BTCUSD_PERP-metrics-2024-02-16.csv")
    #expect(try table.column("open_interest_contracts") == [9_000_000, 9_000_001])
    #expect(try table.column("open_interest") == [15_000, 15_001])
  }

  @Test("twelve columns that count contracts of 100 dollars are not those of a contract on USDT")
  func renamedCoinMargined() throws {
    let header =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"
    let rows = (0..<5).map { row -> String in
      let open = 1_735_689_600_000 + row * 3_600_000
      return "\(open),60000,60009,59991,60001,96591,\(open + 3_599_999),160.98,100,48295,80.49,0"
    }
    let refused = problem(
      header + rows.joined(separator: "\n") + "\n", name: "BTCUSDT-1h-2025-01.csv", try ImportHints(kind: .klines))
    #expect(refused?.what.contains("contracts of 100 dollars") == true)
  }

  @Test("twelve columns that count coins and their value are not those of a contract on USD")
  func renamedLinear() throws {
    let header =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"
    let rows = (0..<5).map { row -> String in
      let open = 1_735_689_600_000 + row * 3_600_000
      return "\(open),60000,60009,59991,60001,272.924,\(open + 3_599_999),16375712.9,100,141.92,8515398.2,0"
    }
    let refused = problem(
      header + rows.joined(separator: "\n") + "\n", name: "BTCUSD_PERP-1h-2025-01.csv", try ImportHints(kind: .klines))
    #expect(refused?.what.hasPrefix("the rows count coins and what these were worth") == true)
    #expect(refused?.remedy?.contains("--symbol BTCUSDT") == true)
  }

  @Test("a column in coins is the volume of a linear contract and of spot, and its value stays its value")
  func baseVolume() throws {
    let text =
      "time,open,high,low,close,base_volume,quote_volume,taker_buy_base_volume,taker_buy_quote_volume\n"
      + (0..<4).map { "\(1_735_689_600 + $0 * 3600),100,101,99,100,2.5,250,1.25,125\n" }.joined()
    for kind in [FileKind.klines, .spot] {
      let table = try ImportedTable(
        text, in: ScratchFolder(), hints: ImportHints(venue: "binance", kind: kind))
      #expect(try table.column("volume") == [2.5, 2.5, 2.5, 2.5])
      #expect(
        table.reports.first?.series?.columns.dropFirst(4).map { "\($0.name) \($0.unit.rawValue)" } == [
          "volume base", "quote_volume quote", "trades count", "taker_buy_volume base", "taker_buy_quote_volume quote",
        ])
    }
  }

  @Test("of twelve columns the symbol is read off a name as of any table, and one that says no contract is told")
  func namesOfTwelve() throws {
    let text = KlineText.traded(20, every: .hour)
    let table = try imported(text, name: "BTCUSDT_1h.csv", ImportHints(venue: "binance"))
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
    #expect(
      problem(text, name: "ETHUSDT_4h.csv", try ImportHints(venue: "binance"))?.what.contains("bars of 4h") == true)
    let unknown = try ImportedTable(
      text, name: "XRPUSDT_PERP_1h.csv", in: ScratchFolder(), hints: ImportHints(venue: "binance"))
    #expect(notes(unknown).contains("nothing says what contract binance:XRPUSDT_PERP is"))
  }

  @Test("a number of its own before a width is no part of it", arguments: ["BTCUSDT_1_5m.csv", "BTCUSDT_2_5m.csv"])
  func widthBehindNumber(name: String) throws {
    let text =
      "time,open,high,low,close,volume\n" + (0..<4).map { "\(1_735_689_600 + $0 * 300),1,3,0.5,2,1\($0)\n" }.joined()
    #expect(try imported(text, name: name, ImportHints(venue: "binance")).titles.first?.hasSuffix("klines 5m") == true)
  }

  @Test("a sign of a currency in a name says what the amount is counted in, and a price keeps its name")
  func signs() throws {
    let bars =
      "time,Open ($),High ($),Low ($),Close ($),Volume ($)\n1735689600,1,3,0.5,2,10\n1735693200,2,4,1,3,11\n"
    #expect(try imported(bars).column("quote_volume") == [10, 11])
    let euros = problem(bars.replacing("Volume ($)", with: "Volume (€)"), name: "ETHUSDT.csv")
    #expect(euros?.what.contains("stand beside 'Volume (€)'") == true)
    let interest = "time,open_interest ($M)\n1735689600,5432.5\n1735693200,5433.5\n"
    let table = try ImportedTable(
      interest, in: ScratchFolder(), hints: ImportHints(venue: "binance", kind: .openInterest))
    #expect(try table.column("open_interest_value") == [5_432_500_000, 5_433_500_000])
  }

  // MARK: Rates

  @Test(
    "the name of a rate says its unit",
    arguments: [
      ("Funding Rate (%)", 0.000012), ("funding_rate_pct", 0.000012), ("funding_rate_bps", 0.00000012),
      ("fundingRate", 0.0012),
    ])
  func namedUnits(name: String, rate: Double) throws {
    let text = "time,\(name)\n1735689600,0.0012\n1735718400,0.0012\n"
    #expect(try imported(text, ImportHints(venue: "binance", kind: .funding)).column("funding_rate") == [rate, rate])
  }

  @Test("a rate of a year is no settlement's", arguments: ["funding_apr", "funding_rate_annualized"])
  func yearly(name: String) throws {
    let text = "time,\(name)\n1735689600,0.1\n1735718400,0.1\n"
    #expect(problem(text, try ImportHints(kind: .funding))?.what.contains("of another stretch") == true)
  }

  @Test("rates of one in size are shown as each unit would make them")
  func sizes() throws {
    let text = "time,funding_rate\n1735689600,0.9\n1735718400,0.9\n"
    let refused = problem(text, try ImportHints(kind: .funding))
    #expect(refused?.what.contains("0.9% at each settlement as percent, 0.009% at each settlement as bps") == true)
    let followed = try imported(
      text, name: "x.csv", ImportHints(symbol: "BTCUSDT", kind: .funding, table: flags(units: "funding_rate=percent")))
    #expect(notes(followed).contains("no venue pays that for long"))
  }

  @Test("rates that several rows give for one settlement are foretold")
  func foretold() throws {
    let rows = (0..<10).map {
      "\(1_735_689_600_000 + $0 * 3_600_000),0.0001,\(1_735_718_400_000 + $0 / 8 * 28_800_000)"
    }
    let text = "timestamp,fundingRate,nextFundingTime\n" + rows.joined(separator: "\n") + "\n"
    #expect(problem(text, try ImportHints(kind: .funding))?.remedy?.contains("--kind predicted_funding") == true)
    let table = try imported(
      text, name: "ETHUSDT.csv", ImportHints(venue: "binance", kind: FileKind(named: "predicted_funding")))
    #expect(try table.column("predicted_funding_rate").count == 10)
  }

  @Test("premiums of one in size are asked about")
  func premiums() throws {
    let text = "time,open,high,low,close\n1735689600,1,2,-5,-1\n1735693200,1,2,-5,-1\n"
    #expect(problem(text, try ImportHints(kind: .premium))?.what.contains("percent or basis points") == true)
  }

  @Test("settlements at hours of another clock are said to be")
  func settledBesides() throws {
    let rows = (0..<9).map { "\(1_735_693_200 + $0 * 28_800),0.0001" }.joined(separator: "\n")
    let table = try imported("time,funding_rate\n" + rows + "\n", ImportHints(venue: "binance", kind: .funding))
    #expect(notes(table).contains("it settles 1h after the hours of UTC"))
  }

  // MARK: What is suggested

  @Test("trades one by one are called that, and the number of a row is no value")
  func suggestedTrades() throws {
    let rows = (0..<4).map { "\($0),\(1_735_689_600_138 + $0 * 100),12064191\($0),buy,1666.\($0),26.06\($0)\n" }
      .joined()
    let trades = problem(",timestamp,id,side,price,amount\n" + rows, name: "list.csv")
    #expect(trades?.what.contains("perhaps trades one by one") == true)
    #expect(trades?.what.contains("perhaps: ") == false)
    let levels = (0..<4).map { "\($0),\(1_735_689_600 + $0 * 3600),9\($0)\n" }.joined()
    let said = problem(",timestamp,dominance\n" + levels, name: "list.csv")?.what
    #expect(said?.contains("--columns 'time=timestamp,dominance=dominance'") == true, "\(said ?? "")")
  }

  @Test("what a refusal suggests reads the table as what it is")
  func suggestions() throws {
    let interest =
      #"{"code":"0","data":[{"instId":"BTC-USDT-SWAP","oi":"1","oiUsd":"1939251795","ts":"1735689600000"},"#
      + #"{"instId":"BTC-USDT-SWAP","oi":"2","oiUsd":"1939251855","ts":"1735689900000"}]}"#
    #expect(
      problem(interest, name: "oi.json")?.what.contains(
        "perhaps: --kind open_interest --venue NAME --columns 'time=ts,open_interest=oi'") == true)
    let predicted =
      #"[{"symbol":"BTCUSDT","markPrice":"1","lastFundingRate":"0.0001","nextFundingTime":1735718400000,"time":1735689600000},"#
      + #"{"symbol":"BTCUSDT","markPrice":"2","lastFundingRate":"0.0002","nextFundingTime":1735718400000,"time":1735693200000}]"#
    #expect(
      problem(predicted, name: "p.json")?.what.contains(
        "--kind predicted_funding --venue NAME --columns 'time=time,predicted_funding_rate=lastFundingRate'") == true)
    let zoned = bars.replacing("time,", with: "time (UTC+8),")
    #expect(try imported(zoned).stamps.first == "2025-01-01T00:00:00Z", "counts say themselves when they are")
    let envelope = #"{"retCode":0,"retMsg":"OK","time":1735689600000,"result":{}}"#
    #expect(problem(envelope, name: "e.json")?.what.contains("perhaps") == false)
  }
}
