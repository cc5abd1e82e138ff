import Results
import Testing

@Suite("Tables for programs")
struct TableTests {
  static let table = Table(
    title: "Next 1h, in the regime less outside",
    columns: [
      .init("estimator", key: "name", .words), .init("difference", unit: "bps", key: "estimate_bps"),
      .init("std. error", unit: "bps", key: "se_bps"), .init("p", key: "p"),
    ],
    rows: [
      [.text("OLS, iid"), .bps(12.4), .unsignedBps(3.1), .pValue(0.0001)],
      [.text("Hodrick 1B"), .bps(-1234.5), .unsignedBps(7.9), .pValue(.nan)],
    ], notes: ["Hodrick (1992) 1B under the null."])

  @Test("CSV has the keys as its header and values unrounded")
  func csv() {
    #expect(
      Self.table.csv == """
        name,estimate_bps,se_bps,p
        "OLS, iid",12.4,3.1,0.0001
        Hodrick 1B,-1234.5,7.9,

        """)
  }

  @Test("JSON has an object a row, and null where nothing is known")
  func json() {
    #expect(
      Self.table.json.elements.last == [
        "name": "Hodrick 1B", "estimate_bps": -1234.5, "se_bps": 7.9, "p": nil,
      ])
  }

  @Test("a total is for eyes only")
  func totalStaysOut() {
    let table = Table(columns: [.init("n", key: "n")], rows: [[.count(1)], [.count(2)]], total: [.count(3)])
    #expect(table.csv == "n\n1\n2\n")
    #expect(table.json == [["n": 1], ["n": 2]])
  }

  @Test("key figures become rows with their conventions")
  func keyFigures() {
    let table = Table([KeyFigure("Sharpe ratio", key: "sharpe_annual", .ratio(1.234), convention: "UTC-daily, ×√365")])
    #expect(table.rows == [[.text("Sharpe ratio"), .ratio(1.234), .blank, .text("UTC-daily, ×√365")]])
  }
}
