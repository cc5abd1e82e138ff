import Statistics
import Testing

@Suite("Slopes within the cells of a partition")
struct CellSlopesTests {
  let generated = Generated()

  private func sample() throws -> ForwardSample {
    try ForwardSample(regime: generated.regime, nextReturns: generated.nextReturns, horizon: 6)
  }

  /// Three cells, ten rows at a time, so that every window of six bars but a few reaches from one into the next.
  private var cells: [Int16] { (0..<2000).map { Int16($0 / 10 % 3) } }

  /// Expected: statsmodels 0.15.0, `OLS(y[m], add_constant(reg[m])).fit().params[1]` with m the rows of the cell; numpy 2, w
  /// the weights of that slope, on rows without a forward return too, `A[t] = w[t-5:t+1].sum()`, e the one-bar returns less their mean from row 5 on,
  /// `F = e*A`, `V = F @ F.T`.
  @Test("the slope of a cell is that of its rows alone, its error that of a weighted sum of forward returns")
  func golden() throws {
    let slopes = CellSlopes(try sample(), cells: cells, count: 3)
    let known = slopes.slopes.compactMap(\.self)
    #expect(
      agree(
        known.map(\.slope), [-0.004446673264817171, -0.0006857979355832957, -0.0003833676082378251], to: 1e-9))
    #expect(
      agree(
        known.map(\.standardError), [0.002155502846168783, 0.0024840515865492247, 0.002480467108986383], to: 1e-9))
    #expect(agree(slopes.covariance[0, 1], 4.314263214111069e-07, to: 1e-9))
    #expect(agree(slopes.covariance[0, 2], 6.226661497757876e-07, to: 1e-9))
    let difference = try #require(slopes.difference(0, 1))
    #expect(agree(difference.slope, -0.003760875329233875, to: 1e-9))
    #expect(agree(difference.standardError, 0.003154972608701577, to: 1e-9))
    #expect(agree(difference.p, 0.2332428545951868, to: 1e-8))
  }

  /// Expected: numpy 2, `(bs - bb) @ inv(V) @ (bs - bb)` with bb weighted by inv(V); scipy `chi2.sf(Q, 2)`.
  @Test("whether they are equal is Wald's question, with the covariances that overlap makes")
  func equality() throws {
    let test = try #require(EqualSlopes(CellSlopes(try sample(), cells: cells, count: 3), cells: [0, 1, 2]))
    #expect(agree(test.statistic, 2.2022828555975265, to: 1e-9))
    #expect(agree(test.common, -0.0021470024099442364, to: 1e-9))
    #expect(agree(test.p, 0.33249135214904313, to: 1e-9))
    #expect(test.degreesOfFreedom == 2)
  }

  @Test("one cell of all rows is Hodrick 1B")
  func whole() throws {
    let sample = try sample()
    let cell = try #require(CellSlopes(sample, cells: [Int16](repeating: 0, count: 2000), count: 1).slopes[0])
    let hodrick = try Hodrick1BEstimator().estimate(sample)
    #expect(agree(cell.slope, hodrick.estimate, to: 1e-9))
    #expect(agree(cell.standardError, hodrick.standardError ?? 0, to: 1e-9))
    #expect(cell.rows == sample.observations)
  }

  @Test("a cell in which the regime always or never holds, or that no row is in, has no slope and no part in the test")
  func degenerate() throws {
    let holds = generated.regime
    let cells: [Int16] = (0..<2000).map { holds[$0] ? 0 : $0 < 1000 ? 1 : 2 }
    let slopes = CellSlopes(try sample(), cells: cells, count: 4)
    #expect(slopes.slopes.allSatisfy { $0 == nil })
    #expect(slopes.covariance[0, 1].isNaN)
    #expect(slopes.difference(0, 1) == nil)
    #expect(EqualSlopes(slopes, cells: [0, 1, 2, 3]) == nil)
  }

  @Test("rows in no cell change nothing")
  func outsiders() throws {
    let cells: [Int16] = cells.map { $0 == 2 ? -1 : $0 }
    let some = CellSlopes(try sample(), cells: cells, count: 2)
    let all = CellSlopes(try sample(), cells: self.cells, count: 3)
    #expect(some.slopes == Array(all.slopes.prefix(2)))
  }
}
