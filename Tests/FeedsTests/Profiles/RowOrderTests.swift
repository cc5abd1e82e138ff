import Feeds
import Market
import TestSupport
import Testing

/// Interfaces answer newest first, archives oldest first, and a profile may say which.
@Suite("Which way rows go")
struct RowOrderTests {
  private static let header = "time,coin,rate\n"

  private func profile(_ order: String?, _ time: String = "", kind: String = "external") -> String {
    """
    name: mine
    about: my rates
    match: {header: [time, coin, rate]}
    time: {column: time\(time)}
    \(order.map { "order: \($0)" } ?? "duplicates: last")
    series:
      - kind: \(kind)
        venue: mine
        symbol: "{coin}"
        interval: 30m
        label: instant
        columns: {my_rate: rate}
    """
  }

  private func imported(_ rows: [String], _ profile: String) throws -> ImportedTable {
    try ImportedTable(
      Self.header + rows.joined(separator: "\n") + "\n", name: "rates.csv", in: ScratchFolder(), profile: profile)
  }

  private static let rows = ["2025-01-01 00:00,BTC,1", "2025-01-01 00:30,BTC,2", "2025-01-01 01:00,BTC,3"]

  @Test(
    "both ways are read as what they are, whether it is said or not", arguments: [nil, "oldest_first", "newest_first"])
  func ways(order: String?) throws {
    let rows = order == "newest_first" ? Self.rows.reversed() : Self.rows
    #expect(try imported(rows, profile(order)).column("my_rate") == [1, 2, 3])
    guard order == nil else { return }
    #expect(try imported(Self.rows.reversed(), profile(nil)).column("my_rate") == [1, 2, 3])
  }

  @Test("rows that go the other way than is said are refused with the first line that does")
  func otherWay() throws {
    for (rows, order) in [(Self.rows, "newest_first"), (Self.rows.reversed(), "oldest_first")] {
      let problem = #expect(throws: Problem.self) { try imported(rows, profile(order)) }
      #expect(problem?.place.line == 3)
      #expect(problem?.what.hasSuffix("and the profile says \(order)") == true, "\(problem?.what ?? "")")
    }
  }

  /// London sets its clock back at 02:00 of summer time: 01:00 and 01:30 come twice.
  private static let autumn = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"]
  private static let instants = ["23:30", "00:00", "00:30", "01:00", "01:30", "02:00"]
  private static let london = ", zone: Europe/London, repeated: in_order"

  @Test(
    "of an hour that came twice the first comes first where the oldest row does, and last where the newest does",
    arguments: ["oldest_first", "newest_first"])
  func repeatedHour(order: String) throws {
    let rows = Self.autumn.enumerated().map { "2023-10-29 \($1),BTC,\($0)" }
    let table = try imported(order == "newest_first" ? rows.reversed() : rows, profile(order, Self.london))
    #expect(try table.stamps.map { String($0.dropFirst(11).prefix(5)) } == Self.instants)
    #expect(try table.column("my_rate") == [0, 1, 2, 3, 4, 5])
  }

  @Test(
    "an hour that came twice and stands there once may be either: what it was taken for is said",
    arguments: [("oldest_first", "first", "00:00"), ("newest_first", "second", "01:00")])
  func loneHour(order: String, taken: String, instant: String) throws {
    func notes(_ times: [String]) throws -> [String] {
      let rows = times.map { "2023-10-29 \($0),BTC,1" }
      let table = try imported(order == "newest_first" ? rows.reversed() : rows, profile(order, Self.london))
      if times.count == 5 { #expect(try table.stamps.contains { $0.hasSuffix("T\(instant):00Z") }) }
      return table.reports.flatMap(\.notes).filter { $0.contains("have it once") }
    }
    let said = try notes(["00:00", "00:30", "01:00", "01:30", "02:00"])
    #expect(said.count == 1)
    #expect(said.first?.contains("taken as the \(taken), which the order does not say") == true)
    #expect(try notes(Self.autumn) == [])
    // A file that ends within the hour goes on from the row before it.
    #expect(try notes(order == "newest_first" ? ["01:30", "02:00"] : ["00:30", "01:00"]) == [])
  }

  @Test("each symbol of a table goes through the hour by itself", arguments: ["oldest_first", "newest_first"])
  func symbols(order: String) throws {
    let rows = Self.autumn.enumerated().flatMap { row, time in
      ["BTC", "ETH"].map { "2023-10-29 \(time),\($0),\($0 == "BTC" ? row : row + 10)" }
    }
    let table = try imported(order == "newest_first" ? rows.reversed() : rows, profile(order, Self.london))
    for (title, values) in [("mine:BTC external 30m", 0...5), ("mine:ETH external 30m", 10...15)] {
      let read = try table.rows(title)
      #expect(read.map { String($0.dropFirst(11).prefix(5)) } == Self.instants)
      #expect(read.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } } == values.map(Double.init))
    }
  }

  @Test(
    "rows that begin within the hour are told by going through it again, or by their distance from what follows",
    arguments: ["oldest_first", "newest_first"])
  func begun(order: String) throws {
    func table(_ times: [String]) throws -> ImportedTable {
      let rows = times.map { "2023-10-29 \($0),BTC,1" }
      return try imported(order == "newest_first" ? rows.reversed() : rows, profile(order, Self.london))
    }
    func hours(_ table: ImportedTable) throws -> [String] {
      try table.stamps.map { String($0.dropFirst(11).prefix(5)) }
    }
    let isNewest = order == "newest_first"
    let twice = try table(Array(isNewest ? Self.autumn.dropLast() : Self.autumn.dropFirst()))
    #expect(try hours(twice) == Array(isNewest ? Self.instants.dropLast() : Self.instants.dropFirst()))
    #expect(!twice.reports.flatMap(\.notes).contains { $0.contains("have it once") })
    let once = try table(isNewest ? ["00:00", "00:30", "01:00", "01:30"] : ["01:00", "01:30", "02:00", "02:30"])
    #expect(
      try hours(once) == (isNewest ? ["23:00", "23:30", "00:00", "00:30"] : ["01:00", "01:30", "02:00", "02:30"]))
    let taken = isNewest ? "first" : "second"
    #expect(
      once.reports.flatMap(\.notes).contains { $0.contains("begin there and have it once: taken as the \(taken)") })
  }

  @Test("rows of the hour alone cannot be told by their order, and rows in no order tell nothing")
  func untold() throws {
    let problem = #expect(throws: Problem.self) {
      try imported(["01:00", "01:30"].map { "2023-10-29 \($0),BTC,1" }, profile("oldest_first", Self.london))
    }
    #expect(problem?.place.line == 2)
    #expect(problem?.what.contains("no row before it says which") == true, "\(problem?.what ?? "")")
    let none = #expect(throws: Problem.self) { try ImportProfile(yaml: profile("any", Self.london), file: "mine.yaml") }
    #expect(none?.what.contains("told by the order of rows") == true, "\(none?.what ?? "")")
  }
}
