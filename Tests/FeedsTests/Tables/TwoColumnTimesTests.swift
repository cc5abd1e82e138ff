import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("A day and a time of day in two columns")
struct TwoColumnTimesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func refused(_ text: String) -> Problem? { problem(text, name: "SOLUSDT.csv") }

  private static let hours = ["2025-01-01T22:00:00Z", "2025-01-01T23:00:00Z", "2025-01-02T00:00:00Z"]

  /// Three hours over a midnight, a row for each of these times.
  private static func bars(_ header: String, _ times: [String], mark: String = ",") -> String {
    let prices = ["1,3,0.5,2,10", "2,4,1,3,11", "3,5,2,4,12"].map { $0.replacing(",", with: mark) }
    let rows = zip(times, prices).map { $0 + mark + $1 + "\n" }.joined()
    return (header.isEmpty ? "" : header + "\n") + rows
  }

  @Test(
    "are put together, in whatever order and form they stand, and that is said",
    arguments: [
      bars("Date,Time,Open,High,Low,Close,Volume", ["2025-01-01,22:00", "2025-01-01,23:00", "2025-01-02,00:00"]),
      bars(
        "Date,Time,Open,High,Low,Close,Volume",
        ["2025-01-01 00:00:00,22:00:00", "2025-01-01 00:00:00,23:00:00", "2025-01-02 00:00:00,00:00:00"]),
      bars(
        "Time;Date;Open;High;Low;Close;Vol", ["22:00;2025.01.01", "23:00;2025.01.01", "00:00;2025.01.02"], mark: ";"),
      bars("DATE,TIME,OPEN,HIGH,LOW,CLOSE,VOL", ["20250101,220000", "20250101,230000", "20250102,000000"]),
      bars("DATE,TIME,OPEN,HIGH,LOW,CLOSE,VOL", ["20250101,220000", "20250101,230000", "20250102,0"]),
      bars(
        "Date,Time,Open,High,Low,Close,Volume",
        ["Jan 01 2025,10:00 PM", "Jan 01 2025,11:00 PM", "Jan 02 2025,12:00 AM"]),
      bars("", ["2025.01.01,22:00", "2025.01.01,23:00", "2025.01.02,00:00"]),
    ])
  func together(text: String) throws {
    let table = try imported(text, ImportHints(venue: "x"))
    #expect(try table.stamps == Self.hours)
    #expect(try table.column("close") == [2, 3, 4])
    let isNamed = text.first?.isLetter == true
    #expect(!isNamed || table.reports.flatMap(\.notes).contains { $0.contains("the time of day in") })
  }

  @Test("a day and month that can be read in two ways are asked about with the time of day behind them")
  func ambiguous() throws {
    let text = Self.bars(
      "Date,Time,Open,High,Low,Close,Volume", ["03/04/2024,22:00", "03/04/2024,23:00", "04/04/2024,00:00"])
    #expect(refused(text)?.what.contains("'03/04/2024 22:00' may be 2024-04-03 (dd/MM/yyyy HH:mm)") == true)
    let table = try imported(text, ImportHints(table: flags(timeFormat: "MM/dd/yyyy HH:mm")))
    #expect(try table.stamps.first == "2024-03-04T22:00:00Z")
  }

  @Test("the clock is said as for one column: a zone moves them, and a terminal's own is asked for")
  func zone() throws {
    let text = Self.bars(
      "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<VOL>",
      ["2025.01.01\t22:00:00", "2025.01.01\t23:00:00", "2025.01.02\t00:00:00"], mark: "\t")
    #expect(refused(text)?.what.contains("off the clock of whoever exported the file") == true)
    let table = try imported(text, ImportHints(table: flags(zone: "+02:00")))
    #expect(try table.stamps.first == "2025-01-01T20:00:00Z")
  }

  @Test("flags and profiles write them with a plus between, as names or as numbers")
  func said() throws {
    let text = Self.bars(
      "Tag,Uhr,Open,High,Low,Close,Volume", ["01.01.2025,22:00", "01.01.2025,23:00", "02.01.2025,00:00"])
    let hints = try ImportHints(table: flags(columns: ["time": "Tag+Uhr"], timeFormat: "dd.MM.yyyy HH:mm"))
    #expect(try imported(text, hints).stamps == Self.hours)
    let bare = Self.bars("", ["x,01.01.2025,22:00", "y,01.01.2025,23:00", "z,02.01.2025,00:00"])
    let numbers = try ImportHints(
      table: flags(
        columns: ["time": "2+3", "open": "4", "high": "5", "low": "6", "close": "7", "volume": "8"],
        timeFormat: "dd.MM.yyyy HH:mm"))
    #expect(try imported(bare, name: "ETHUSDT.csv", numbers).stamps == Self.hours)
    let profile = """
      name: mine
      about: a day and a time of day
      match: {header: [Tag, Uhr]}
      time: {column: Tag+Uhr, pattern: dd.MM.yyyy HH:mm, zone: Europe/Berlin}
      series:
        - {kind: klines, venue: mine, symbol: XRPUSDT, columns: {open: Open, high: High, low: Low, close: Close, volume: Volume}}
      """
    #expect(try imported(text, name: "x.csv", profile: profile).stamps.first == "2025-01-01T21:00:00Z")
  }

  @Test("what is no day and time of day together is refused with both")
  func wrong() throws {
    let lost = Self.bars(
      "Date,Time,Open,High,Low,Close,Volume", ["2025-01-01,22:00", "2025-01-01,", "2025-01-02,00:00"])
    #expect(refused(lost)?.what.contains("Date+Time '2025-01-01 '") == true)
    let unpadded = Self.bars("Date,Time,Open,High,Low,Close,Volume", ["20250101,100", "20250101,200", "20250101,2200"])
    #expect(refused(unpadded)?.remedy?.contains("--time-format") == true)
  }

  @Test("computed columns may have them too, and a table of no known kind is shown with the flag")
  func others() throws {
    let text = "date,time,crowding\n2025-01-01,22:00,1\n2025-01-01,23:00,2\n2025-01-02,00:00,3\n"
    let table = try imported(text, ImportHints(venue: "mine", kind: .external, known: .atClose))
    #expect(try table.stamps == Self.hours)
    let shown = refused("Day,Clock,Foo\n2025-01-01,22:00,1.5\n2025-01-01,23:00,1.25\n")
    #expect(shown?.what.contains("'Clock': a time of day, as '22:00'") == true)
    #expect(shown?.what.contains("time=Day+Clock") == true)
  }
}
