import Research
import Statistics

extension SweepBenchmark {
  static let fields = Fields<SweepBenchmark> {
    Field("benchmark", .words, "what trials are held against") { $0.name }
    Field("unverified", json: .array, "what the benchmark itself rests on that nobody has verified, a sentence each") {
      .strings($0.reservations)
    }
    Field("days", .count, "UTC days that both have a return of") { $0.days }
    Field("benchmark_return", .signedPercent, "compounded over those days") { $0.benchmarkReturn }
    Field("benchmark_sharpe_annual", .ratio, "UTC-daily, x sqrt(365)") { $0.benchmarkSharpe }
    Field("trials", listOf: rowFields, "those shown, best first") { $0.trials.map { Row($0, []) } }
    Field("alpha_survivors", .count, "tested trials whose alpha StepM calls above zero, 5% family-wise") {
      $0.alpha.answer?.survivors.count
    }
    Field(
      "difference_survivors", .count,
      "tested trials whose mean difference of returns StepM calls above zero, 5% family-wise"
    ) {
      $0.difference.answer?.survivors.count
    }
    Field("stepm_population", .count, "trials that the tested ones stand for") { $0.alpha.answer?.population }
    Field("alpha_why", .words, "why there is no p of alpha") { $0.alpha.why }
    Field("difference_why", .words, "why there is no p of the difference") { $0.difference.why }
  }

  /// A trial, and what its swept parameters are.
  private struct Row {
    let trial: Trial
    let values: [Figure]

    init(_ trial: Trial, _ values: [Figure]) {
      self.trial = trial
      self.values = values
    }
  }

  private static let rowFields = Fields<Row>(in: .shown) {
    Field("trial", .count) { $0.trial.point }
    Field(
      "alpha_annual", "Alpha a year", .signedPercent, "intercept on the benchmark, x 365, simple"
    ) {
      $0.trial.fit.alphaAnnual
    }
    Field("alpha_stepm_p", "p of alpha", .p, "StepM, family-wise, one-sided: alpha above zero") { $0.trial.alphaP }
    Field("beta", "Beta", .ratio(3)) { $0.trial.fit.beta }
    Field("information_ratio", "Information ratio", .ratio, "of daily differences, x sqrt(365)") {
      $0.trial.fit.informationRatio
    }
    Field("difference_annual", "Difference a year", .signedPercent, "mean difference, x 365") {
      $0.trial.fit.differenceAnnual
    }
    Field("difference_stepm_p", "p of difference", .p, "the same of the difference") { $0.trial.differenceP }
  }

  /// A row a shown trial, with its swept parameters.
  package func table(_ summary: SweepSummary, best: Int) -> Table {
    let axes = summary.axes.map(\.axis.name)
    let rows = trials.prefix(best).map { Row($0, summary.shownValues(at: $0.point)) }
    return Fields<Row> {
      for (index, name) in axes.enumerated() {
        Field(name, Form<Figure>(type: "string", alignment: .right) { $0 }, in: .table) { (row: Row) in
          row.values[index]
        }
      }
      Self.rowFields
    }.table(
      rows, title: "The best trials against \(name)",
      notes: [
        "\(name) came to \(Figure.signedPercent(benchmarkReturn).text)\(benchmarkSharpe.map { ", Sharpe \(Figure.ratio($0).text)" } ?? "") over \(Double.grouped(days)) days.",
        "p: StepM (Romano & Wolf 2005) over all trials, one-sided, of alpha (returns less beta times the benchmark) and of the plain difference. n/a: fewer than \(SweepVerdict.leastLosingDays) losing days, or nothing left when the benchmark is taken out.",
      ] + [note].compactMap(\.self))
  }

  /// Of its verdict.
  package var finding: SweepVerdict.Finding {
    trials.first?.alphaP.map { $0 <= SweepVerdict.level ? .betterThanChance : .noBetterThanChance } ?? .cannotSay
  }

  /// Whether the best trial does what the benchmark does not, in a sentence.
  package func verdict(rankedBy rank: String) -> String {
    guard let joint = alpha.answer, let best = trials.first else {
      return "Against \(name): cannot say: \(alpha.why ?? "no trial has a \(rank)")."
    }
    let alpha = "alpha \(Figure.signedPercent(best.fit.alphaAnnual).text) a year"
    guard let p = best.alphaP else {
      return "Against \(name): cannot say of the trial selected by \(rank): \(alpha), and it is not tested."
    }
    let word = p <= SweepVerdict.level ? "more than" : "no more than"
    let others =
      joint.survivors.count == 0 ? "none" : "\(Double.grouped(joint.survivors.count))"
    return
      "Against \(name): the trial selected by \(rank) earned \(word) its beta explains after the number of trials: \(alpha), StepM p \(p.pFigure); \(others) of \(Double.grouped(joint.trials)) tested trials \(joint.survivors.count == 1 ? "has" : "have") an alpha above zero at a family-wise 5%."
  }
}
