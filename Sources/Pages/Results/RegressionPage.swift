import Research
import Results
import Statistics

extension RegressionSummary {
  /// The page of a regression: what goes with what, how sure one can be, and whether it lasts.
  public var page: Page {
    var estimate: [PageBlock] = terms.isEmpty ? [] : [.remark(verdict)]
    estimate += cautions.map { .remark(Remark(.bad, "Caution", $0 + ".")) }
    estimate += [.tiles(tiles), .table(coefficients)]
    if !forest.isEmpty { estimate.append(.chart(forestChart)) }
    return Page(
      "Regression", outcome.name, header, first: [Page.Fact("Formula", design.formula.text, isCode: true)],
      further: [Page.Fact("Strategy", strategy ?? "")],
      sections: [
        PageSection("Estimate", estimate), PageSection("Fit", [.charts([calibrationChart, residualChart])]),
      ] + moving.map(\.section),
      conventions: [
        outcome.horizon == nil
          ? "The left side is what is known at the close of each bar."
          : "Forward returns are simple returns from the close at which the row is known.",
        covarianceText,
      ] + [errorNote.map { $0 + "." }].compactMap(\.self) + [
        "Lags are elapsed bars: a gap keeps its place."
      ])
  }

  /// Slopes that are told from zero, by name, and those that are not.
  private var verdict: Remark {
    let told = terms.filter { $0.p < 0.05 }
    let text = told.map { "\(Self.shown($0.name)) (t \($0.t.fixed(2)))" }.joined(separator: ", ")
    let rest = terms.count - told.count
    guard !told.isEmpty else {
      return Remark(
        .neutral, "Verdict",
        "None of \(rest == 1 ? "the one slope" : "\(rest) slopes") differs from zero at 5%, each by itself.")
    }
    // Of twenty slopes one is told from zero by chance: what is good is that all of them together are.
    return Remark(
      (regression.wald?.p ?? 1) < 0.05 ? .good : .neutral, "Verdict",
      "\(told.count) of \(terms.count) slopes differ\(told.count == 1 ? "s" : "") from zero at 5%, each by itself: \(text)."
    )
  }

  /// Without the intercept, whose size is that of a mean.
  private var terms: [Inference.Term] {
    regression.inference.terms.filter { $0.name != OLS.interceptName }
  }

  private var tiles: [KeyFigure] {
    [
      KeyFigure(
        "Bars", key: "observations", .count(fit.observations), convention: "of \(Double.grouped(bars)), all known"),
      KeyFigure(
        "R2", key: "r2", .ratio(fit.r2, decimals: 5),
        convention: design.hasIntercept ? "in sample, about the mean" : "in sample, about zero"),
      KeyFigure(
        "All slopes zero", key: "wald_p", regression.wald.map { .pValue($0.p) } ?? .missing,
        convention: "p of a Wald test"),
    ]
  }

  /// What one standard deviation more of each column goes with.
  private var forest: [PageChart.Dot] {
    regression.inference.terms.indices.filter { regression.picture.deviations[$0] > 0 }.map { index in
      let size = regression.picture.deviations[index] * scale
      return .init(
        Self.shown(fit.terms[index]), fit.coefficients[index] * size,
        low: regression.intervals[index].lowerBound * size,
        high: regression.intervals[index].upperBound * size)
    }
  }

  private var forestChart: PageChart {
    .intervals(
      "Coefficients",
      caption:
        "Coefficient times the standard deviation of its column, so that columns in different units can be compared; lines are 95% intervals by the errors of the table.",
      value: "For one standard deviation more", unit: unit, isList: true, forest,
      height: max(220, 90 + 30 * forest.count))
  }

