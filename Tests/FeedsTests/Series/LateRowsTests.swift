import Feeds
import Market
import TestSupport
import Testing

@Suite("Rows that reached their publisher late")
struct LateRowsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let title = "coinmetrics_x:BTCUSDT open_interest 1h"

  /// A day of open interest, that of 05:00 so much later than its time and all others by two minutes.
  private static func interest(late: Interval, others: Interval = .minutes(2)) -> String {
    let rows = (0..<24).map { row in
      let time = newYear + .hour * row
      return "x-BTCUSDT-future,\(time),10,1000,\(time + (row == 5 ? late : others))\n"
    }
    return "market,time,contract_count,value_usd,database_time\n" + rows.joined()
  }

  private func note(_ table: ImportedTable) -> String? {
    table.reports.flatMap(\.notes).first { $0.contains("database_time") }
  }

  @Test("they are counted and said, with the delay that would cover them")
  func counted() throws {
    let table = try imported(Self.interest(late: .minutes(95)), name: "x.csv")
    #expect(try table.rows(Self.title).count == 24)
    #expect(table.reports.first?.series?.delay == .minutes(5))
    let note = note(table) ?? ""
    #expect(
      note.hasPrefix(
        "1 of 24 rows reached their publisher later than 5m after their time, by 'database_time', at most 95m after it, "
          + "the first that of 2025-01-01 05:00: they are taken as known 5m after it all the same, which is too early"),
      "\(note)")
    #expect(note.contains("with 'delay: 95m' or 'late: leave_out'"), "\(note)")
  }

  @Test("of rows that were filled in long after no delay is spoken of")
  func filledIn() throws {
    let note = note(try imported(Self.interest(late: .days(400)), name: "x.csv")) ?? ""
    #expect(note.contains("at most 400d after it") && note.contains("with 'late: leave_out'"), "\(note)")
    #expect(!note.contains("delay:"))
  }

  @Test("nothing is said of rows that came in time, nor of one that does not say when it came")
  func inTime() throws {
    #expect(note(try imported(Self.interest(late: .minutes(5)), name: "x.csv")) == nil)
    let unsaid = Self.interest(late: .minutes(95)).replacing("2025-01-01T06:35:00Z", with: "")
    #expect(note(try imported(unsaid, name: "y.csv")) == nil)
  }

  @Test("a profile leaves them out, or has a delay that covers them")
  func own() throws {
    let yaml = try ProfileLibrary.builtIn.named("coinmetrics-open-interest").yaml
    let text = Self.interest(late: .minutes(95))
    let left = try imported(text, name: "x.csv", profile: yaml + "\nlate: leave_out\n")
    #expect(try left.rows(Self.title).count == 23)
    #expect(note(left)?.hasSuffix("the first that of 2025-01-01 05:00: left out") == true)

    let scratch = try ScratchFolder()
    let covered = try ImportedTable(
      text, name: "x.csv", in: scratch, profile: yaml.replacing("delay: 5m", with: "delay: 95m"))
    #expect(covered.reports.first?.series?.delay == .minutes(95) && note(covered) == nil)
  }

  @Test("a profile that says what becomes of late rows says when rows came")
  func unsaidColumn() throws {
    let yaml = try ProfileLibrary.builtIn.named("coinmetrics-open-interest").yaml
      .replacing("arrived: database_time", with: "late: leave_out")
    let problem = #expect(throws: Problem.self) { try ImportProfile(yaml: yaml, file: "own.yaml") }
    #expect(problem?.what.contains("nothing says when rows came") == true)
  }
}
