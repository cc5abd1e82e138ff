import Research
import Results
import Statistics

extension PanelSummary {
  /// The page of a study of several markets: all of them together, each beside the others, and across them.
  public var page: Page {
    Page(
      "Study of several markets", subject.name, header,
      first: [.signal(subject.name, subject.expression)],
      further: [Page.Fact("Strategy", strategy), Page.Fact("Seed", "\(study.plan.seed)")],
      sections: ([PageSection("All markets", overview)] + judged.map(section) + across).alarming(alarm), log: testLog,
      conventions: windowNotes + Self.conventions + ["Verdict: \(Verdict.panelRule(moves: study.plan.calibration))."])
  }

  private var judged: [PanelHorizon] { study.horizons.filter { !$0.estimates.isEmpty } }

  private var overview: [PageBlock] {
    let first = study.horizons.first
    var tiles = [
      KeyFigure("Markets", key: "markets", .count(subject.markets.count)),
      KeyFigure("Stamps", key: "stamps", .count(first?.stamps ?? 0), convention: "on which some market counts"),
      KeyFigure(
        "Rows", key: "observations", .count(first?.observations ?? 0), convention: "signal and next return known"),
    ]
    if let contrast = first?.contrast {
      tiles.append(
        KeyFigure(
          "Episodes", key: "episodes", .count(contrast.episodes), convention: "in some market; the effective sample"))
    }
    let verdicts = study.horizons.flatMap { horizon in
      [PageBlock.remark(Remark(horizon.verdict.tone, "Next \(horizon.forward)", horizon.verdict.plain))]
        + (horizon.bias.map { [.remark(Remark(.bad, "Before acting on it", $0.cautionOfMarkets))] } ?? [])
    }
    let across = judged.compactMap { horizon in
      horizon.crossSection.answer.map {
        PageBlock.remark(
          Remark(
            .neutral, "Across markets, next \(horizon.forward)", $0.plain.prefix(1).uppercased() + $0.plain.dropFirst())
        )
      }
    }
    let silent = Set(judged.compactMap(\.crossSection.why)).sorted().map {
      PageBlock.remark(Remark(.neutral, "Across markets", "Cannot say: \($0)."))
    }
    return verdicts + across + [.tiles(tiles)] + silent
  }

  private func section(_ horizon: PanelHorizon) -> PageSection {
    let measure =
      subject.isRegime ? "Return in the regime less return outside" : "Return for one more unit of the signal"
    func dot(_ market: String, _ estimates: [EstimatorResult], isAll: Bool = false) -> PageChart.Dot {
      let hodrick = estimates.hodrick1B
      return .init(
        market, bps: hodrick?.estimate ?? .nan, error: hodrick?.standardError, isAll ? .accent : .muted,
        kind: isAll ? "all markets" : "one market")
    }
    let chart = PageChart.intervals(
      "Slope by market",
      caption: "\(measure), basis points. Dots are estimates, lines 95% intervals by Hodrick 1B; that of all markets "
        + "counts what they share at a stamp once.",
      value: "Next \(horizon.forward)", unit: subject.isRegime ? "bps" : "bps a unit",
      [dot("all", horizon.estimates, isAll: true)]
        + horizon.markets.filter { !$0.estimates.isEmpty }.map { dot($0.market, $0.estimates) })
    return PageSection(
      "Forward \(horizon.forward)",
      [.chart(chart), .table(marketTable(horizon)), .table(pooledTable(horizon))])
  }

  private var across: [PageSection] {
    guard !crossSectionTables.isEmpty else { return [] }
    let charts = study.horizons.compactMap { horizon in
      horizon.crossSection.answer?.buckets.answer.map { buckets in
        PageChart.buckets(
          "Mean return by quantile, next \(horizon.forward)",
          caption:
            "Markets sorted by the signal at each stamp, quantile 1 the lowest; means over markets, then over stamps.",
          axis: "Quantile", forward: "\(horizon.forward)", buckets.sorted.means)
      }
    }
    return [
      PageSection(
        "Across markets", lead: "Which market does better at a stamp, not when all of them do.",
        (charts.isEmpty ? [] : [.charts(charts)]) + crossSectionTables.map(PageBlock.table))
    ]
  }
}