  private var calibrationChart: PageChart {
    let fitted = regression.picture.fitted.map { $0 * scale }
    let ends = [fitted.min() ?? 0, fitted.max() ?? 0]
    return PageChart(
      "Fitted and actual",
      caption:
        "Bars sorted by fitted value and cut into \(fitted.count) pieces: the mean outcome of each against its mean "
        + "fitted value. On the dashed line the two agree. In sample: it shows the shape of the fit, not its worth.",
      x: PlotlyAxis("Mean fitted value", unit: unit, .general), height: 320, hover: .closest,
      .panel(
        "Mean outcome", unit: unit, .general,
        [
          .line("equal", .numbers(ends), ends, .muted, dashed: true, inLegend: false),
          .markers(
            "actual", .numbers(fitted), regression.picture.actual.map { $0 * scale }, Paint(.accent), size: 8,
            inLegend: false),
        ]))
  }

  private var residualChart: PageChart {
    let residuals = regression.picture.residuals.map { $0 * scale }
    let bins = Histogram(covering: [residuals])
    return .histogram(
      "Residuals",
      caption:
        "Share of bars in each of \(bins.count) bins of \(bins.width.shortNumber) \(unit); the outermost bins hold "
        + "everything beyond.",
      axis: PlotlyAxis("Residual", unit: unit, .general), share: "Share of bars", decimals: 2, bins,
      [("residuals", residuals, Paint(.accent, opacity: 0.6))])
  }
}

extension MovingSummary {
  fileprivate var section: PageSection {
    let sample = moving.outOfSample
    let tone: Remark.Tone = (sample?.r2 ?? 0) > 0 && (sample?.clarkWest.p ?? 1) < 0.05 ? .good : .neutral
    let remark = Remark(tone, "Out of sample", String(forecastText.drop { $0 != ":" }.dropFirst(2)))
    let errors = summary.regression.choice.words(summary.regression.inference.used)
    return PageSection(
      title,
      lead:
        "Lines are the estimate of the window that ends with each bar\(summary.design.outcome.horizon == nil ? "" : ", known when its last outcome is"), bands its 95% interval by \(errors), at evenly spaced bars.",
      [.remark(remark), .table(table), .charts(moving.fit.terms.indices.map(chart))]
        + (sample.map { [.chart(advantage($0))] } ?? []))
  }

  private func chart(_ index: Int) -> PageChart {
    let rows = (0..<moving.fit.count).filter { !moving.fit.coefficients[0][$0].isNaN }
    let (name, scale, reach) = (RegressionSummary.shown(moving.fit.terms[index]), summary.scale, 1.96 * summary.scale)
    return .overTime(
      name, caption: "", height: 260,
      .panel(
        "Coefficient", unit: summary.unit, .general,
        [
          .band(
            "95% interval", .instants(moving.judged.map { close($0.row) }),
            lower: moving.judged.map { $0.coefficients[index] * scale - $0.errors[index] * reach },
            upper: moving.judged.map { $0.coefficients[index] * scale + $0.errors[index] * reach }, .accent),
          .line(
            name, Curve(rows.map(close), rows.map { moving.fit.coefficients[index][$0] * scale }), .accent,
            inLegend: false),
        ], levels: [.init(0)]))
  }

  /// What forecasts were worth, bar by bar.
  private func advantage(_ sample: OutOfSample) -> PageChart {
    let rows = sample.advantage.indices.filter { !sample.advantage[$0].isNaN }
    // At the last bar the advantage is R2 times the squared errors of the mean.
    let last = rows.last.map { sample.advantage[$0] } ?? .nan
    let whole = sample.r2 == 0 ? 1 : last / sample.r2
    return .overTime(
      "Forecasts against the historical mean",
      caption:
        "Squared errors of the mean less those of the regression, summed up to each bar, as a share of those of the mean over all: it rises while the regression forecasts better, and ends at the out-of-sample R2.",
      height: 260,
      .panel(
        "Advantage of the regression", .percent(2),
        [
          .line(
            "advantage", Curve(rows.map(close), rows.map { sample.advantage[$0] / whole }), .accent,
            inLegend: false)
        ], levels: [.init(0)]))
  }
}
