import Feeds
import Market
import Store
import TestSupport
import Testing

/// Tables that repeat a settled rate at every row: what is taken as a settlement, and what is left out.
@Suite("A funding rate that is carried between its settlements")
struct CarriedRatesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Rates of 8 h from `first` o'clock on, listed every `minutes`.
  private func table(_ rows: Int, minutes: Int, first: Int = 0, declares: Int? = nil) -> String {
    "time,funding_rate\(declares == nil ? "" : ",funding_interval")\n"
      + (0..<rows).map { row in
        let time = 1_735_689_600 + row * minutes * 60
        let settlement = (row * minutes - first * 60 + 480) / 480
        return "\(time),\(Double(10 + settlement * 7 % 23) / 1e5)\(declares.map { ",\($0)" } ?? "")\n"
      }.joined()
  }

  @Test("with an interval the rows at its settlements are taken and the others left out, and both are said")
  func settlements() throws {
    let said = try ImportHints(kind: .funding, table: flags(interval: .hours(8)))
    let hourly = try imported(table(96, minutes: 60), said)
    #expect(hourly.titles == ["unstated:BTCUSDT funding 8h"])
    #expect(try hourly.stamps.prefix(2) == ["2025-01-01T00:00:00Z", "2025-01-01T08:00:00Z"])
    let notes = hourly.reports.flatMap(\.notes)
    #expect(notes.contains { $0.hasPrefix("12 of its 96 rows are taken as settlements, 8h apart as --interval says") })
    #expect(notes.contains { $0.contains("the 84 between that repeat their rate are left out") })
    let fine = try imported(table(1152, minutes: 5, first: 4), name: "ETHUSDT.csv", said)
    #expect(try fine.stamps.first == "2025-01-01T04:00:00Z")
    #expect(try fine.stamps.count == 12)
  }

  @Test("a rate whose name says of how many hours it is asks what its rows are, where they are as many apart not")
  func namedHours() throws {
    func text(_ name: String, hours: Int) -> String {
      "time,\(name)\n"
        + (0..<60).map { "\(1_735_689_600 + $0 * 3600 * hours),\(Double(10 + $0 * 7 % 23) / 1e5)\n" }.joined()
    }
    func hints(_ name: String, _ interval: Interval? = nil) throws -> ImportHints {
      try ImportHints(kind: .funding, table: flags(columns: ["funding_rate": name], interval: interval))
    }
    for (name, hours, said) in [("funding_rate_8h", 1, "8h"), ("funding_rate_1h", 8, "1h")] {
      let refused = problem(text(name, hours: hours), try hints(name))
      #expect(refused?.what == "'\(name)' says a rate of \(said), and the rows are \(hours)h apart")
      #expect(refused?.remedy?.contains("--interval \(hours)h where each row is what was paid") == true)
      let paid = try ImportedTable(
        text(name, hours: hours), in: ScratchFolder(), hints: hints(name, .hours(hours)))
      #expect(paid.titles == ["unstated:BTCUSDT funding \(hours)h"])
    }
    #expect(try imported(text("funding_rate_8h", hours: 8), hints("funding_rate_8h")).titles.count == 1)
  }

  @Test("a column that says its hours is a rate by its name, where its rows are as many apart", arguments: [1, 8])
  func namedHoursAlone(hours: Int) throws {
    for name in ["funding_rate_\(hours)h", "fundingRate\(hours)h"] {
      let rows = (0..<60).map { "\(1_735_689_600 + $0 * 3600 * hours),\(Double(10 + $0 * 7 % 23) / 1e5)\n" }.joined()
      let table = try ImportedTable("time,\(name)\n" + rows, in: ScratchFolder())
      #expect(table.titles == ["unstated:BTCUSDT funding \(hours)h"], "\(name)")
      let others =
        "time,\(name)\n"
        + rows.split(separator: "\n").enumerated().filter { $0.offset % 2 == 0 }
        .map { $0.element + "\n" }.joined()
      #expect(
        problem(others)?.what == "'\(name)' says a rate of \(hours)h, and the rows are \(2 * hours)h apart", "\(name)")
    }
  }

  @Test("an interval that the rates contradict, since they change between its settlements, is refused with the row")
  func contradiction() throws {
    let said = try ImportHints(kind: .funding, table: flags(interval: .hours(8)))
    let text =
      "time,funding_rate\n" + (0..<30).map { "\(1_735_689_600 + $0 * 3600),\(Double(10 + $0 % 7) / 1e5)\n" }.joined()
    let refused = problem(text, said)
    #expect(refused?.what.contains("the rate changes between such settlements too, at 2025-01-01 02:00") == true)
    #expect(refused?.place.line == 4)
  }

  @Test("rows that no venue settles at, since they come more often than hourly, are refused with what they may be")
  func tooOften() {
    let refused = problem(table(1000, minutes: 5), ImportHints.funding)
    #expect(refused?.what.hasPrefix("the rates come 5m apart, and no venue settles more often than every 1h") == true)
    #expect(refused?.remedy?.contains("--interval 8h") == true)
  }

  @Test(
    "without an interval all rows are kept, and it is said that a replay asks; or that it does not, and charges each")
  func unsaid() throws {
    let silent = try imported(table(96, minutes: 60), .funding).reports.flatMap(\.notes)
    #expect(
      silent.contains {
        $0.contains("change the rate every 8h only") && $0.contains("all rows are kept, and a replay asks")
      })
    let other = try imported(table(96, minutes: 60, declares: 8), name: "ETHUSDT.csv", .funding).reports.flatMap(
      \.notes)
    #expect(other.contains { $0.contains("rows declare 8h and come 1h apart") && $0.contains("a replay asks") })
    let wrong = try imported(table(96, minutes: 60, declares: 1), name: "SOLUSDT.csv", .funding).reports.flatMap(
      \.notes)
    #expect(
      wrong.contains { $0.contains("each row declares that it is settled") && $0.contains("charges each in full") })
  }

  @Test("rates of eight hours that are another in each hourly row are said, on a venue where most contracts settle so")
  func readHourly() throws {
    let rows = (0..<120).map { "\(1_735_689_600 + $0 * 3600),\(Double(60 + $0 * 17 % 53) / 1e6)\n" }.joined()
    func notes(_ venue: String) throws -> [String] {
      try ImportedTable(
        "time,funding_rate\n" + rows, name: "BTCUSDT.csv", in: ScratchFolder(),
        hints: ImportHints(venue: venue, kind: .funding)
      ).reports.flatMap(\.notes)
    }
    #expect(try notes("bybit").contains { $0.contains("8 times too much where they are rates of 8h seen each 1h") })
    #expect(try !notes("hyperliquid").contains { $0.contains("times too much") })
  }

  @Test("settlements that move from eight hours to one are one series of 8h, whichever of the two most rows are of")
  func changedInterval() throws {
    let hours = (0..<12).map { $0 * 8 } + (89...200)
    let rows = hours.map { "\(1_735_689_600 + $0 * 3600),\(Double(3 + $0 * 7 % 11) / 1e6)\n" }.joined()
    let table = try imported("time,funding_rate\n" + rows, ImportHints(venue: "bybit", kind: .funding))
    #expect(table.titles == ["bybit:BTCUSDT funding 8h"])
    #expect(try table.stamps.count == hours.count)
    // A few rows that are missing are no other interval.
    let lacking = (0..<100).filter { ![20, 21, 22, 40, 41].contains($0) }
    let hourly = lacking.map { "\(1_735_689_600 + $0 * 3600),\(Double(3 + $0 * 7 % 11) / 1e6)\n" }.joined()
    let other = try imported(
      "time,funding_rate\n" + hourly, name: "ETHUSDT.csv", ImportHints(venue: "bybit", kind: .funding))
    #expect(other.titles == ["bybit:ETHUSDT funding 1h"])
  }

  private static let answers: [(name: String, form: @Sendable (Int, String) -> String)] = [
    (
      "binance",
      { "{\"symbol\":\"BTCUSDT\",\"fundingTime\":\($0),\"fundingRate\":\"\($1)\",\"fundingIntervalHours\":8}" }
    ),
    ("binance", { "{\"symbol\":\"BTCUSDT\",\"fundingTime\":\($0),\"fundingRate\":\"\($1)\",\"fundingInterval\":8}" }),
    (
      "bybit",
      {
        "{\"symbol\":\"BTCUSDT\",\"fundingRate\":\"\($1)\",\"fundingRateTimestamp\":\"\($0)\",\"fundingInterval\":\"480\"}"
      }
    ),
    (
      "okx",
      {
        "{\"instId\":\"BTC-USDT-SWAP\",\"fundingRate\":\"\($1)\",\"realizedRate\":\"\($1)\",\"fundingTime\":\"\($0)\","
          + "\"interval\":\"8h\"}"
      }
    ),
  ]

  @Test("hours that a venue's answer declares of each rate are read as that, and rows that come oftener are said")
  func declaredByVenues() throws {
    for (venue, form) in Self.answers {
      let rows = (0..<48).map { form((1_735_689_600 + $0 * 3600) * 1000, "0.000\(1 + $0 / 8)") }
      let table = try ImportedTable("[\(rows.joined(separator: ","))]", name: "page.json", in: ScratchFolder())
      #expect(table.reports.first?.series?.instrument.venue == venue)
      #expect(try table.column("funding_interval") == [Double](repeating: 8, count: 48), "\(venue)")
      #expect(table.reports.flatMap(\.notes).contains { $0.contains("rows declare 8h and come 1h apart") }, "\(venue)")
    }
  }

  @Test(
    "a profile that names no column of hours takes the table's; one that says the hours itself says what it left out")
  func declaredBesideProfiles() throws {
    func profile(_ columns: String) -> String {
      """
      name: mine
      about: my rates
      match: {header: [time, coin, my_rate]}
      time: {column: time}
      series:
        - {kind: funding, venue: mine, symbol: "{coin}", columns: {\(columns)}}
      """
    }
    let text =
      "time,coin,my_rate,funding_interval\n"
      + (0..<24).map { "\(1_735_689_600 + $0 * 28_800),BTC,0.000\(1 + $0 % 7),8\n" }.joined()
    let silent = try imported(text, name: "a.csv", profile: profile("funding_rate: my_rate"))
    #expect(try silent.column("funding_interval") == [Double](repeating: 8, count: 24))
    let said = try ImportedTable(
      text, name: "a.csv", in: ScratchFolder(), profile: profile("funding_rate: my_rate, funding_interval: {fixed: 4}"))
    #expect(try said.column("funding_interval") == [Double](repeating: 4, count: 24))
    #expect(said.reports.flatMap(\.notes).contains { $0.hasPrefix("not read: funding_interval; 'mine' takes") })
  }
}

extension ImportHints {
  fileprivate static var funding: ImportHints { (try? ImportHints(kind: .funding)) ?? .none }
}
