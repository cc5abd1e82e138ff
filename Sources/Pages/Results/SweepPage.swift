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
    [worth] + (against.map { [againstSection($0)] } ?? []) + (surface.section.map { [$0] } ?? []) + [
      PageSection(
        "Every trial",
        [.tiles(tiles), .charts([spreadChart, trialsChart])] + (tally.failed > 0 ? [.table(failures)] : []))
    ] + (bias.map { [$0.section] } ?? [])
  }

  private var bias: SelectionBias? { if case .trials(let bias) = selectionBias { bias } else { nil } }

  /// How the figure lies over the parameters, in pictures.
  public var surface: SurfaceCharts {
    SurfaceCharts(maps, figure: rank.title, format: rank.format, isSigned: rank.isSigned)
  }

  private var tiles: [KeyFigure] { Self.fields.keyFigures(self, ["trials", "completed", "failed"]) }

  /// The verdict, the few figures it rests on, what the best trials came to, and what becomes of a choice among them.
  private var worth: PageSection {
    var section =
      switch selectionBias {
      case .trials(let bias): PageSection("Selection bias", lead: SelectionBias.question, bias.opening)
      case .signals(let trials):
        PageSection(
          "What the strongest is worth", lead: "Of many variants of a signal some look strong by chance.",
          [.remark(Remark(trials.finding.tone, "Verdict", trials.sentence)), .tiles(trials.figures)])
      case nil: PageSection("Best trials", [])
      }
    section.blocks += footing.said(sweep.strategy.scheduleNotes).map { .remark(Remark(.neutral, $0.title, $0.text)) }
    section.blocks.append(.table(top(Self.pageRows)))
    if let charts = bias?.charts { section.blocks.append(.charts(charts)) }
    return section
  }

  /// The best trials against a benchmark, and the first of them beside it.
  private func againstSection(_ against: SweepBenchmark) -> PageSection {
    var blocks: [PageBlock] = [.remark(Remark(against.finding.tone, "Verdict", against.verdict(rankedBy: rank.title)))]
    if let curve = against.curve {
      let ends = curve.days.map { $0 + .day }
      blocks.append(
        .chart(
          PageChart.overTime(
            "The best trial against \(against.name)",
            caption:
              "Growth of 1 at the ends of UTC days. The trial is the best of many; the benchmark was not chosen.",
            height: 360,
            .growth([
              .line(against.name, Curve(ends, curve.benchmark), .muted, dashed: true),
              .line("best trial", Curve(ends, curve.best), .accent),
            ]))))
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
      x: PlotlyAxis("Trial", .fixed(0), showsZero: false), height: 320, hover: .closest,
      .panel(
        rank.title, .fixed(2),
        [
          .markers(
            "trial", .numbers(tally.scores.indices.map(Double.init)), tally.scores, Paint(.accent, opacity: 0.5),
            size: 5, inLegend: false)
        ], levels: references))
  }
}

extension SelectionBias {
  fileprivate static let question =
    "The best of many trials looks good even when none has any skill. How much of it survives that?"

  /// What a reader is told first; all other figures have a table of their own.
  fileprivate var opening: [PageBlock] {
    let said = verdict
    return [.remark(Remark(said.finding.tone, "Verdict", said.text))]
      + (said.choice.map { [.remark(Remark(.neutral, "Choice", $0))] } ?? []) + [
        .tiles(
          Self.fields.keyFigures(
            self,
            [
              "best_sharpe_annual", "best_sharpe_lower", "expected_best_sharpe_annual", "deflated_sharpe", "stepm_p",
              "pbo",
            ]))
      ]
  }

  fileprivate var charts: [PageChart] { overfitting.answer.map { [becomes($0), lands($0)] } ?? [] }

  /// Every figure of how much of the best survives that it is the best of many.
  fileprivate var section: PageSection {
    let folds = [stabilityTable, plateaus.contains { $0.neighbours > 0 } ? plateauTable : nil].compactMap(\.self)
    return PageSection(
      "All figures", [.table(Table(figures + plateauFigures))] + (folds.isEmpty ? [] : [.tables(folds)]))
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
      : [.line("fit", .numbers(ends), ends.map { degradation.intercept * Annual.root + degradation.slope * $0 }, .loss)]
    return PageChart(
      "Sharpe ratio in and out of sample",
      caption:
        "Sharpe ratio of the trial picked, on the days it was picked on and on the others, \(Double.grouped(inside.count)) splits (CSCV), \(step == 1 ? "all of them drawn" : "every \(step)th drawn"); \(line.isEmpty ? "no line is drawn, since its slope is within its own error of zero" : "the line is fitted to all. Where it falls, a better past goes with a worse future").",
      x: PlotlyAxis("Sharpe ratio in sample", .fixed(2), showsZero: false), height: 360, hover: .closest,
      .panel(
        "Sharpe ratio out of sample", .fixed(2),
        [
          .markers(
            "split", .numbers(shown.map { inside[$0] }),
            shown.map { overfitting.points[$0].outOfSample * Annual.root }, Paint(.accent, opacity: 0.35), size: 4,
            inLegend: false)
        ] + line, levels: [.init(0)]))
  }

  private func lands(_ overfitting: BacktestOverfitting) -> PageChart {
    let logits = overfitting.logits
    // Ranks are whole: their logits come in steps, the widest at the ends.
    let steps = Set(logits.filter(\.isFinite)).sorted()
    let widest = zip(steps, steps.dropFirst()).map { $1 - $0 }.max() ?? 0
    return .histogram(
      "Rank of the best out of sample",
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
    case .betterThanChance: .good
    // As of a study without evidence: what is not found is not refuted.
    case .noBetterThanChance, .cannotSay: .neutral
    }
  }
}

extension SweepFigure {
  /// Whether it can be below zero.
  var isSigned: Bool {
    switch study {
    case .strength, .p, .barsIn, .episodes, .observations, .hitRateIn: false
    default: key?.form != .count
    }
  }

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
