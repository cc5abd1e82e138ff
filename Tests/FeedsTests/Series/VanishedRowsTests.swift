import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("Rows and numbers that are left out are said")
struct VanishedRowsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let metrics =
    "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,"
    + "sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio\n"

  /// Five minutes apart, those of some rows other than usual.
  private func metrics(_ others: [Int: String]) throws -> ImportedTable {
    let rows = (0..<12).map { row in
      let minute = row * 5
      return "2024-02-17 00:\(minute < 10 ? "0" : "")\(minute):00,BTCUSDT,\(others[row] ?? "5,500,1.1,1.2,1.3,1.4")\n"
    }
    return try imported(Self.metrics + rows.joined(), name: "BTCUSDT-metrics-2024-02-17.csv")
  }

  @Test("zeros of Binance's metrics are no values: how many rows say nothing else, of which series, and where first")
  func zeros() throws {
    let table = try metrics([2: "0,0,0,0,0,0", 3: "0.00,0,0,0,0,0"])
    #expect(table.reports.map(\.counts.kept) == [10, 10, 10])
    let notes = table.reports.flatMap(\.notes)
    #expect(
      notes == [
        "2 of 12 rows of binance:BTCUSDT open_interest, long_short, taker_flow say 0 or nothing and are left out, the first "
          + "at 2024-02-17 00:10: 'binance-metrics' takes 0, which no market has, for what is not known"
      ])
  }

  @Test("and of series that lose other rows, or single numbers, each for itself")
  func single() throws {
    let notes = try metrics([4: "5,500,0,0,0,1.4", 5: "5,500,0,1.2,1.3,0"]).reports.flatMap(\.notes)
    #expect(
      notes.contains { $0.hasPrefix("1 of 12 rows of binance:BTCUSDT long_short says 0 or nothing and is left out") })
    #expect(
      notes.contains { $0.hasPrefix("1 of 12 rows of binance:BTCUSDT taker_flow says 0 or nothing and is left out") })
    #expect(
      notes.contains(
        "'top_account_ratio' of binance:BTCUSDT is 0 or empty in 1 of 11 rows that are kept, and taken as not known"))
    #expect(try metrics([:]).reports.flatMap(\.notes).isEmpty)
  }

  @Test("rows that are missing in a file whose path says how far apart they are")
  func holes() throws {
    let start = 1_735_689_600
    func rows(_ hours: [Int]) -> String {
      "time,funding_rate\n" + hours.map { "\(start + $0 * 3600),0.000\(1 + $0 % 7)\n" }.joined()
    }
    let name = "aperiodic/funding/binance-futures/perpetual-BTC-USDT-USDT/1h/2025-01.csv"
    let table = try imported(rows([0, 1, 2, 5, 6, 7, 9]), name: name)
    #expect(
      table.reports.flatMap(\.notes).contains {
        $0.hasPrefix("3 rows are missing between those of") && $0.hasSuffix("the first at 2025-01-01 03:00")
      }, "\(table.reports.flatMap(\.notes))")
    let whole = try ImportedTable(rows(Array(0..<10)), name: name, in: ScratchFolder())
    #expect(!whole.reports.flatMap(\.notes).contains { $0.contains("missing between") })
  }

  @Test("a ratio of longs to shorts and the shares beside it say one thing, but for their digits")
  func shares() throws {
    func text(_ rows: [String]) -> String {
      rows.enumerated().map { "\(1_735_689_600 + 3600 * $0),\($1)\n" }
        .reduce("timestamp,longAccount,longShortRatio,shortAccount\n") { $0 + $1 }
    }
    let hints = try ImportHints(venue: "binance", kind: FileKind(named: "long_short"))
    let honest = ["0.6015,1.5094,0.3985", "0.5,1,0.5", "0.7141,2.4977,0.2859", "0.62,1.63,0.38"]
    let table = try imported(text(honest), hints)
    #expect(try table.column("long_share") == [0.6015, 0.5, 0.7141, 0.62])
    let ratio = problem(text(honest + ["0.6015,2.5094,0.3985"]), name: "ETHUSDT.csv", hints)
    #expect(
      ratio?.what
        == "a ratio of longs to shorts of 2.5094 stands beside shares of 0.6015 and 0.3985, which are 1.5094103")
    #expect(ratio?.place.line == 6)
    let sum = problem(text(honest + ["0.6015,1.5094,0.3885"]), name: "ETHUSDT.csv", hints)
    #expect(sum?.what == "shares of longs and shorts of 0.6015 and 0.3885 add up to 0.99")
    let turned = problem(text(["0.6015,0.6625,0.3985", "0.6,0.6667,0.4"]), name: "ETHUSDT.csv", hints)
    #expect(turned?.place.line == 2)
    // One share alone says the other.
    let alone = problem(
      "timestamp,longAccount,longShortRatio\n1735689600,0.6015,1.5094\n1735693200,0.6015,1.9\n", name: "ETHUSDT.csv",
      hints)
    #expect(alone?.place.line == 3)
  }

  @Test("a bid above the ask beside it is said, of quotes and of a chain")
  func crossed() throws {
    let profile = """
      name: mine
      about: own rows
      match: {header: [t, b, a]}
      time: {column: t}
      series:
        - {kind: quotes, venue: binance, symbol: BTCUSDT, columns: {bid: b, ask: a}}
      """
    let table = try imported(
      "t,b,a\n1735689600,100,101\n1735689601,102,101\n1735689602,101,101\n", name: "x.csv", profile: profile)
    #expect(
      table.reports.flatMap(\.notes).contains {
        $0.hasPrefix("'bid' is above 'ask' in 1 of 3 rows, the first at 2025-01-01 00:00 (102.0 and 101.0)")
      }, "\(table.reports.flatMap(\.notes))")
  }
}
