import Statistics
import Testing

@Suite("What a regression takes and refuses")
struct DesignTests {
  let y = NamedColumn("y", [1, 2, .nan, 4, 5, 7, 7, 9])
  let a = NamedColumn("a", [1, .nan, .nan, 2, 1, 3, 2, 4])
  let b = NamedColumn("b", [0, 1, 0, 1, .nan, 1, 0, 1])

  @Test("rows with a missing value are dropped and counted once, by the first column that lacks one")
  func droppedRows() throws {
    let fit = try OLS.fit(y, x: [a, b])
    #expect(fit.usedRows == [0, 3, 5, 6, 7])
    #expect(fit.observations == 5)
    #expect(fit.dropped.causes.map(\.column) == ["y", "a", "b"])
    #expect(fit.dropped.causes.map(\.rows) == [1, 1, 1])
    #expect(fit.dropped.total == 3)
  }

  @Test("dropping rows is the same as never having had them")
  func droppingIsNeutral() throws {
    let rows = [0, 3, 5, 6, 7]
    func pick(_ column: NamedColumn) -> NamedColumn { NamedColumn(column.name, rows.map { column.values[$0] }) }
    let whole = try OLS.fit(y, x: [a, b])
    let picked = try OLS.fit(pick(y), x: [pick(a), pick(b)])
    #expect(whole.coefficients == picked.coefficients)
    #expect(whole.residuals == picked.residuals)
  }

  @Test("an infinite value is an error, not a missing one")
  func infinite() {
    let bad = NamedColumn("bad", [1, 2, 3, .infinity, 5, 6, 7, 8])
    #expect(throws: StatisticsError.infiniteValue(column: "bad", row: 3)) { try OLS.fit(y, x: [bad]) }
  }

  @Test("columns of different lengths and of one name are refused")
  func shapes() {
    #expect(throws: StatisticsError.differentLengths(column: "short", have: 2, expected: 8)) {
      try OLS.fit(y, x: [NamedColumn("short", [1, 2])])
    }
    #expect(throws: StatisticsError.duplicateColumn("a")) { try OLS.fit(y, x: [a, a]) }
    #expect(throws: StatisticsError.duplicateColumn("intercept")) {
      try OLS.fit(y, x: [NamedColumn("intercept", a.values)])
    }
  }

  @Test("fewer complete rows than coefficients are refused")
  func tooFew() {
    #expect(throws: StatisticsError.tooFewObservations(have: 1, need: 2)) {
      try OLS.fit(NamedColumn("y", [1, .nan]), x: [NamedColumn("x", [1, 2])])
    }
    #expect(throws: StatisticsError.tooFewObservations(have: 0, need: 1)) { try OLS.fit(NamedColumn("y", []), x: []) }
  }

  @Test("errors read as sentences that name what is wrong")
  func messages() {
    let error = StatisticsError.rankDeficient(columns: ["a", "b"], rank: 2, of: 3, condition: 1e17)
    #expect("\(error)" == "columns 'a', 'b' are linearly dependent: rank 2 of 3, condition number 1e+17")
  }
}
