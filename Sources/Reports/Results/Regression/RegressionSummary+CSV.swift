extension RegressionSummary {
  /// One row a term. Coefficients are in units of the left side: a return is a fraction.
  public var csv: String {
    var writer = CSVWriter(
      columns: [
        "market", "outcome", "name", "coefficient", "se", "t", "p", "ci_low", "ci_high", "observations", "r2",
        "covariance", "lags",
      ], into: "")
    let used = regression.inference.used
    for (term, interval) in zip(regression.inference.terms, regression.intervals) {
      writer.append([
        .text(frame.market), .text(outcome.name), .text(term.name), .plain(term.coefficient),
        .plain(term.standardError), .plain(term.t), .plain(term.p), .plain(interval.lowerBound),
        .plain(interval.upperBound), .count(fit.observations), .plain(fit.r2), .text(used.kind),
        used.lags.map { .count($0) } ?? .missing,
      ])
    }
    return writer.output
  }
}
