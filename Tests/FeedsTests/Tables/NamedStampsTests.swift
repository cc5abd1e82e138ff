import Feeds
import Market
import TestSupport
import Testing

@Suite("What a stamp is of, by the name of its column")
struct NamedStampsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let start = 1_735_689_600
  private static let hour = 3600

  /// Values of bars that end at full hours, the first at 01:00.
  private func rows(_ name: String, short milliseconds: Int = 0) -> String {
    (1...12).map { "\((Self.start + $0 * Self.hour) * 1000 - milliseconds),\($0)\n" }.reduce("\(name),value\n") {
      $0 + $1
    }
  }

  private func values(_ text: String, _ known: KnownRule, columns: [String: String] = [:]) throws -> ImportedTable {
    try ImportedTable(
      text, in: ScratchFolder(),
      hints: ImportHints(
        venue: "mine", kind: .external, known: known, isStampConfirmed: true, table: flags(columns: columns)))
  }

  @Test(
    "computed values stamped by the ends of their bars are known there, and stored under the opens",
    arguments: ["close_time", "closeTime", "time_close", "end", "bar_end"], [0, 1])
  func ends(name: String, short: Int) throws {
    for columns in [[:], ["time": name, "value": "value"]] {
      let table = try values(rows(name, short: short), .atClose, columns: columns)
      #expect(table.titles == ["mine:BTCUSDT external 1h"])
      #expect(try table.stamps.first == "2025-01-01T00:00:00Z")
      #expect(table.reports[0].series?.known == .atClose)
      #expect(table.reports[0].notes.contains { $0.contains("'\(name)', the ends of bars") })
    }
  }

  @Test("and said to be known at their stamp they stay there", arguments: ["close_time", "end"])
  func knownThere(name: String) throws {
    let table = try values(rows(name), .atStamp)
    #expect(try table.stamps.first == "2025-01-01T01:00:00Z")
    #expect(table.reports[0].series?.known == .atStamp)
  }

  @Test("the last millisecond of a minute is the end of a bar whatever its column is called")
  func lastMillisecond() throws {
    let table = try values(rows("time", short: 1), .atClose)
    #expect(try table.stamps.first == "2025-01-01T00:00:00Z")
    #expect(try values(rows("time"), .atClose).stamps.first == "2025-01-01T01:00:00Z")
  }

  @Test("--label and --known say one thing")
  func labels() throws {
    func hints(_ known: KnownRule, _ label: ImportProfile.Label) throws -> ImportHints {
      try ImportHints(
        venue: "mine", kind: .external, known: known, isStampConfirmed: true,
        table: flags(columns: ["time": "t", "value": "value"], label: label))
    }
    for (known, label) in [(KnownRule.atStamp, ImportProfile.Label.open), (.atClose, .snapshot), (.atClose, .instant)] {
      let problem = #expect(throws: Problem.self) { try hints(known, label) }
      #expect(problem?.what == "--label says \(label.rawValue), and --known \(known.rawValue)")
    }
    // The end of a bar that is known at its stamp is not moved to where it began.
    let table = try imported(rows("t"), hints(.atStamp, .close))
    #expect(try table.stamps.first == "2025-01-01T01:00:00Z")
    #expect(table.reports[0].series?.known == .atStamp)
    let closes = try ImportedTable(rows("t"), in: ScratchFolder(), hints: hints(.atClose, .close))
    #expect(try closes.stamps.first == "2025-01-01T00:00:00Z")
  }

  /// A rate every eight hours from the start on.
  private func rates(
    _ name: String, label: ImportProfile.Label? = nil, dropsLast: Bool = false
  ) throws -> ImportedTable {
    let text = (0..<12).map { "\(Self.start + $0 * 8 * Self.hour),0.000\($0 + 1)\n" }
    return try ImportedTable(
      text.reduce("\(name),funding_rate\n") { $0 + $1 }, in: ScratchFolder(),
      hints: ImportHints(venue: "mine", kind: .funding, table: flags(label: label, dropsLast: dropsLast)))
  }

  @Test("a rate is paid when its period ends, and not where that begins", arguments: ["period_start", "intervalStart"])
  func periods(name: String) throws {
    let table = try rates(name)
    #expect(table.titles == ["mine:BTCUSDT funding 8h"])
    #expect(try table.stamps.prefix(2) == ["2025-01-01T08:00:00Z", "2025-01-01T16:00:00Z"])
    #expect(table.reports[0].series?.known == .atStamp)
    #expect(table.reports[0].notes.contains { $0.contains("it is paid when that ends") })
    #expect(try rates(name, label: .instant).stamps.first == "2025-01-01T00:00:00Z")
    #expect(try rates(name, dropsLast: true).stamps.count == 11)
  }

  @Test("what opens or starts, and no period, is asked about", arguments: ["open_time", "startTime", "start"])
  func starts(name: String) throws {
    let problem = #expect(throws: Problem.self) { try rates(name) }
    #expect(problem?.remedy?.contains("--label open where its period begins there") == true)
    #expect(try rates(name, label: .open).stamps.first == "2025-01-01T08:00:00Z")
    #expect(try rates(name, label: .instant).stamps.first == "2025-01-01T00:00:00Z")
  }

  @Test("the ends of periods are taken where they stand beside their beginnings")
  func both() throws {
    let text = (0..<4).map { row in
      "\(Self.start + row * 8 * Self.hour),\(Self.start + (row + 1) * 8 * Self.hour),0.0001\n"
    }.reduce("period_start,period_end,funding_rate\n") { $0 + $1 }
    let table = try imported(text, ImportHints(venue: "mine"))
    #expect(try table.stamps.first == "2025-01-01T08:00:00Z")
    #expect(table.reports[0].notes.contains { $0.contains("paid at the times of 'period_end'") })
  }

  @Test("periods of several lengths end where their hours say, and without hours they are refused with the line")
  func lengths() throws {
    let stamps = [0, 8, 16, 20, 24, 28, 32]
    let hours = [8, 8, 4, 4, 4, 4, 4]
    func text(_ header: String, _ more: (Int) -> String) -> String {
      stamps.enumerated().map { "\(Self.start + $1 * Self.hour),0.0001\(more($0))\n" }.reduce(header + "\n") { $0 + $1 }
    }
    let said = try imported(
      text("period_start,funding_rate,funding_interval_hours") { ",\(hours[$0])" }, ImportHints(venue: "mine"))
    #expect(
      try said.stamps.prefix(4) == [
        "2025-01-01T08:00:00Z", "2025-01-01T16:00:00Z", "2025-01-01T20:00:00Z", "2025-01-02T00:00:00Z",
      ])
    let shorter = [0, 8, 11, 16, 24, 32]
    let refused = problem(
      shorter.map { "\(Self.start + $0 * Self.hour),0.0001\n" }.reduce("period_start,funding_rate\n") { $0 + $1 },
      name: "ETHUSDT.csv", try ImportHints(venue: "mine"))
    #expect(refused?.what.contains("rates come at several intervals") == true)
    #expect(refused?.place.line == 3)
  }

  @Test("computed values whose name says another width than their rows have are asked about")
  func widths() throws {
    for columns in [[:], ["time": "time", "value": "value"]] {
      let hints = try ImportHints(venue: "mine", kind: .external, known: .atClose, table: flags(columns: columns))
      let refused = problem(
        "time,value\n1735689600000,1\n1735776000000,2\n", name: "BTCUSDT-1h.csv", hints)
      #expect(refused?.what == "the name says bars of 1h, and the rows are 1d apart", "\(columns)")
      #expect(refused?.remedy?.contains("--interval 1d") == true)
    }
  }
}
