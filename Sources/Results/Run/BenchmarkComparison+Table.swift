import Replay
import Research

extension RunAgainst {
  /// The figures, and the verdict as their first note.
  public var table: Table {
    var table = comparison.table
    table.notes += [note].compactMap(\.self)
    return table
  }

  public var verdict: String { comparison.verdict }
}

extension BenchmarkComparison {
  public static let fields = Fields<BenchmarkComparison> {
    Field("benchmark", .words, "what the run is held against") { $0.name }
    Field("replayed_on", .words, "of a strategy, the instrument and the bars it is replayed on; null of what is held") {
      $0.replayedOn
    }
    Field("unverified", json: .array, "what the benchmark itself rests on that nobody has verified, a sentence each") {
      .strings($0.reservations)
    }
    Field(
      "days", "Days in common", .count, in: [.json, .detail], "UTC days that both have a return of",
      said: { "\($0.first.dateText) to \($0.last.dateText), and not all of the run's: what follows is of these" }
    ) { $0.days }
    Field("returns_in", .words, "what returns are of, where the account is in a coin and they are not") { $0.currency }
      .whereKnown()
    Field("from", .words, "the first of those days") { $0.first.dateText }
    Field("to", .words, "the last") { $0.last.dateText }
    Field("strategy_return", "Return of the run", .signedPercent, "compounded over those days") { $0.strategyReturn }
    Field("benchmark_return", "Return of the benchmark", .signedPercent, "compounded over those days") {
      $0.benchmarkReturn
    }
    Field("alpha_annual", "Alpha a year", .signedPercent, "intercept on the benchmark's daily returns, x 365, simple") {
      $0.alphaAnnual.value
    }
    Field("alpha_annual_se", .number, "Newey-West, lags of 1994") { $0.alphaAnnual.error }
    Field("alpha_p", "p of alpha", .p, "two-sided, normal, against zero") { $0.alphaAnnual.p }
    Field("beta", "Beta", .ratio(3), "slope on the benchmark's daily returns") { $0.beta.value }
    Field("beta_se", .number) { $0.beta.error }
    Field("lags", .count, "days of memory in the errors of alpha and beta") { $0.lags }
    Field("difference_lags", .count, "and in that of the difference") { $0.differenceErrors?.lags }
    Field("correlation", "Correlation", .ratio(3), "of UTC-daily returns") { $0.correlation }
    Field("tracking_error_annual", "Tracking error", .percent(2), "deviation of the difference, x sqrt(365)") {
      $0.trackingErrorAnnual
    }
    Field("information_ratio", "Information ratio", .ratio, "mean difference / its deviation, x sqrt(365)") {
      $0.informationRatio
    }
    Field("up_capture", "Up capture", .percent(2), "mean return on days it rose / its own") { $0.upCapture }
    Field("down_capture", "Down capture", .percent(2), "mean return on days it fell / its own") { $0.downCapture }
    Field("difference_annual", "Difference a year", .signedPercent, "mean daily difference, x 365, simple") {
      $0.differenceAnnual.value
    }
    Field("difference_annual_se", .number, "as that of alpha") { $0.differenceAnnual.error }
    Field("difference_p", "p of the difference", .p, "two-sided, normal, against zero") { $0.differenceAnnual.p }
    Field("sharpe_difference", "Sharpe difference", .ratio, "a year, the run's less the benchmark's") {
      $0.sharpe.sharpeDifference
    }
    Field("sharpe_difference_p", "p of the Sharpe difference", .p, "stationary bootstrap of both together") {
      $0.sharpe.p
    }
    Field("sharpe_difference_ledoit_wolf_p", "Its p by Ledoit-Wolf", .p, "2008, studentised circular bootstrap") {
      $0.sharpe.ledoitWolf?.p
    }
  }

  /// The figures, and the verdict as its note.
  public var table: Table {
    Table(
      Self.fields.keyFigures(
        self,
        (isPart ? ["days"] : []) + [
          "strategy_return", "benchmark_return", "alpha_annual", "alpha_p", "beta", "correlation",
          "tracking_error_annual", "information_ratio", "up_capture", "down_capture", "difference_annual",
          "difference_p", "sharpe_difference", "sharpe_difference_p", "sharpe_difference_ledoit_wolf_p",
        ]), title: "Against \(name)",
      notes: [verdict] + [errorsText.map { "\($0)." }].compactMap(\.self))
  }

  /// What the p-values rest on, lags in days; nil where nothing is left to err by.
  package var errorsText: String? {
    errors.map { errors in
      let apart = differenceErrors.map { "; of the difference \($0.words())" } ?? ""
      return "p of alpha and beta by \(errors.words())\(apart); two-sided, normal, not corrected"
    }
  }

  /// Whether the strategy did anything that the benchmark did not.
  public var verdict: String {
    let alpha = Figure.signedPercent(alphaAnnual.value).text
    guard let p = alphaAnnual.p else { return "Nothing is left when \(name) is taken out." }
    let word =
      p < 0.05 ? (alphaAnnual.value > 0 ? "more than" : "less than") : "no more than"
    return
      "The run earned \(word) its beta to \(name) explains: alpha \(alpha) a year over \(Double.grouped(days)) days, p \(p.pFigure)."
  }
}
