import Research
import Statistics

extension PanelSummary {
  /// The page of the study.
  public var page: Page { report.page }

  public var report: PanelReport {
    let first = study.horizons.first
    return PanelReport(
      title: subject.name,
      facts: [
        Page.Fact("Signal", "\(subject.name): \(subject.expression)", isCode: true),
        Page.Fact("Markets", market), Page.Fact("Bars", subject.grid.interval.description),
        Page.Fact(
          "Window, UTC", "\(window.from.dateText) to \(window.to.dateText) (\(window.length.inTwoUnits))"),
        Page.Fact("Parameters", parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")),
        Page.Fact("Strategy", strategy), Page.Fact("Seed", "\(study.plan.seed)"),
        Page.Fact("Result", hash ?? "", isCode: true),
      ].filter { !$0.value.isEmpty },
      highlights: [
        KeyFigure("Markets", key: "markets", .count(subject.markets.count)),
        KeyFigure("Stamps", key: "stamps", .count(first?.stamps ?? 0), convention: "on which some market counts"),
        KeyFigure(
          "Rows", key: "observations", .count(first?.observations ?? 0), convention: "signal and next return known"),
      ]
        + (first?.contrast.map { contrast in
          [
            KeyFigure(
              "Episodes", key: "episodes", .count(contrast.episodes),
              convention: "in some market; the effective sample")
          ]
        } ?? []),
      remarks: study.horizons.filter(\.estimates.isEmpty).map {
        Remark(.neutral, "Next \($0.forward)", $0.verdict.text)
      } + acrossRemarks,
      horizons: study.horizons.filter { !$0.estimates.isEmpty }.map(section),
      crossSection: study.horizons.contains { $0.crossSection.answer != nil } ? [crossSectionTable, bucketTable] : [],
      quantiles: study.horizons.compactMap { horizon in
        horizon.crossSection.answer?.buckets.answer.map { buckets in
          PanelQuantiles(forward: horizon.forward.description, meansBps: buckets.sorted.means.map { $0 * 1e4 })
        }
      },
      conventions: windowNotes + Self.conventions + ["Verdict: \(Verdict.panelRule)."])
  }

  private var acrossRemarks: [Remark] {
    Set(study.horizons.filter { !$0.estimates.isEmpty }.compactMap(\.crossSection.why)).sorted().map { why in
      Remark(.neutral, "Across markets", "Cannot say: \(why).")
    }
  }

  private func section(_ horizon: PanelHorizon) -> PanelHorizonSection {
    func slope(_ market: String, _ estimates: [EstimatorResult]) -> PanelHorizonSection.Slope {
      let hodrick = estimates.first { $0.name == Hodrick1BEstimator().name }
      return PanelHorizonSection.Slope(
        market: market, estimateBps: (hodrick?.estimate ?? .nan) * 1e4,
        standardErrorBps: (hodrick?.standardError ?? .nan) * 1e4)
    }
    return PanelHorizonSection(
      forward: horizon.forward.description,
      verdict: Remark(
        horizon.verdict.finding == .predicts ? .good : .neutral, "Next \(horizon.forward)", horizon.verdict.text),
      measure: subject.isRegime ? "Return in the regime less return outside" : "Return per unit of the signal",
      slopes: [slope("all", horizon.estimates)]
        + horizon.markets.filter { !$0.estimates.isEmpty }.map { slope($0.market, $0.estimates) },
      tables: [marketTable(horizon), pooledTable(horizon)])
  }
}
