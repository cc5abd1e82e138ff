import Feeds
import Market
import TestSupport
import Testing

@Suite("What stamps say of the bars that rows are of")
struct BarStampsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func hour(_ row: Int) -> String { row < 10 ? "0\(row)" : "\(row)" }

  private func bars(_ stamp: (Int) -> String, name: String = "time") -> String {
    "\(name),open,high,low,close,volume\n" + (0..<6).map { "\(stamp($0)),1,3,0.5,2,1\($0)\n" }.joined()
  }

  private func external(_ rows: [String], _ known: KnownRule = .atClose) throws -> ImportedTable {
    try imported(
      "time,f\n" + rows.enumerated().map { "\($1),\($0)\n" }.joined(),
      ImportHints(venue: "mine", kind: .external, known: known))
  }

  private func refusal(_ rows: [String]) -> Problem? {
    #expect(throws: Problem.self) { try external(rows) }
  }

  @Test("computed flags in words are 1 and 0, in every reading, and a column of bars has none")
  func flagged() throws {
    let hints = try ImportHints(venue: "mine", kind: .external, known: .atClose)
    let said = try ImportHints(
      venue: "mine", kind: .external, known: .atClose, table: flags(columns: ["time": "time", "sig": "sig"]))
    let times = [1_740_787_200_000, 1_740_790_800_000, 1_740_794_400_000]
    for words in [["True", "False", "True"], ["true", "false", "true"], ["TRUE", "FALSE", "TRUE"]] {
      let csv = "time,sig\n" + zip(times, words).map { "\($0),\($1)\n" }.joined()
      for hints in [hints, said] {
        #expect(try ImportedTable(csv, in: ScratchFolder(), hints: hints).column("sig") == [1, 0, 1])
      }
    }
    let json = times.enumerated().map { "{\"time\": \($1), \"sig\": \($0 % 2 == 0)}" }.joined(separator: ", ")
    #expect(try imported("[\(json)]", name: "BTCUSDT.json", hints).column("sig") == [1, 0, 1])
    let bars = "time,open,high,low,close,volume\n" + times.map { "\($0),1,3,0.5,2,true\n" }.joined()
    #expect(problem(bars, name: "ETHUSDT.csv")?.what.contains("'true' is not a number") == true)
  }

  @Test("days of a clock with summer time are refused with the clock as the cause")
  func summerTime() throws {
    let days = (1...20).map { "2025-03-\($0 < 10 ? "0" : "")\($0)" }
    let text = "date,open,high,low,close,volume\n" + days.enumerated().map { "\($1),1,3,0.5,2,1\($0)\n" }.joined()
    let hints = try ImportHints(venue: "binance", table: flags(zone: "America/New_York", label: .open))
    #expect(problem(text, hints)?.what.contains("days of a clock with summer time") == true)
  }

  @Test("bars of a width that divides no day and that begin anew at each midnight are refused with that as the cause")
  func beginsAnew() throws {
    let opens = (0..<32).map { "2025-03-0\(1 + $0 / 4) \(hour($0 % 4 * 7)):00:00" }
    let text = "time,open,high,low,close,volume\n" + opens.enumerated().map { "\($1),1,3,0.5,2,1\($0)\n" }.joined()
    let refused = problem(text, try ImportHints(venue: "binance"))
    #expect(refused?.what.contains("is not where a bar of 7h opens, and bars begin anew at each midnight UTC") == true)
    let steady = (0..<20).map { "2025-03-0\(1 + $0 * 7 / 24) \(hour($0 * 7 % 24)):00:00" }
    let rows = "time,open,high,low,close,volume\n" + steady.enumerated().map { "\($1),1,3,0.5,2,1\($0)\n" }.joined()
    #expect(try imported(rows, ImportHints(venue: "binance")).titles == ["binance:BTCUSDT klines 7h"])
  }

  // MARK: Bars that open nowhere

  @Test("hours stamped a minute before they end, or at half past, are asked about", arguments: [59, 30])
  func offHours(minute: Int) throws {
    let text = bars { "2025-03-01 \(hour($0)):\(minute):00" }
    let asked = problem(text)
    #expect(asked?.what.hasPrefix("times such as 2025-03-01 00:\(minute) are no opens of bars of 1h") == true)
    #expect(asked?.remedy?.contains(minute == 59 ? "--label close" : "--zone") == true)
    #expect(asked?.place.line == 2)
    let said = try imported(text, ImportHints(table: flags(label: .open)))
    #expect(try said.stamps.first == "2025-03-01T00:\(minute):00Z")
  }

  @Test("bars of months are called so, whatever their name says of them", arguments: ["BTCUSDT.csv", "BTCUSDT_1M.csv"])
  func months(file: String) throws {
    let text = bars { "2023-\(hour($0 % 12 + 1))-01" }
    #expect(problem(text, name: file)?.what.contains("months") == true)
  }

  @Test("ends that are a minute short are those of their hour, and a clock half an hour off is one")
  func said() throws {
    let ends = try imported(
      bars { "2025-03-01 \(hour($0)):59:00" }, ImportHints(table: flags(label: .close)))
    #expect(try ends.stamps.first == "2025-03-01T00:00:00Z")
    let india = try imported(
      bars { "2025-03-01 \(hour($0)):30:00" }, ImportHints(table: flags(zone: "Asia/Kolkata")))
    #expect(try india.stamps.first == "2025-02-28T19:00:00Z")
  }

  @Test(
    "a column that is called an end holds ends, also where it is named by a flag",
    arguments: ["end", "close_time", "to"])
  func ends(name: String) throws {
    let text = bars({ "2025-03-01 \(hour($0 + 1)):00:00" }, name: name)
    #expect(try imported(text).stamps.first == "2025-03-01T00:00:00Z")
    let named = try imported(text, ImportHints(table: flags(columns: ["time": name])))
    #expect(try named.stamps.first == "2025-03-01T00:00:00Z")
    let hints = try ImportHints(table: flags(columns: ["time": name], label: .open))
    let opens = try ImportedTable(text, in: ScratchFolder(), hints: hints)
    #expect(try opens.stamps.first == "2025-03-01T01:00:00Z")
  }

  @Test("of a table without a header the closes decide which column is the open")
  func positions() throws {
    var close = 100.0
    let rows = (0..<40).map { row -> String in
      let open = close
      close = 100 + Double(row * 37 % 11)
      return
        "\(1_740_787_200 + row * 3600),\(close),\(max(open, close) + 1),\(min(open, close) - 1),\(open),\(10 + row)"
    }
    let table = try imported(rows.joined(separator: "\n") + "\n")
    #expect(try table.column("open").prefix(3) == [100, 100, 104])
    let backwards = try imported(rows.reversed().joined(separator: "\n") + "\n", name: "ETHUSDT.csv")
    #expect(try backwards.column("open") == table.column("open"))
  }

  // MARK: Two times

  private func notes(_ table: ImportedTable) -> String { table.reports.flatMap(\.notes).joined(separator: "\n") }

  @Test(
    "of two times that are a bar apart the earlier is the open, whatever they are called",
    arguments: ["period_start,timestamp", "date,timestamp", "candle_begin_time,datetime", "start,time"])
  func twoEnds(names: String) throws {
    let text = bars({ "2025-03-01 \(hour($0)):00:00,2025-03-01 \(hour($0 + 1)):00:00" }, name: names)
    let table = try imported(text)
    #expect(try table.stamps.first == "2025-03-01T00:00:00Z")
    let late = names.split(separator: ",")[1]
    #expect(notes(table).contains("those of '\(late)' are one bar (1h) later, as its end is"), "\(notes(table))")
  }

  @Test(
    "of two times that are hours apart the one that says the instant is taken",
    arguments: ["open_time,open_timestamp", "time,unix", "Date,unix", "datetime,time_utc"])
  func twoClocks(names: String) throws {
    func count(_ row: Int) -> String { "\(1_740_787_200_000 + row * 3_600_000)" }
    func instant(_ row: Int) -> String { names.hasSuffix("utc") ? "2025-03-01T0\(row):00:00Z" : count(row) }
    let table = try imported(bars({ "2025-03-01 \(hour($0 + 8)):00:00,\(instant($0))" }, name: names))
    #expect(try table.stamps.first == "2025-03-01T00:00:00Z")
    #expect(notes(table).contains("are off a clock 8h ahead of it"), "\(notes(table))")
    let same = bars({ "2025-03-01 \(hour($0)):00:00,\(instant($0))" }, name: names)
    #expect(try !notes(ImportedTable(same, in: ScratchFolder())).contains("off a clock"))
  }

  @Test("where a flag says what times are the one of the best name is meant")
  func twoSaid() throws {
    let text = bars(
      { "2025-03-01 \(hour($0)):00:00,2025-03-01 \(hour($0 + 1)):00:00" }, name: "period_start,timestamp")
    let table = try imported(text, ImportHints(table: flags(label: .close)))
    #expect(try table.stamps.first == "2025-03-01T00:00:00Z")
  }

  // MARK: Days that bars end on

  @Test("a bar that ends on a day ends when the day is over, by a flag as by the name of the column")
  func dayEnds() throws {
    func day(_ row: Int) -> String { "2025-03-0\(row + 1)" }
    let closes = try ImportHints(table: flags(label: .close))
    let said = try imported(bars(day), closes)
    #expect(try said.stamps.first == "2025-03-01T00:00:00Z")
    #expect(notes(said).contains("a bar is taken to end when its day is over"))
    let named = try ImportedTable(bars(day, name: "end_date"), in: ScratchFolder())
    #expect(try named.stamps.first == "2025-03-01T00:00:00Z")
    let weeks = (0..<4).map { "2025-03-\(hour(2 + 7 * $0)),1,3,0.5,2,1\($0)\n" }.joined()
    let weekly = try ImportedTable("date,open,high,low,close,volume\n" + weeks, in: ScratchFolder(), hints: closes)
    #expect(try weekly.stamps.first == "2025-02-24T00:00:00Z")
    let midnights = try ImportedTable(bars { day($0) + " 00:00:00" }, in: ScratchFolder(), hints: closes)
    #expect(try midnights.stamps.first == "2025-02-28T00:00:00Z")
  }

  @Test(
    "ends are told by their words, in any order and with or without marks",
    arguments: [
      "bar_close", "candle_end", "closed_at", "ts_close", "window_end", "closeTime", "bar_end_utc", "time_close_ms",
    ])
  func endWords(name: String) throws {
    let text = bars({ "2025-03-01 \(hour($0 + 1)):00:00" }, name: name)
    let table = try imported(text, ImportHints(table: flags(columns: ["time": name])))
    #expect(try table.stamps.first == "2025-03-01T00:00:00Z")
    #expect(try ImportedTable(text, in: ScratchFolder()).stamps.first == "2025-03-01T00:00:00Z")
  }

  @Test("a price at the close of a candle is no time")
  func closingPrice() throws {
    let rows = (0..<6).map { "\(1_740_787_200 + $0 * 3600),1,3,0.5,2,1\($0)\n" }.joined()
    let table = try imported(
      "time,open,high,low,candle_close,volume\n" + rows, ImportHints(table: flags(columns: ["close": "candle_close"])))
    #expect(try table.stamps.first == "2025-03-01T00:00:00Z")
  }

  // MARK: Digits of a calendar

  @Test("ten digits that are a calendar's in every row are no seconds since 1970")
  func calendarDigits() throws {
    let hours = bars { "17030\(3 + $0 / 3)\(hour($0 % 3 * 8))00" }
    let refused = problem(hours)
    #expect(refused?.what.contains("'1703030000' reads as 2017-03-03 00:00 (yyMMddHHmm)") == true)
    #expect(refused?.remedy == "say --time-format 'yyMMddHHmm'")
    let said = try imported(hours, ImportHints(table: flags(timeFormat: "yyMMddHHmm")))
    #expect(try said.stamps.first == "2017-03-03T00:00:00Z")
    let later = problem(bars { "20250303\(hour($0))" }, name: "ETHUSDT_1h.csv")
    #expect(later?.remedy == "say --time-format 'yyyyMMddHH'", "\(later?.what ?? "")")
    let counts = bars { "\(1_703_030_400 + $0 * 60)" }
    #expect(try ImportedTable(counts, in: ScratchFolder()).stamps.first == "2023-12-20T00:00:00Z")
  }

  @Test("times as mails and web servers write them are read")
  func weekdays() throws {
    let table = try imported(bars { "\"Mon, 03 Mar 2025 0\($0):00:00 GMT\"" })
    #expect(try table.stamps.first == "2025-03-03T00:00:00Z")
  }

  // MARK: Computed values

  @Test("a stray row is no width of bars: computed values would be known before their bars are over")
  func stray() throws {
    let four = (0..<12).map { "2025-03-0\(1 + $0 / 6) \(hour($0 % 6 * 4)):00:00" }
    #expect(try external(four).titles == ["mine:BTCUSDT external 4h"])
    let asked = refusal([four[0], "2025-03-01 01:00:00"] + four[1...])
    #expect(asked?.what.hasPrefix("2025-03-01T01:00:00Z is not where a bar of 4h opens") == true)
    #expect(asked?.place.line == 3 && asked?.remedy?.contains("--interval") == true)
  }

  @Test("rows that are known at their stamp and keep no rhythm are filed as irregular")
  func irregular() throws {
    let rows = [0, 5, 6, 17, 19, 31, 38, 60].map { "2025-03-0\(1 + $0 / 24) \(hour($0 % 24)):07:31" }
    #expect(try external(rows, .atStamp).titles == ["mine:BTCUSDT external irregular"])
  }

  @Test("bars of months have no one width, and rows at no one width are of no bars")
  func widths() throws {
    let months = (1..<10).map { "2025-0\($0)-01 00:00:00" }
    #expect(refusal(months)?.what.hasPrefix("rows stand on the first of months") == true)
    let irregular = [0, 1, 5, 13, 37, 38, 42].map { "2025-03-0\(1 + $0 / 24) \(hour($0 % 24)):00:00" }
    #expect(refusal(irregular)?.what.hasPrefix("rows come at no one width") == true)
    let changed =
      (0..<4).map { "2025-03-0\(1 + $0 / 2) \(hour($0 % 2 * 12)):00:00" }
      + (0..<9).map { "2025-03-0\(3 + $0 / 3) \(hour($0 % 3 * 8)):00:00" }
    #expect(refusal(changed)?.what.contains("is not where a bar of 8h opens") == true)
  }

  private func hours(_ hours: [Int]) -> [String] {
    hours.map { "2025-03-\($0 < 216 ? "0" : "")\(1 + $0 / 24) \(hour($0 % 24)):00:00" }
  }

  @Test("an interval that changed asks for the width with the line where it does, at whichever end of the file")
  func changedWidths() throws {
    let first = hours((0..<6).map { $0 * 4 } + Array(24..<72))
    let asked = refusal(first)
    #expect(
      asked?.what
        == "rows come 4h apart from 2025-03-01 00:00 on, 6 times in a row, and else 1h apart: an interval that changed")
    #expect(asked?.place.line == 8 && asked?.remedy?.contains("--interval 1h") == true)
    let last = refusal(hours(Array(0..<40) + (10..<14).map { $0 * 4 }))
    #expect(last?.what.contains("4h apart from 2025-03-02 15:00 on") == false)
    #expect(last?.what.contains("4h apart from 2025-03-02 16:00 on, 3 times in a row") == true)
    let said = try ImportHints(venue: "mine", kind: .external, known: .atClose, table: flags(interval: .hour))
    let text = "time,f\n" + first.enumerated().map { "\($1),\($0)\n" }.joined()
    #expect(try ImportedTable(text, in: ScratchFolder(), hints: said).titles == ["mine:BTCUSDT external 1h"])
  }

  @Test("rows that are missing at random, for hours, or twice alike are no interval that changed")
  func missingRows() throws {
    for missing in [[20, 21, 22, 40, 41, 50], [20, 22, 60, 61, 62, 64, 65, 66], Array(30..<50)] {
      let rows = hours((0..<90).filter { !missing.contains($0) })
      #expect(try external(rows).titles == ["mine:BTCUSDT external 1h"])
    }
    // Only hours that had any: gaps of every length, some of which are alike.
    let events = [0, 1, 2, 4, 5, 6, 9, 11, 13, 15, 16, 17, 18, 22, 23, 24, 26, 27, 28, 29, 33, 34, 35, 36, 37, 39, 40]
    #expect(try external(hours(events)).titles == ["mine:BTCUSDT external 1h"])
    let weekdays = (0..<12).map { "2025-03-\($0 < 5 ? "0" : "")\(3 + $0 / 5 * 7 + $0 % 5)" }
    let hints = try ImportHints(
      venue: "mine", kind: .external, known: .atClose, table: flags(columns: ["time": "time", "f": "f"], label: .open))
    let text = "time,f\n" + weekdays.enumerated().map { "\($1),\($0)\n" }.joined()
    #expect(try imported(text, hints).titles == ["mine:BTCUSDT external 1d"])
  }

  @Test("of values that are known at their stamp most rows say how far apart they are")
  func known() throws {
    let rows = (0..<8).map { "2025-03-01 \(hour($0)):07:00" }
    let table = try external(rows + ["2025-03-01 07:07:01"], .atStamp)
    #expect(table.titles == ["mine:BTCUSDT external 1h"])
  }

  @Test(
    "bars of an interface that end a day or years after they began are refused",
    arguments: [86_400_000, 164_073_600_000])
  func answeredEnds(late: Int) throws {
    func answer(_ lasts: Int) -> String {
      let rows = (0..<6).map { row in
        let open = 1_740_787_200_000 + row * 3_600_000
        return
          #"{"t":\#(open),"T":\#(open + lasts - 1),"s":"BTC","i":"1h","o":"42314","c":"42503","h":"42603","l":"42289","v":"8459.4","n":88}"#
      }
      return "[\(rows.joined(separator: ","))]"
    }
    let refused = problem(answer(late), name: "w.json")
    #expect(refused?.what.contains("by its 'T', and bars come 1h apart") == true)
    #expect(
      try ImportedTable(answer(3_600_000), name: "w.json", in: ScratchFolder()).titles == ["hyperliquid:BTC klines 1h"])
  }

  @Test("a profile says which column the ends of bars stand in, and they have to fit")
  func profileEnds() throws {
    let profile = """
      name: mine
      about: own rows
      match: {header: [t, e, o, h, l, c]}
      time: {column: t, end: e}
      series:
        - {kind: klines, venue: x, symbol: ETHUSDT, columns: {open: o, high: h, low: l, close: c}}
      """
    func rows(_ lasts: Int) -> String {
      "t,e,o,h,l,c\n"
        + (0..<6).map { "\(1_740_787_200 + $0 * 3600),\(1_740_787_200 + $0 * 3600 + lasts),1,3,0.5,2\n" }.joined()
    }
    #expect(throws: Problem.self) { try imported(rows(7200), name: "x.csv", profile: profile) }
    let fits = try ImportedTable(rows(3600), name: "x.csv", in: ScratchFolder(), profile: profile)
    #expect(fits.titles == ["x:ETHUSDT klines 1h"])
  }
}
