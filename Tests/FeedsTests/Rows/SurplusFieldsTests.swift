import Feeds
import Market
import TestSupport
import Testing

@Suite("More fields than the header has names, in every row")
struct SurplusFieldsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func hints(_ kind: FileKind?) throws -> ImportHints {
    try ImportHints(venue: "binance", symbol: "BTCUSDT", kind: kind, known: kind == .external ? .atClose : nil)
  }

  @Test("a comma within the numbers of all rows is refused where a format has code of its own, too")
  func refused() throws {
    let rates =
      "calc_time,funding_interval_hours,last_funding_rate\n1704067200000,8,0,00037409\n1704096000000,8,0,00027213\n"
    let values = "time,x\n2024-01-01 00:00:00,50,000\n2024-01-01 01:00:00,50,015\n"
    let interest = "datetime,open_interest\n2024-01-01 00:00:00+00:00,50,000\n2024-01-01 01:00:00+00:00,50,015\n"
    let bars = KlineText.traded(5, every: .hour).replacing(",0\n", with: ",0,5\n")
    for (text, kind, fields) in [
      (rates, FileKind.funding, 4), (values, .external, 3), (interest, .openInterest, 3), (bars, .klines, 13),
    ] {
      let refused = problem(text, try hints(kind))
      #expect(
        refused?.what
          == "the row has \(fields) fields, and there are \(fields - 1) columns: a separator within a number?")
      #expect(refused?.place.line == 2)
    }
  }

  @Test("empty fields at the end of rows are none, and archives without a header have the width of their first row")
  func passed() throws {
    let values = "time,x\n2024-01-01 00:00:00,50,\n2024-01-01 01:00:00,51,\n"
    #expect(try imported(values, name: "x.csv", hints(.external)).column("x") == [50, 51])
    let rates = "calc_time,funding_interval_hours,last_funding_rate\n1704067200000,8,0.0001,\n1704096000000,8,0.0002,\n"
    #expect(try imported(rates, name: "rates.csv", hints(.funding)).column("funding_rate") == [0.0001, 0.0002])
    let bars = KlineText.traded(5, every: .hour, header: false)
    #expect(try imported(bars, name: "bars.csv", hints(.klines)).stamps.count == 5)
  }
}
