import Statistics
import Testing

@Suite("Lags count bars, not rows")
struct GapTests {
  let sample = Generated()

  /// keep = [t for t in range(2000) if t % 7 != 3 and not 500 <= t < 560]
  var kept: [Int] { (0..<2000).filter { $0 % 7 != 3 && !(500..<560).contains($0) } }

  /// In Python, with U the scores X_t·e_t of the rows kept and zero rows between them:
  ///
  ///     Om = U.T@U
  ///     for j in range(1, 13): G = U[j:].T@U[:-j]; Om += (1 - j/13)*(G + G.T)
  ///     np.sqrt(np.diag(B@Om@B)), B = inv(X[keep].T@X[keep])
  let expected = [0.029765349857540084, 0.05138476164056053, 0.055487857246274946, 5.5737998476691395e-05]

  private func picked(_ column: NamedColumn) -> NamedColumn {
    NamedColumn(column.name, kept.map { column.values[$0] })
  }

  @Test("rows that come with their bars")
  func withBars() throws {
    let fit = try OLS.fit(picked(sample.y), x: sample.x.map(picked), bars: kept)
    let errors = try fit.inference(.neweyWest(lags: 12)).terms.map(\.standardError)
    #expect(agree(errors, expected, to: 1e-11))
    let blind = try OLS.fit(picked(sample.y), x: sample.x.map(picked)).inference(.neweyWest(lags: 12))
    #expect(!agree(blind.terms.map(\.standardError), expected, to: 1e-3))
  }

  @Test("rows that drop out for a missing value keep their place on the time line")
  func withMissingValues() throws {
    let keep = Set(kept)
    let holes = NamedColumn("y", sample.y.values.enumerated().map { keep.contains($0.offset) ? $0.element : .nan })
    let fit = try OLS.fit(holes, x: sample.x)
    #expect(fit.observations == kept.count)
    #expect(agree(try fit.inference(.neweyWest(lags: 12)).terms.map(\.standardError), expected, to: 1e-11))
  }

  @Test("bars must increase, and must be bars")
  func refusals() throws {
    let y = NamedColumn("y", [1, 3, 2, 5])
    let x = NamedColumn("x", [0, 1, 0, 1])
    #expect(throws: StatisticsError.barsNotIncreasing(row: 2)) {
      try OLS.fit(y, x: [x], bars: [0, 5, 5, 6]).inference(.neweyWest(lags: 1))
    }
    #expect(throws: StatisticsError.barsTooSparse(bars: 900_000, rows: 4)) {
      try OLS.fit(y, x: [x], bars: [0, 300_000, 600_000, 900_000]).inference(.neweyWest(lags: 1))
    }
    #expect(throws: StatisticsError.differentLengths(column: "bars", have: 1, expected: 4)) {
      try OLS.fit(y, x: [x], bars: [0])
    }
  }
}
