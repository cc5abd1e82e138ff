import Feeds
import Foundation
import Market
import Store
import TestSupport
import Testing

@Suite("Plain tables of bars")
struct PlainTableTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private let usual =
    "time,open,high,low,close,volume\n2025-01-01 00:00:00,1,3,0.5,2,10\n2025-01-01 01:00:00,2,4,1,3,11\n"

  @Test("time, open, high, low, close, volume are klines whose taker flow is not known, and not zero")
  func takerFlow() throws {
    let table = try imported(usual, ImportHints(venue: "binance"))
    #expect(table.titles == ["binance:BTCUSDT klines 1h"])
    #expect(
      try table.rows("binance:BTCUSDT klines 1h") == [
        "2025-01-01 00:00 1.0 3.0 0.5 2.0 10.0 nan nan nan nan",
        "2025-01-01 01:00 2.0 4.0 1.0 3.0 11.0 nan nan nan nan",
      ])
  }

  @Test("what was taken for granted is said: the clock, the venue, the label")
  func notes() throws {
    let notes = try imported(usual).reports.flatMap(\.notes)
    #expect(notes.contains { $0.contains("read as UTC; say --zone") })
    #expect(notes.contains { $0.contains("filed under 'unstated'") })
    #expect(notes.contains { $0.contains("opens of bars") })
    let said = try imported(
      usual.replacing(":00,", with: ":00Z,").replacing("2,4,1,3", with: "2,4,1.5,3"), name: "ETHUSDT.csv",
      ImportHints(venue: "binance", kind: .klines, table: flags(label: .open, units: "volume=coin"))
    ).reports.flatMap(\.notes)
    #expect(said.isEmpty)
  }

  @Test("a file that says spot in its name is spot, one that says nothing a perpetual, and both are said")
  func market() throws {
    func read(_ name: String, kind: FileKind? = nil) throws -> (type: InstrumentType?, notes: [String]) {
      let folder = try ScratchFolder()
      let table = try ImportedTable(usual, name: name, in: folder, hints: ImportHints(venue: "x", kind: kind))
      return (table.reports.first?.series?.instrument.type, table.reports.flatMap(\.notes))
    }
    let spot = try read("BTC_USDT-1h-spot.csv")
    #expect(spot.type == .spot && spot.notes.contains { $0.contains("taken as spot") })
    let open = try read("BTCUSDT.csv")
    #expect(open.type == .perpetual && open.notes.contains { $0.contains("--kind spot") })
    for (name, kind) in [("BTCUSDT-futures.csv", nil), ("BTCUSDT.csv", FileKind.klines)] {
      let told = try read(name, kind: kind)
      #expect(told.type == .perpetual && !told.notes.contains { $0.contains("taken as") && $0.contains("spot") })
    }
  }

  @Test(
    "volumes under the names of coins are those of the pair's base and quote",
    arguments: [
      ("symbol", "BTC/USDT", "Volume BTC,Volume USDT"), ("symbol", "ETH/BTC", "Volume ETH,Volume BTC"),
      ("note", "", "Volume BTC,Volume USDT"),
    ])
  func coins(column: String, symbol: String, volumes: String) throws {
    let text =
      "unix,\(column),open,high,low,close,\(volumes)\n1735689600,\(symbol),1,3,0.5,2,10,20\n"
      + "1735693200,\(symbol),2,4,1,3,11,33\n"
    let table = try imported(text, ImportHints(venue: "binance"))
    let rows = try table.rows(try #require(table.titles.first))
    #expect(rows.first?.hasPrefix("2025-01-01 00:00 1.0 3.0 0.5 2.0 10.0 20.0 ") == true)
  }

  @Test(
    "columns may come in any order, under any of their usual names, between any of the usual marks",
    arguments: [
      "Close,Low,High,Open,Volume,Date\n2,0.5,3,1,10,2025-01-01\n3,1,4,2,11,2025-01-02\n",
      "Date;Open;High;Low;Close;Volume\n2025-01-01;1;3;0.5;2;10\n2025-01-02;2;4;1;3;11\n",
      "t\to\th\tl\tc\tv\n1735689600\t1\t3\t0.5\t2\t10\n1735776000\t2\t4\t1\t3\t11\n",
      "unix,open,high,low,close,volume\r\n1735689600000,1,3,0.5,2,10\r\n1735776000000,2,4,1,3,11\r\n",
      "ts,open,high,low,close,volume\n1735689600000000,1,3,0.5,2,10\n1735776000000000,2,4,1,3,11\n",
      "ts,open,high,low,close,volume\n1735689600000000000,1,3,0.5,2,10\n1735776000000000000,2,4,1,3,11\n",
      "\u{FEFF}\"time\",\"open\",\"high\",\"low\",\"close\",\"volume\"\n\"2025-01-02\",\"2\",\"4\",\"1\",\"3\",\"11\"\n2025-01-01,1,3,0.5,2,10\n",
      "20250101 00:00,1,3,0.5,2,10\n20250102 00:00,2,4,1,3,11\n",
      "[[1735689600000,1,3,0.5,2,10],[1735776000000,2,4,1,3,11]]",
      #"{"data":[{"t":1735689600,"o":"1","h":"3","l":"0.5","c":"2","v":"10"},{"t":1735776000,"o":2,"h":4,"l":1,"c":3,"v":11}]}"#,
    ])
  func forms(text: String) throws {
    let table = try imported(text, ImportHints(venue: "x"))
    #expect(
      try table.rows("x:BTCUSDT klines 1d").map { $0.split(separator: " ").prefix(7).joined(separator: " ") } == [
        "2025-01-01 00:00 1.0 3.0 0.5 2.0 10.0", "2025-01-02 00:00 2.0 4.0 1.0 3.0 11.0",
      ])
  }

  @Test("a date that can be read in two ways is refused with both, and the flag that decides")
  func ambiguous() throws {
    let text = "Date,Open,High,Low,Close,Volume\n03-04-2024,1,3,0.5,2,10\n04-04-2024,2,4,1,3,11\n"
    let refused = problem(text)
    #expect(refused?.what.contains("2024-04-03 (dd-MM-yyyy)") == true)
    #expect(refused?.what.contains("2024-03-04 (MM-dd-yyyy)") == true)
    #expect(refused?.remedy == "say --time-format 'dd-MM-yyyy' or 'MM-dd-yyyy'")
    let table = try imported(text, ImportHints(table: flags(label: .open, timeFormat: "dd-MM-yyyy")))
    #expect(try table.stamps == ["2024-04-03T00:00:00Z", "2024-04-04T00:00:00Z"])
  }

  @Test("a date that one row of the file decides is read that way")
  func decided() throws {
    let text =
      "Date,Open,High,Low,Close,Volume\n11-01-2024 00:00,1,3,0.5,2,10\n12-01-2024 00:00,2,4,1,3,11\n13-01-2024 00:00,2,4,1,3,11\n"
    let table = try imported(text)
    #expect(try table.stamps.first == "2024-01-11T00:00:00Z")
    #expect(table.reports.flatMap(\.notes).contains("times are read as dd-MM-yyyy HH:mm"))
  }

  @Test("times without a zone are off the clock that is said")
  func zone() throws {
    for (zone, hour) in [
      ("Asia/Kolkata", "18:30"), ("+05:30", "18:30"), ("UTC-3", "03:00"), ("America/New_York", "05:00"),
    ] {
      let table = try imported(usual, name: "X\(hour.prefix(2))USDT.csv", ImportHints(table: flags(zone: zone)))
      #expect(try table.stamps.first?.contains("T\(hour):00Z") == true, "\(zone)")
    }
    #expect(problem(usual, try ImportHints(table: flags(zone: "IST")))?.what == "there is no zone 'IST'")
    let zoned = usual.replacing(":00,", with: ":00+00:00,")
    #expect(problem(zoned, try ImportHints(table: flags(zone: "+03:00")))?.what.contains("say themselves") == true)
  }

  @Test("an hour that the clock showed twice is asked about, and one that it skipped does not exist")
  func summerTime() throws {
    func bars(_ hours: [String]) -> String {
      "time,open,high,low,close,volume\n" + hours.map { "\($0),1,3,0.5,2,10\n" }.joined()
    }
    let autumn = bars(["2023-10-29 00:00", "2023-10-29 01:00", "2023-10-29 01:00", "2023-10-29 02:00"])
      .replacing("01:00,1,3,0.5,2,10\n2023-10-29 02", with: "01:00,1,3,0.5,2,11\n2023-10-29 02")
    let refused = problem(autumn, try ImportHints(table: flags(zone: "Europe/London")))
    #expect(refused?.what.contains("showed twice") == true)
    #expect(refused?.place.line == 3)
    let table = try imported(autumn, ImportHints(table: flags(zone: "Europe/London", repeated: "in_order")))
    #expect(
      try table.stamps == [
        "2023-10-28T23:00:00Z", "2023-10-29T00:00:00Z", "2023-10-29T01:00:00Z", "2023-10-29T02:00:00Z",
      ])
    #expect(try table.column("volume") == [10, 10, 11, 10])
    // Newest first: of the hour that was shown twice the second is met before the first.
    let lines = autumn.split(separator: "\n").map { $0 + "\n" }
    let newest = try imported(
      lines[0] + lines.dropFirst().reversed().joined(), name: "ETHUSDT.csv",
      ImportHints(table: flags(zone: "Europe/London", repeated: "in_order")))
    #expect(try newest.stamps == table.stamps)
    #expect(try newest.column("volume") == [10, 10, 11, 10])
    let spring = bars(["2023-03-26 00:00", "2023-03-26 01:00"])
    #expect(
      problem(spring, try ImportHints(table: flags(zone: "Europe/London")))?.what.contains("set forward over") == true)
  }

  @Test("a header that stands again between the rows is passed over and said")
  func headerAgain() throws {
    let lines = usual.split(separator: "\n").map { $0 + "\n" }
    let table = try imported(lines.prefix(2).joined() + lines[0] + lines.dropFirst(2).joined())
    #expect(try table.stamps.count == lines.count - 1)
    #expect(table.reports.flatMap(\.notes).contains("1 line repeats the header and is passed over"))
  }

  @Test(
    "headers in other languages are heard as English ones",
    arguments: [
      "Datum;Eröffnung;Hoch;Tief;Schluss;Volumen", "Fecha;Apertura;Máximo;Mínimo;Cierre;Volumen",
      "Date;Ouverture;Plus haut;Plus bas;Clôture;Volume", "Дата;Открытие;Максимум;Минимум;Закрытие;Объем",
      "时间;开盘价;最高价;最低价;收盘价;成交量",
    ])
  func languages(header: String) throws {
    let table = try imported(
      header + "\n2025-01-01 00:00;1,5;3;0,5;2;10\n2025-01-01 01:00;2;4;1;3,5;11\n",
      ImportHints(venue: "x", table: flags(decimal: ",")))
    #expect(try table.column("open") == [1.5, 2])
    #expect(try table.column("high") == [3, 4])
    #expect(try table.column("low") == [0.5, 1])
    #expect(try table.column("close") == [2, 3.5])
    #expect(try table.column("volume") == [10, 11])
  }

  @Test("bars stamped at their close are stored under their open")
  func label() throws {
    let table = try imported(usual, ImportHints(table: flags(label: .close)))
    #expect(try table.stamps == ["2024-12-31T23:00:00Z", "2025-01-01T00:00:00Z"])
  }

  @Test("columns of other names are said, by name or by number")
  func columns() throws {
    let text = "a,b,c,d,e\n2025-01-01,1,3,0.5,2\n2025-01-02,2,4,1,3\n"
    #expect(problem(text)?.what.contains("of no known format") == true)
    let columns = ["time": "a", "open": "b", "high": "c", "low": "d", "close": "e"]
    #expect(problem(text, try ImportHints(table: flags(columns: columns)))?.remedy?.contains("--kind klines") == true)
    #expect(
      try imported(text, ImportHints(kind: .klines, table: flags(columns: columns))).titles
        == ["unstated:BTCUSDT klines 1d"])
    let bare = "x,1,3,0.5,2\n".replacing("x", with: "2025-01-01") + "2025-01-02,2,4,1,3\n"
    let numbers = ["time": "1", "open": "2", "high": "3", "low": "4", "close": "5"]
    #expect(
      try imported(bare, name: "ETHUSDT.csv", ImportHints(kind: .klines, table: flags(columns: numbers))).titles
        == ["unstated:ETHUSDT klines 1d"])
    let wrong = problem(text, try ImportHints(table: flags(columns: ["time": "a", "open": "bb"])))
    #expect(wrong?.what == "there is no column 'bb'")
    #expect(wrong?.remedy == "did you mean 'b'?" || wrong?.remedy?.contains("columns are") == true)
  }

  @Test("a rate that is percent by its size is asked about, and survives to the last bit")
  func percent() throws {
    let text =
      "time,funding_rate\n2025-01-01 00:00:00,0.0086\n2025-01-01 08:00:00,-0.0123\n2025-01-01 16:00:00,5.1e-05\n"
    let refused = problem(text)
    #expect(refused?.what.contains("look like percent") == true)
    #expect(refused?.remedy?.contains("--unit funding_rate=percent") == true)
    let table = try imported(text, ImportHints(venue: "x", table: flags(units: "funding_rate=percent")))
    #expect(try table.column("funding_rate") == [0.000086, -0.000123, 5.1e-07])
    #expect(table.titles == ["x:BTCUSDT funding 8h"])
  }

  @Test("decimal commas and thousands are read where they are said, and asked about where not")
  func marks() throws {
    let text =
      "time;open;high;low;close\n2025-01-01;42.314,5;42.603,2;42.289,6;42.503,5\n2025-01-02;42.503,5;42.832;42.462;42.647,9\n"
    #expect(problem(text, try ImportHints(kind: .klines))?.what.contains("'42.314,5' is not a number") == true)
    let table = try imported(text, ImportHints(kind: .klines, table: flags(decimal: ",", thousands: ".")))
    #expect(try table.column("open") == [42314.5, 42503.5])
    #expect(try table.column("high") == [42603.2, 42832])
    let quoted =
      "time,open,high,low,close\n2025-01-01,\"42,314.5\",\"42,603.2\",\"42,289.6\",\"42,503.5\"\n2025-01-02,1,1,1,1\n"
    #expect(
      try imported(quoted, name: "ETHUSDT.csv", ImportHints(kind: .klines, table: flags(thousands: ","))).column("open")
        == [42314.5, 1])
  }

  @Test("rows with no price are no bars; a bar without one of its prices is refused")
  func missing() throws {
    let text = usual + "2025-01-01 02:00:00,,,,,\n2025-01-01 03:00:00,NaN,null,n/a,-,\n2025-01-01 04:00:00,2,4,1,3,\n"
    let table = try imported(text, ImportHints(venue: "x"))
    #expect(try table.rows("x:BTCUSDT klines 1h").count == 3)
    #expect(try table.column("volume").last?.isNaN == true)
    let refused = problem(usual + "2025-01-01 02:00:00,2,,1,3,5\n")
    #expect(refused?.what.contains("is missing, and the other prices of its bar are there") == true)
    #expect(refused?.place.line == 4)
    #expect(refused?.place.column == 23)
  }

  @Test(
    "what cannot be is refused with its line and place",
    arguments: [
      ("2025-01-01 02:00:00,2,1.5,1,3,5\n", "is below open or close"),
      ("2025-01-01 02:00:00,2,4,2.5,3,5\n", "is above"),
      ("2025-01-01 02:00:00,2,4,1,3,-5\n", "is negative"),
      ("2025-01-01 02:00:00,0,4,0,3,5\n", "is not a positive price"),
      ("2025-01-01 02:00:00,2,4,1,3x,5\n", "is not a number"),
      ("2025-01-01 02:30:00,2,4,1,3,5\n", "is not where a bar"),
      ("2025-01-01 00:30:00,2,4,1,3,5\n", "time goes backwards"), ("2025-02-30 02:00:00,2,4,1,3,5\n", "is not a time"),
      ("2025-01-01 01:00:00,2,4,1,3,5\n", "a second row for"), ("2025-01-01 02:00:00,2\n", "has 2 fields"),
    ])
  func impossible(row: String, why: String) throws {
    let refused = problem(usual + row)
    #expect(refused?.what.contains(why) == true, "\(refused?.what ?? "")")
    #expect(refused?.place.line == 4)
    let skipped = try ImportedTable(usual + row, in: scratch, badRows: .skip)
    #expect(skipped.reports.map(\.rejected.count) == [1])
    #expect(try skipped.stamps.count == 2)
  }

  @Test("a table beside a venue's own bars takes nothing from them that it does not know")
  func beside() throws {
    let scratch = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
    let own = try scratch.write(KlineText.traded(3, every: .hour), to: "um_klines_1h/BTCUSDT-1h-2025-01.csv")
    _ = try Importer.importFiles([own], into: dataset)
    let before = try dataset.fingerprint()
    let same =
      "time,open,high,low,close,volume\n2025-01-01 00:00,100,101,99,100.5,1.25\n2025-01-01 01:00,101,102,100,101.5,2.25\n"
    let plain = try scratch.write(same, to: "BTCUSDT.csv")
    let hints = try ImportHints(venue: "binance")
    #expect(try Importer.importFiles([plain], into: dataset, hints: hints).map(\.counts) == [MergeCounts(duplicate: 2)])
    #expect(try dataset.fingerprint() == before)
    let other = try scratch.write(same.replacing("100.5", with: "100.6"), to: "BTCUSDT-2.csv")
    #expect(
      try Importer.importFiles([other], into: dataset, hints: hints).map(\.counts)
        == [MergeCounts(duplicate: 1, outweighed: 1)])
    #expect(try dataset.fingerprint() == before)
  }

  @Test("prices that fit the series that are there only when moved by hours are said to be off another clock")
  func clockDoubt() throws {
    let dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
    let own = try scratch.write(KlineText.traded(300, every: .hour), to: "um_klines_1h/BTCUSDT-1h.csv")
    _ = try Importer.importFiles([own], into: dataset)
    let ahead =
      "time,open,high,low,close,volume\n"
      + (0..<200).map { row in
        let local = newYear + .hour * (row + 50) + .hours(6)
        return "\(local.minuteText),\(150 + row),\(151 + row),\(149 + row),\(150 + row).51,1\n"
      }.joined()
    let file = try scratch.write(ahead, to: "BTCUSDT.csv")
    let wrong = try Importer.importFiles([file], into: dataset, hints: ImportHints(venue: "x"), isRehearsal: true)
    let note = try #require(wrong.flatMap(\.notes).first { $0.contains("fit binance:BTCUSDT klines 1h") })
    #expect(note.contains("moved by -6 h") && note.contains("say --zone +06:00"))
    let right = try Importer.importFiles(
      [file], into: dataset, hints: ImportHints(venue: "x", table: flags(zone: "+06:00")), isRehearsal: true)
    #expect(!right.flatMap(\.notes).contains { $0.contains("only when moved") })
  }

  @Test("the volume of an inverse contract is asked about")
  func inverse() throws {
    let refused = problem(usual, name: "BTCUSD_PERP.csv", try ImportHints(venue: "binance"))
    #expect(refused?.remedy == "say --unit volume=contracts, coin or quote")
    let table = try imported(
      usual, name: "BTCUSD_PERP.csv", ImportHints(venue: "binance", table: flags(units: "volume=contracts")))
    #expect(table.reports[0].series?.columns.first { $0.name == "volume" }?.unit == .contracts)
  }

  @Test("a column of symbols is a series each")
  func symbols() throws {
    let text =
      "Timestamp,Symbol,Open,High,Low,Close\n2025-01-01,BTC/USDT,1,3,0.5,2\n2025-01-01,ETH/USDT,1,3,0.5,2\n2025-01-02,BTC/USDT,1,3,0.5,2\n2025-01-02,ETH/USDT,2,4,1,3\n"
    let table = try imported(text, name: "all.csv", ImportHints(venue: "x", kind: .klines))
    #expect(table.titles == ["x:BTCUSDT klines 1d", "x:ETHUSDT klines 1d"])
    #expect(
      problem(text, try ImportHints(symbol: "BTCUSDT", kind: .klines))?.what
        == "the file holds several symbols, and --symbol says one: 'BTC/USDT', and 'ETH/USDT' in line 3")
  }

  @Test("a table of no known kind is shown: its rows, what its columns look like, and flags that would read it")
  func shown() throws {
    let text =
      "when,px,basis\n1735689600000,94000.5,-0.0001\n1735689900000,94010.5,0.0002\n1735690200000,94020,0.0001\n"
    let shown = try #require(problem(text))
    #expect(shown.what.contains("1735689600000 | 94000.5 | -0.0001"))
    #expect(shown.what.contains("'when': a time in milliseconds"))
    #expect(shown.what.contains("'px': 94000.5 to 94020.0: a price"))
    #expect(shown.what.contains("'basis': -0.0001 to 0.0002: a rate or premium as a fraction"))
    #expect(
      shown.what.contains("--kind external --label open --venue NAME --symbol BTCUSDT --columns 'time=when,px=px'"))
    let rates = try #require(problem(text.replacing(",px", with: "").replacing(/,94[0-9.]+/, with: ""), name: "r.csv"))
    #expect(
      rates.what.contains("--kind funding --venue NAME --symbol BTCUSDT --columns 'time=when,funding_rate=basis'"))
    #expect(shown.remedy?.contains("--kind") == true)
  }

  @Test("amounts of dollars are not shown as times, nor days as amounts")
  func shownAmounts() throws {
    let rows = (0..<20).map { row in
      "2024010\(row % 9 + 1),\(1_700_000_000 + row * 7919 % 1000),\(1_704_067_200 + row * 60),\(1_700_000_000 + row)\n"
    }
    let text = "session,volume_usd,stamp,row_id\n" + rows.sorted().joined()
    let shown = try #require(problem(text))
    #expect(shown.what.contains("'volume_usd': 1700000000.0 to 1700000947.0: an amount, by its name"), "\(shown.what)")
    #expect(!shown.what.contains("'row_id': a time"))
    let days = "session,volume_usd\n" + (1..<10).map { "2024010\($0),\(20_240_101 + $0)\n" }.joined()
    let shownDays = try #require(problem(days))
    #expect(shownDays.what.contains("'session': a time written yyyyMMdd"), "\(shownDays.what)")
    #expect(shownDays.what.contains("an amount, by its name"))
  }

  @Test("a column that is not there is answered with the nearest name and with those there are")
  func missingColumn() throws {
    let table = "time,open,high,low,Clse,volume\n2025-01-01,1,3,0.5,2,10\n"
    let wrong = problem(table, try ImportHints(table: flags(columns: ["close": "Close"])))
    #expect(wrong?.remedy == "did you mean 'Clse'? The columns are time, open, high, low, Clse, volume")
    let far = problem(table, try ImportHints(table: flags(columns: ["close": "settlement"])))
    #expect(far?.remedy == "the columns are time, open, high, low, Clse, volume")
  }

  @Test(
    "a venue is filed under its own name, by whichever of its names it is said",
    arguments: [("gateio", "gate"), ("gate.io", "gate"), ("binanceusdm", "binance"), ("bybit-linear", "bybit")])
  func aliases(said: String, venue: String) throws {
    let table = try imported(
      usual, ImportHints(venue: said, table: flags(units: venue == "gate" ? "volume=coin" : nil)))
    #expect(table.titles == ["\(venue):BTCUSDT klines 1h"])
    let column = usual.split(separator: "\n").enumerated().map { $0 == 0 ? "\($1),exchange" : "\($1),\(said)" }
    let inRows = try imported(
      column.joined(separator: "\n") + "\n",
      ImportHints(table: flags(units: venue == "gate" ? "volume=coin" : nil)))
    #expect(inRows.titles == ["\(venue):BTCUSDT klines 1h"])
    #expect(
      #expect(throws: Problem.self) { try ImportHints(venue: "bybit-spot") }?.remedy
        == "say --venue bybit --kind spot")
  }

  @Test("Volume_(BTC) and Volume_(Currency) are a volume and its value")
  func currencyVolumes() throws {
    let text =
      "Timestamp,Open,High,Low,Close,Volume_(BTC),Volume_(Currency),Weighted_Price\n1735689600,100,102,99,101,2,202,101\n"
      + "1735689660,101,103,100,102,3,305,101.7\n"
    let table = try imported(text, name: "bitstampUSD_1-min.csv", ImportHints(symbol: "BTCUSD", kind: .spot))
    #expect(try table.column("volume") == [2, 3] && table.column("quote_volume") == [202, 305])
  }

  @Test("Kraken's rate in dollars for a contract is no rate of a position, and is not taken for one")
  func krakenRates() throws {
    func table(_ names: String, _ rows: (Int) -> String) -> String {
      "timestamp,\(names)\n" + (0..<3).map { "2025-01-01 0\($0):00:00,\(rows($0))\n" }.joined()
    }
    let both = table("fundingRate,relativeFundingRate") { "0.000\($0)1,0.00001\($0)" }
    let hints = try ImportHints(venue: "krakenfutures", symbol: "PF_XBTUSD", kind: .funding)
    #expect(try imported(both, hints).column("funding_rate") == [0.00001, 0.000011, 0.000012])
    let small = table("fundingRate") { "0.0000001\($0)" }
    let refused = problem(small, hints)
    #expect(refused?.what.hasPrefix("'fundingRate' of Kraken's contracts is an amount") == true)
    #expect(refused?.remedy?.contains("--unit funding_rate=fraction") == true)
    var named = hints
    named.table = try flags(columns: ["funding_rate": "fundingRate"])
    #expect(problem(both, named)?.remedy == "say --columns funding_rate=relativeFundingRate")
    named.table = try flags(units: "funding_rate=fraction")
    #expect(try imported(small, named).column("funding_rate").count == 3)
    #expect(try imported(small, ImportHints(venue: "binance", symbol: "BTCUSDT", kind: .funding)).titles.count == 1)
  }

  @Test("a rehearsal says what an import would do, and changes nothing")
  func rehearsal() throws {
    let file = try scratch.write(usual, to: "BTCUSDT.csv")
    let dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
    let said = try Importer.importFiles([file], into: dataset, isRehearsal: true)
    #expect(said.map(\.counts) == [MergeCounts(kept: 2)])
    #expect(!FileManager.default.fileExists(atPath: dataset.path))
    _ = try Importer.importFiles([file], into: dataset)
    let before = try dataset.fingerprint()
    let more = try scratch.write(usual + "2025-01-01 02:00:00,2,4,1,3,5\n", to: "more/BTCUSDT.csv")
    #expect(
      try Importer.importFiles([more], into: dataset, isRehearsal: true).map(\.counts) == [
        MergeCounts(kept: 1, duplicate: 2)
      ])
    #expect(try dataset.fingerprint() == before)
    #expect(try dataset.imports().count == 1)
  }

  @Test("when one file of several cannot be merged, none is")
  func wholeCall() throws {
    let first = try scratch.write(usual, to: "a/BTCUSDT.csv")
    let columns = "time,close\n2025-01-01 00:00:00,1\n2025-01-01 01:00:00,2\n"
    let dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
    let second = try scratch.write(columns, to: "b/BTCUSDT.csv")
    _ = first
    let hints = try ImportHints(venue: "x", kind: .external, known: .atStamp, isStampConfirmed: true)
    let own = try scratch.write("time,score\n2025-01-01 00:00:00,1\n2025-01-01 01:00:00,2\n", to: "a2/BTCUSDT.csv")
    #expect(throws: Problem.self) { try Importer.importFiles([own, second], into: dataset, hints: hints) }
    #expect(!FileManager.default.fileExists(atPath: dataset.path))
  }
}
