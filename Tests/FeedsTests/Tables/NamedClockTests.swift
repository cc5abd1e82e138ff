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

  @Test(
    "an offset behind a time is read in each of its forms",
    arguments: [
      "2024-01-15 09:00:00 GMT+0100", "2024-01-15 09:00:00 UTC+1", "2024-01-15 09:00:00+01:00 (CET)",
      "2024-01-15T09:00:00.000+0100 (Central European Time)", "2024-01-15 09:00 UTC+01:00",
      "15.01.2024 09:00:00.000 GMT+0100",
      "15.01.2024 09:00:00 UTC+1", "2024/01/15 09:00 +0100", "2024-01-15 08:00:00 GMT",
      "2024-01-15 08:00:00 UTC (GMT+0)",
      "15.01.2024 13:30:00 GMT+0530",
    ])
  func offsets(time: String) throws {
    let next = time.replacing("09:00", with: "10:00").replacing("08:00", with: "09:00").replacing(
      "13:30", with: "14:30")
    let table = try imported(bars("time", time, next))
    #expect(try table.stamps == ["2024-01-15T08:00:00Z", "2024-01-15T09:00:00Z"])
    #expect(!notes(table).contains { $0.contains("read as UTC") })
    let said = try ImportHints(table: flags(zone: "+02:00"))
    #expect(
      problem(bars("time", time, next), name: "ETHUSDT.csv", said)?.what.contains("say themselves when they are")
        == true)
  }

  @Test(
    "what is no offset behind a time is refused with the column and the time",
    arguments: [
      "2024-01-15 09:00:00 GMT+2500", "2024-01-15 09:00:00 UTC1", "2024-01-15 09:00:00 (CET)",
      "2024-01-15 09:00:00+01:00 (UTC+2)", "2024-01-15 09:00:00 UTC+1:5",
    ])
  func noOffset(time: String) throws {
    let refused = problem(bars("time", time, time))
    #expect(refused?.what == "time '\(time)' is not a time in a form that is known")
    let later = problem(bars("time", "2024-01-15 08:00:00 UTC+1", time))
    #expect(later?.what.hasPrefix("time '\(time)' is not a time such as") == true && later?.place.line == 3)
  }

  @Test("a short name of a clock behind a time asks for the offset, and rows without one beside others are refused")
  func shortNames() throws {
    let refused = problem(bars("time", "2024-01-15 09:00:00 CET", "2024-01-15 10:00:00 CET"))
    #expect(
      refused?.what
        == "time '2024-01-15 09:00:00 CET' says its clock by a short name, and several clocks may go by 'CET'")
    let some = problem(bars("time", "15.01.2024 09:00:00 GMT+0100", "15.01.2024 10:00:00"))
    #expect(some?.place.line == 3, "\(some?.what ?? "")")
    let others = problem(bars("time", "15.01.2024 09:00:00+0100", "15.01.2024 10:00:00"), name: "ETHUSDT.csv")
    #expect(others?.what.contains("has no zone, and the times before it say theirs") == true, "\(others?.what ?? "")")
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
