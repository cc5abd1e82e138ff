import Research
import Statistics

extension RegressionSummary {
  /// The page of the regression.
  public var report: RegressionReport {
    let terms = regression.inference.terms.indices.filter { regression.picture.deviations[$0] > 0 }
    let wald = regression.wald
    return RegressionReport(
      subject: ReportSubject(
        name: outcome.name, market: frame.market, instrument: frame.instrument, interval: frame.grid.interval,
        window: window, parameters: parameters.map { ($0.name, $0.value.description) }, hash: hash,
        facts: strategy.map { [Page.Fact("Strategy", $0)] } ?? []),
      formula: design.formula.text,
      highlights: [
        KeyFigure(
          "Bars", key: "observations", .count(fit.observations), convention: "of \(Double.grouped(bars)), all known"),
        KeyFigure(
          "R2", key: "r2", .percent(fit.r2, decimals: 3),
          convention: design.hasIntercept ? "in sample, about the mean" : "in sample, about zero"),
        KeyFigure(
          "All slopes zero", key: "wald_p", wald.map { .pValue($0.p) } ?? .missing, convention: "p of a Wald test"),
      ],
      remarks: warnings.map { Remark(.bad, "Mind", $0 + ".") }, table: coefficients,
      forest: CoefficientForest(
        terms: terms.map { index in
          let size = regression.picture.deviations[index] * scale
          return CoefficientForest.Term(
            fit.terms[index], effect: fit.coefficients[index] * size,
            low: regression.intervals[index].lowerBound * size, high: regression.intervals[index].upperBound * size)
        }, unit: unit),
      fitted: regression.picture.fitted.map { $0 * scale }, actual: regression.picture.actual.map { $0 * scale },
      residuals: regression.picture.residuals.map { $0 * scale }, unit: unit, paths: moving.map(\.path),
      conventions: [
        outcome.horizon == nil
          ? "The left side is what is known at the close of each bar."
          : "Forward returns are simple returns from the close at which the row is known.",
        covarianceText, "Lags are elapsed bars: a gap keeps its place.",
      ])
  }

  var moving: [MovingSummary] { regression.moving.map { MovingSummary(summary: self, moving: $0) } }
}
