/// The page of a study of several markets: all of them together, each beside the others, and across them.
public struct PanelReport: Sendable {
  public var title: String
  public var facts: [Page.Fact]
  public var highlights: [KeyFigure]
  public var remarks: [Remark]
  public var horizons: [PanelHorizonSection]
  /// Across markets: tables that stand in the terminal too, and the mean return by quantile.
  public var crossSection: [Table]
  public var quantiles: [PanelQuantiles]
  public var conventions: [String]

  public init(
    title: String, facts: [Page.Fact], highlights: [KeyFigure], remarks: [Remark], horizons: [PanelHorizonSection],
    crossSection: [Table], quantiles: [PanelQuantiles], conventions: [String]
  ) {
    self.title = title
    self.facts = facts
    self.highlights = highlights
    self.remarks = remarks
    self.horizons = horizons
    self.crossSection = crossSection
    self.quantiles = quantiles
    self.conventions = conventions
  }

  public var page: Page {
    Page(kind: "Study of several markets", title: title, facts: facts, sections: sections, conventions: conventions)
  }

  public var sections: [PageSection] {
    var sections = [PageSection("All markets", [.tiles(highlights)] + remarks.map(PageBlock.remark))]
    sections += horizons.map(\.section)
    if !crossSection.isEmpty {
      let charts = quantiles.map(\.chart)
      sections.append(
        PageSection(
          "Across markets", lead: "Which market does better at a stamp, not when all of them do.",
          (charts.isEmpty ? [] : [.charts(charts)]) + crossSection.map(PageBlock.table)))
    }
    return sections
  }
}

/// Mean return by quantile across markets at one horizon.
public struct PanelQuantiles: Hashable, Sendable {
  public var forward: String
  /// Lowest first, in basis points.
  public var meansBps: [Double]

  public init(forward: String, meansBps: [Double]) {
    self.forward = forward
    self.meansBps = meansBps
  }

  var chart: PageChart {
    PageChart(
      "Mean return by quantile, next \(forward)",
      caption:
        "Markets sorted by the signal at each stamp, quantile 1 the lowest; means over markets, then over stamps.",
      PlotlyFigure(
        x: PlotlyAxis("Quantile", kind: .category),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Next \(forward)", unit: "bps", .fixed(2)),
            [
              .bars(
                "mean", .labels(meansBps.indices.map { "\($0 + 1)" }), meansBps, Paint(.accent), bySign: true,
                inLegend: false)
            ], levels: [.init(0)])
        ], height: 300))
  }
}
