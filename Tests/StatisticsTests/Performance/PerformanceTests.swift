import Statistics
import Testing

@Suite("Performance figures")
struct PerformanceTests {
  let r = [0.01, -0.02, 0.015, 0.003, -0.007, 0.012, 0.004, -0.011, 0.02, -0.005]

  @Test("ten daily returns")
  func tenReturns() throws {
    // numpy: sr = r.mean()/r.std(ddof=1); r.mean()/np.sqrt((np.minimum(r, 0)**2).mean())*365**.5; population moments
    let figures = try Performance(returns: r, sampling: .utcDaily)
    #expect(prints(figures.sharpePerBar.value, as: ".165737832"))
    #expect(prints(figures.sharpeAnnual.value, as: "3.166416837"))
    #expect(prints(figures.sortinoAnnual.value, as: "5.201244195"))
    #expect(prints(figures.skewness.value, as: "-.276393597"))
    #expect(prints(figures.kurtosis.value, as: "2.017795808"))
    #expect(prints(figures.sharpeEstimate.probabilisticSharpe(), as: ".686014759"))
  }

  @Test("growth, drawdown and Calmar")
  func growth() throws {
    // e = np.cumprod(np.r_[1, 1 + r]); e[-1]**(365/10) - 1; (e/np.maximum.accumulate(e) - 1).min()
    let figures = try Performance(returns: r, sampling: .utcDaily)
    #expect(agree(figures.totalReturn.value, 0.020463422927587294, to: 1e-12))
    #expect(agree(figures.cagr.value, 1.0946268054639372, to: 1e-12))
    #expect(agree(figures.maxDrawdown.value, -0.02, to: 1e-12))
    #expect(agree(figures.calmar.value, 1.0946268054639372 / 0.02, to: 1e-12))
    #expect(agree(figures.volatilityAnnual.value, 0.24207172949814323, to: 1e-12))
  }

  @Test("an equity curve and its returns give one answer")
  func equityAndReturns() throws {
    let equity = [200.0, 210, 189, 231, 220]
    let returns = zip(equity, equity.dropFirst()).map { $1 / $0 - 1 }
    let a = try Performance(equity: equity, sampling: .hourly)
    let b = try Performance(returns: returns, sampling: .hourly)
    for (x, y) in zip(a.figures, b.figures) { #expect(x.name == y.name && agree(x.value, y.value, to: 1e-12), "\(x)") }
  }

  @Test("every figure says its convention, P included")
  func conventions() throws {
    let figures = try Performance(returns: r, sampling: .hourly)
    #expect(figures.sharpeAnnual.convention == "x sqrt(8760) on 1h returns")
    #expect(figures.figures.allSatisfy { !$0.convention.isEmpty })
    #expect(Set(figures.figures.map(\.name)).count == figures.figures.count)
  }

  @Test("flat bars stay in the sample")
  func flatBars() throws {
    let padded = r.flatMap { [$0, 0.0] }
    let dense = try Performance(returns: r, sampling: .utcDaily)
    let sparse = try Performance(returns: padded, sampling: .utcDaily)
    #expect(sparse.sharpePerBar.value < dense.sharpePerBar.value)
    #expect(agree(sparse.totalReturn.value, dense.totalReturn.value, to: 1e-12))
  }

  @Test("the risk-free return comes off before Sharpe and Sortino only")
  func riskFree() throws {
    let shifted = try Performance(returns: r.map { $0 + 0.001 }, sampling: .utcDaily, riskFree: 0.001)
    let plain = try Performance(returns: r, sampling: .utcDaily)
    #expect(agree(shifted.sharpeAnnual.value, plain.sharpeAnnual.value, to: 1e-12))
    #expect(agree(shifted.sortinoAnnual.value, plain.sortinoAnnual.value, to: 1e-12))
    #expect(shifted.totalReturn.value > plain.totalReturn.value)
  }

  @Test("returns that never vary have no Sharpe ratio, and no loss means no Sortino or Calmar")
  func undefined() throws {
    let figures = try Performance(returns: [0, 0, 0], sampling: .utcDaily)
    #expect(figures.sharpeAnnual.value.isNaN)
    #expect(figures.sortinoAnnual.value.isNaN)
    #expect(figures.calmar.value.isNaN)
    #expect(figures.maxDrawdown.value == 0)
  }

  @Test("ruin, holes and too short a record are refused")
  func refusals() {
    #expect(throws: StatisticsError.ruined(bar: 2)) {
      try Performance(returns: [0.1, -1, 0.1], sampling: .utcDaily)
    }
    #expect(throws: StatisticsError.missingValue(column: "equity", row: 1)) {
      try Performance(equity: [1, .nan, 1], sampling: .utcDaily)
    }
    #expect(throws: StatisticsError.tooFewObservations(have: 1, need: 2)) {
      try Performance(returns: [0.1], sampling: .utcDaily)
    }
    #expect(throws: StatisticsError.tooFewObservations(have: 0, need: 2)) {
      try Performance(equity: [], sampling: .utcDaily)
    }
  }
}

@Suite("Drawdown")
struct DrawdownTests {
  @Test("the starting equity is a peak")
  func fromTheStart() {
    let drawdown = Drawdown(equity: [100, 90, 95])
    #expect(agree(drawdown.depth, -0.1, to: 1e-12))
    #expect(drawdown.peak == 0)
    #expect(drawdown.trough == 1)
    #expect(drawdown.longestUnderWater == 2)
  }

  @Test("the deepest fall, not the last")
  func deepest() {
    let drawdown = Drawdown(equity: [100, 120, 60, 130, 100, 140])
    #expect(drawdown.depth == -0.5)
    #expect(drawdown.peak == 1)
    #expect(drawdown.trough == 2)
    #expect(drawdown.longestUnderWater == 1)
  }

  @Test("a curve that only rises has none")
  func rising() {
    #expect(Drawdown(equity: [1, 2, 2, 3]).depth == 0)
  }
}

@Suite("Lo's annualisation")
struct LoScalingTests {
  @Test("is the square root of the bars for uncorrelated returns")
  func uncorrelated() {
    #expect(agree(LoScaling(autocorrelations: [], barsPerYear: 365).factor, 365.0.squareRoot(), to: 1e-15))
    #expect(agree(LoScaling(autocorrelations: [0, 0], barsPerYear: 12).factor, 12.0.squareRoot(), to: 1e-15))
  }

  @Test("follows the formula, shrinking for trends and growing for reversals")
  func correlated() {
    // q/sqrt(q + 2*sum((q - k)*rho_k)) at q = 12: 12/sqrt(12 + 2*(11*.2 + 10*.1)) = 12/sqrt(18.4)
    #expect(agree(LoScaling(autocorrelations: [0.2, 0.1], barsPerYear: 12).factor, 12 / 18.4.squareRoot(), to: 1e-14))
    #expect(LoScaling(autocorrelations: [-0.2], barsPerYear: 12).factor > 12.0.squareRoot())
  }

  @Test("has no value when a year's variance would not be positive")
  func undefined() {
    #expect(LoScaling(autocorrelations: [-0.6], barsPerYear: 365).factor.isNaN)
  }

  @Test("lags past the year do not count")
  func pastTheYear() {
    #expect(
      LoScaling(autocorrelations: [0.1, 0.9], barsPerYear: 2).factor
        == LoScaling(autocorrelations: [0.1], barsPerYear: 2).factor)
  }
}
