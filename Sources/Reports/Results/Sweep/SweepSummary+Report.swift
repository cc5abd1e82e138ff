import Replay
import Research

extension SweepSummary {
  /// The page of the sweep.
  public var report: SweepReport {
    SweepReport(
      subject: ReportSubject(
        name: sweep.strategy.name, about: sweep.strategy.about, market: frame.market, instrument: frame.instrument,
        interval: frame.grid.interval, window: frame.window, hash: hash,
        facts: [Page.Fact("Swept", (axes.map(\.axis.written) + conditions).joined(separator: "; "))]),
      rankedBy: rank.title, highlights: highlights, top: top(Self.pageRows), ranked: tally.scores,
      expectedBest: expectedBest, selectionBias: selectionSections, surfaces: surface.section.map { [$0] } ?? [],
      conventions: ["\(rank.title): \(rank.convention).", "A trial is a replay: the same machine, bit for bit."]
        + honestConventions)
  }

  /// How the figure lies over the parameters, in pictures.
  public var surface: SurfaceSection { SurfaceSection(maps, figure: rank.title, format: rank.format) }

  private var conditions: [String] { sweep.space.definition.conditions.map { "where \($0)" } }

  private var highlights: [KeyFigure] {
    [
      KeyFigure("Trials", key: "trials", .count(trials)),
      KeyFigure("Completed", key: "completed", .count(tally.completed)),
      KeyFigure("Failed", key: "failed", .count(tally.failed)),
      KeyFigure("Best", key: "best", rank.figure(tally.board.entries.first?.score), convention: rank.convention),
    ]
  }

  /// Comparable with the figure ranked by only where that is the Sharpe ratio itself.
  private var expectedBest: Double? {
    guard case .trials(let selectionBias) = selectionBias, tally.rank.name == FigureKey.sharpeAnnual.rawValue else {
      return nil
    }
    return selectionBias.deflated.answer?.expectedBestAnnual
  }

  private var honestConventions: [String] {
    if case .trials(let selectionBias) = selectionBias { SelectionBiasSection(selectionBias).conventions } else { [] }
  }

  private var selectionSections: [PageSection] {
    switch selectionBias {
    case .trials(let selectionBias): [SelectionBiasSection(selectionBias).section]
    case .signals(let trials):
      [
        PageSection(
          "What the strongest is worth", lead: "Of many variants of a signal some look strong by chance.",
          [.tiles(trials.figures)])
      ]
    case nil: []
    }
  }
}
