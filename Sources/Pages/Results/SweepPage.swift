import Market
import Numerics
import Replay
import Research
import Results
import Statistics

extension SweepSummary {
  /// The page of the sweep: what the best of many trials is worth, the trials, and how the figure lies over the parameters.
  public var page: Page {
    Page(
      "Sweep", subject, about: sweep.strategy.about, header,
      further: [
        Page.Fact(
          "Swept",
          (axes.map(\.axis.written) + sweep.space.definition.conditions.map { "where \($0)" }).joined(separator: "; "))
      ],
      sections: sections.alarming(alarm),
      conventions: [
        "\(rank.title): \(rank.convention).",
        rank.study == nil
          ? "A trial is a replay: the same machine, bit for bit."
          : "A trial is a study of the signal at one forward return.",
      ] + (bias.map { $0.conventions + ["Rule: \(SweepVerdict.rule)."] } ?? []))
  }

  private var sections: [PageSection] {
    worth + [PageSection("Trials", [.tiles(tiles), .table(top(Self.pageRows))])]
      + (against.map { [againstSection($0)] } ?? []) + (surface.section.map { [$0] } ?? [])
      + [PageSection("Every trial", [.charts([spreadChart, trialsChart])])]
  }

  private var bias: SelectionBias? { if case .trials(let bias) = selectionBias { bias } else { nil } }

  /// How the figure lies over the parameters, in pictures.
  public var surface: SurfaceCharts { SurfaceCharts(maps, figure: rank.title, format: rank.format) }

  private var tiles: [KeyFigure] {
    Self.fields.keyFigures(self, ["trials", "completed", "failed"]) + [
      KeyFigure("Best", key: "best", rank.figure(tally.board.entries.first?.score), convention: rank.convention)
    ]
  }

  private var worth: [PageSection] {
    switch selectionBias {
    case .trials(let bias): [bias.section]
    case .signals(let trials):
      [
        PageSection(
          "What the strongest is worth", lead: "Of many variants of a signal some look strong by chance.",
          [.remark(Remark(trials.finding.tone, "Verdict", trials.sentence)), .tiles(trials.figures)])
      ]
    case nil: []
    }
  }

  /// The best trials against a benchmark, and the first of them beside it.
  private func againstSection(_ against: SweepBenchmark) -> PageSection {
    var blocks: [PageBlock] = [
      .remark(Remark(against.finding.tone, "Verdict", against.verdict(rankedBy: rank.title)))
    ]
    if let curve = against.curve {
      let ends = curve.days.map { $0 + .day }
      blocks.append(
        .chart(
          PageChart(
            "The best trial beside \(against.name)",
            caption:
              "Growth of 1 at the ends of UTC days. The trial is the best of many; the benchmark was not chosen.",
            PlotlyFigure(
              x: .time,
              panels: [
                .growth([
                  .line(against.name, Curve(ends, curve.benchmark), .muted, dashed: true),
                  .line("best trial", Curve(ends, curve.best), .accent),
                ])
              ], height: 360))))
    }
    blocks.append(.table(against.table(self, best: Self.pageRows)))
    return PageSection(
      "Against \(against.name)", lead: "Does the best trial do what the benchmark does not, once all trials count?",
      blocks)
  }

  /// Comparable with the figure ranked by only where that is the Sharpe ratio itself.
  private var expectedBest: Double? {
    tally.rank.name == FigureKey.sharpeAnnual.rawValue ? bias?.deflated.answer?.expectedBestAnnual : nil
  }

  private var references: [PlotlyFigure.Level] {
    let scores = tally.scores.filter(\.isFinite)
    return [
      expectedBest.map { .init($0, "expected maximum under the null \($0.fixed(2))", Paint(.loss)) },
      scores.max().map { .init($0, "best \($0.fixed(2))", Paint(.accent)) },
    ].compactMap(\.self)
  }

  private var spreadChart: PageChart {
    .histogram(
      "Distribution over trials",
      caption: "Share of trials by \(rank.title)."
        + (expectedBest == nil ? "" : " The expected maximum is that of as many trials with no skill."),
      axis: PlotlyAxis(rank.title, .fixed(2)), share: "Share of trials", Histogram(covering: [tally.scores], trim: 0),
      [("trials", tally.scores, Paint(.accent, opacity: 0.55))], verticals: references)
  }

