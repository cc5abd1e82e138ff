import Feeds
import Market
import TestSupport
import Testing

@Suite("Clocks that the names of columns say")
struct NamedClockTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Two bars of a day under this name of their time.
  private func bars(_ name: String, _ first: String = "2024-01-15 09:00:00", _ second: String = "2024-01-15 10:00:00")
    -> String
  { "\(name),open,high,low,close,volume\n\(first),1,3,0.5,2,10\n\(second),2,4,1,3,11\n" }

  private func notes(_ table: ImportedTable) -> [String] { table.reports.flatMap(\.notes) }

  @Test(
    "times are read off the clock that their column's name says",
    arguments: [
      ("Time (UTC+8)", "2024-01-15T01:00:00Z"), ("Date (UTC)", "2024-01-15T09:00:00Z"),
      ("timestamp_utc", "2024-01-15T09:00:00Z"), ("Date(GMT-3)", "2024-01-15T12:00:00Z"),
      ("Open time (Asia/Kolkata)", "2024-01-15T03:30:00Z"), ("time_ny", "2024-01-15T14:00:00Z"),
      ("datetime_kst", "2024-01-15T00:00:00Z"), ("UTC", "2024-01-15T09:00:00Z"),
      ("Time (UTC+05:30)", "2024-01-15T03:30:00Z"),
    ])
  func named(name: String, first: String) throws {
    let table = try imported(bars(name))
    #expect(try table.stamps.first == first)
    #expect(!notes(table).contains { $0.contains("read as UTC") })
    let isUTC = first.contains("T09")
    #expect(notes(table).contains { $0.hasSuffix("as '\(name)' says") } != isUTC, "\(notes(table))")
  }

  @Test("a unit behind the name is no part of it", arguments: ["open_time_ms", "timestamp_ms", "Time (ms)"])
  func units(name: String) throws {
    let table = try imported(bars(name, "1705309200000", "1705312800000"))
    #expect(try table.stamps.first == "2024-01-15T09:00:00Z")
  }

  @Test(
    "a clock that several go by is asked for, and taken as it is said",
    arguments: ["local_time", "time_est", "Date (IST)", "time_utc8", "server_time"])
  func asked(name: String) throws {
    let asked = problem(bars(name))
    #expect(asked?.what.contains("several are called so") == true && asked?.remedy?.contains("--zone") == true)
    let said = try imported(bars(name), ImportHints(table: flags(zone: "+02:00")))
    #expect(try said.stamps.first == "2024-01-15T07:00:00Z")
  }

  @Test("a flag or a profile that says another clock is refused, and one that says the same is not")
  func contradicted() throws {
    let refused = problem(bars("Time (UTC+8)"), try ImportHints(table: flags(zone: "+05:30")))
    #expect(refused?.what.hasSuffix("are off the clock of +08:00, and --zone says +05:30") == true)
    let same = try imported(bars("Time (UTC+8)"), ImportHints(table: flags(zone: "Asia/Shanghai")))
    #expect(try same.stamps.first == "2024-01-15T01:00:00Z")

    let profile = """
      name: mine
      about: my bars
      match: {header: ["Time (UTC+8)", open]}
      time: {column: "Time (UTC+8)", zone: Europe/Berlin}
      series:
        - {kind: klines, venue: mine, symbol: BTCUSDT, columns: {open: open, high: high, low: low, close: close, volume: volume}}
      """
    let own = #expect(throws: Problem.self) { try imported(bars("Time (UTC+8)"), profile: profile) }
    #expect(own?.what.contains("'mine' says Europe/Berlin") == true)
  }

  @Test("times that say their own clock are as they say")
  func zoned() throws {
    let table = try imported(bars("Time (UTC+8)", "2024-01-15T09:00:00Z", "2024-01-15T10:00:00Z"))
    #expect(try table.stamps.first == "2024-01-15T09:00:00Z")
  }

  @Test("of a plain time and one with a clock in its name the plain one is meant")
  func plain() throws {
    let text =
      "local_timestamp,timestamp,open,high,low,close,volume\n2024-01-15 11:00:00,2024-01-15 09:00:00,1,3,0.5,2,10\n"
      + "2024-01-15 12:00:00,2024-01-15 10:00:00,2,4,1,3,11\n"
    #expect(try imported(text).stamps.first == "2024-01-15T09:00:00Z")
  }
}