  private var trialsChart: PageChart {
    PageChart(
      "Trial by trial", caption: "\(rank.title) of each trial, in the order of the grid.",
      PlotlyFigure(
        x: PlotlyAxis("Trial", .fixed(0), showsZero: false),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis(rank.title, .fixed(2)),
            [
              .markers(
                "trial", .numbers(tally.scores.indices.map(Double.init)), tally.scores, Paint(.accent, opacity: 0.5),
                size: 5, inLegend: false)
            ], levels: references)
        ], height: 320, hover: .closest))
  }
}

extension SelectionBias {
  /// How much of the best survives that it is the best of many.
  package var section: PageSection {
    let said = verdict
    var blocks: [PageBlock] = [.remark(Remark(said.finding.tone, "Verdict", said.text))]
    if let choice = said.choice { blocks.append(.remark(Remark(.neutral, "Choice", choice))) }
    blocks.append(.tiles(figures + plateauFigures))
    if let overfitting = overfitting.answer { blocks.append(.charts([becomes(overfitting), lands(overfitting)])) }
    let tables = [stabilityTable, plateauTable].compactMap(\.self)
    if !tables.isEmpty { blocks.append(.tables(tables)) }
    return PageSection(
      "What the best is worth",
      lead: "The best of many trials looks good even when none has any skill. How much of it survives that?", blocks)
  }

  private func becomes(_ overfitting: BacktestOverfitting) -> PageChart {
    let inside = overfitting.points.map { $0.inSample * Annual.root }
    // Every second split holds the first block in sample: an odd step draws from both kinds.
    let step = max(1, inside.count / 1500 | 1)
    let shown = Array(stride(from: 0, to: inside.count, by: step))
    let ends = [inside.min() ?? 0, inside.max() ?? 0]
    let degradation = overfitting.degradation
    let line: [PlotlyTrace] =
      degradation.isWithinError
      ? []
      : [
        .line(
          "fit", .numbers(ends), ends.map { degradation.intercept * Annual.root + degradation.slope * $0 }, .loss)
      ]
    return PageChart(
      "What the best becomes",
      caption:
        "Sharpe ratio of the trial picked, on the days it was picked on and on the others, \(Double.grouped(inside.count)) splits (CSCV), \(step == 1 ? "all of them drawn" : "every \(step)th drawn"); \(line.isEmpty ? "no line is drawn, since its slope is within its own error of zero" : "the line is fitted to all. Where it falls, a better past goes with a worse future").",
      PlotlyFigure(
        x: PlotlyAxis("Sharpe where it was picked", .fixed(2), showsZero: false),
        panels: [
          PlotlyFigure.Panel(
            PlotlyAxis("Sharpe on the other days", .fixed(2)),
            [
              .markers(
                "split", .numbers(shown.map { inside[$0] }),
                shown.map { overfitting.points[$0].outOfSample * Annual.root }, Paint(.accent, opacity: 0.35), size: 4,
                inLegend: false)
            ] + line, levels: [.init(0)])
        ], height: 360, hover: .closest))
  }

  private func lands(_ overfitting: BacktestOverfitting) -> PageChart {
    let logits = overfitting.logits
    // Ranks are whole: their logits come in steps, the widest at the ends.
    let steps = Set(logits.filter(\.isFinite)).sorted()
    let widest = zip(steps, steps.dropFirst()).map { $1 - $0 }.max() ?? 0
    return .histogram(
      "Where the best lands",
      caption:
        "Logit of its rank on the other days, \(Double.grouped(logits.count)) splits (CSCV). The share at or below zero is the probability of backtest overfitting.",
      axis: PlotlyAxis("Logit of the rank out of sample", .fixed(2)), share: "Share of splits",
      Histogram(covering: [logits], trim: 0, step: widest), [("splits", logits, Paint(.series(3), opacity: 0.55))],
      verticals: [.init(0, "median rank")], height: 360)
  }
}

extension SweepVerdict.Finding {
  public var tone: Remark.Tone {
    switch self {
    case .betterThanLuck: .good
    case .noBetterThanLuck: .bad
    case .cannotSay: .neutral
    }
  }
}

extension SweepFigure {
  /// How a chart writes its values.
  var format: PlotlyAxis.Format {
    switch (key?.form, study) {
    case (.percent, _), (_, .hitRateIn): .percent(1)
    case (.count, _), (.quote, _), (_, .barsIn), (_, .episodes), (_, .observations): .fixed(0)
    case (_, .p): .fixed(4)
    case (nil, nil) where benchmark == .alpha: .percent(1)
    default: .fixed(2)
    }
  }
}
