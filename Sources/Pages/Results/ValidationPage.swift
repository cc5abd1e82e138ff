import Market
import Replay
import Research
import Results
import Signals
import Statistics

extension ValidationSummary {
  /// The page of a validation: how far the strategy gets, and the evidence check by check.
  public var page: Page {
    Page(
      "Validation", strategy.name, about: strategy.about, header,
      further: [
        Page.Fact(
          "Parameter sets", "\(Double.grouped(candidates.count)) (\(candidates.varied.joined(separator: ", ")))"),
        Page.Fact("Chosen by", "\(SweepFigure(plan.figure.rawValue).title), \(plan.rule.rawValue)"),
        Page.Fact("Seed", "\(plan.seed)"),
      ],
      sections: [
        PageSection(
          "Verdict", lead: "Does choosing parameters on the past work on the future?",
          [.remark(Remark(tone, "Verdict", checks.verdict)), .tiles(Self.fields.keyFigures(self))]
            + footing.said(strategy.scheduleNotes).map { .remark(Remark(.neutral, $0.title, $0.text)) }
            + gaps.map { .remark(Remark(.neutral, "Left open", $0)) } + [.table(checksTable)]),
        section(
          "Walk-forward",
          lead: "Parameters chosen again and again on what was known, and what each choice earned next.",
          [
            walk.map { .chart(outOfSample($0)) }, walk.flatMap(choices).map { .chart($0) },
            walk.map { .table(walkTable($0)) },
          ]),
        section(
          "Against \(validation.against?.answer?.name ?? "")", lead: validation.against?.answer?.verdict ?? "",
          [validation.against?.answer.map { .table($0.table.without(note: $0.verdict)) }]),
        section(
          "Cross-validation",
          lead:
            "Each part of the data held out in turn, with all rows that could have told of it taken out of training.",
          [
            validation.combinatorial.answer.map { .charts([paths($0), sharpes($0)]) },
            crossTable.rows.isEmpty ? nil : .table(crossTable),
          ]),
        section(
          "Null strategies", lead: "Strategies without the idea, at the same costs.",
          [validation.nulls.answer.map { .chart(spreads($0)) }, validation.nulls.answer.map { .table(nullTable($0)) }]),
      ].compactMap(\.self).alarming(alarm), conventions: selectionNotes + purgeNotes + Self.conventions)
  }

  private func section(_ title: String, lead: String, _ blocks: [PageBlock?]) -> PageSection? {
    let present = blocks.compactMap(\.self)
    return present.isEmpty ? nil : PageSection(title, lead: lead, present)
  }

  private var tone: Remark.Tone {
    checks.failed == nil && !checks.reached.isEmpty ? .good : checks.reached.isEmpty ? .bad : .neutral
  }

  /// Equity is known at the end of a day.
  private func ends(_ days: [Instant]) -> [Instant] { days.map { $0 + .day } }

  /// Stitched out-of-sample equity beside what a search over all of the data would have promised for the same days.
  private func outOfSample(_ walk: WalkForward) -> PageChart {
    let ends = ends(walk.record.days)
    let hindsight = validation.hindsight(on: walk.record.days, of: frame.evaluation)
    let promise = hindsight.isEmpty || candidates.count == 1 ? nil : Curve(ends, hindsight)
    let borders = Set(
      self.ends(
        walk.windows.map { window in
          Instant(milliseconds: Int64(frame.grid.open(window.test.lowerBound).utcDay) * Interval.day.milliseconds)
        }))
    let known = ends.indices.filter { borders.contains(ends[$0]) }
    let beside = benchmark(on: walk.record.days)
    return .overTime(
      "Equity out of sample",
      caption:
        "Growth of 1 at UTC day ends, net of all costs. Rings mark where a test window begins and parameters are chosen "
        + "anew."
        + (promise == nil
          ? "" : " Dashed: the set that is best in hindsight on all of the data, which nobody could have known."),
      height: 400,
      .growth(
        (promise.map { [.line("best in hindsight", $0, .muted, dashed: true)] } ?? [])
          + (beside.map { [.line(plan.benchmark?.name ?? "", $0, .series(3))] } ?? []) + [
            .line("out of sample", Curve(ends, walk.record.equity), .accent),
            .markers(
              "new choice", .instants(known.map { ends[$0] }), known.map { walk.record.equity[$0] }, Paint(.accent),
              symbol: .ring, size: 8),
          ]))
  }

  /// What the benchmark made of 1 on the days that were tested; nil where none is named.
  private func benchmark(on days: [Instant]) -> Curve? {
    plan.benchmark.map { RunAgainst.growth($0.benchmark.marks.on(days)) }
  }

  /// Which value each varied parameter was given, window by window.
  private func choices(_ walk: WalkForward) -> PageChart? {
    guard walk.lengths != nil, !candidates.varied.isEmpty else { return nil }
    let windows = walk.windows.map { frame.grid.open($0.test.lowerBound) }
    let sets = walk.windows.map { $0.chosen.map { candidates.parameters($0) } }
    let panels = candidates.varied.enumerated().map { index, name in
      let values = sets.map { $0?[name] }
      let levels = Set(values.compactMap(\.self)).sorted(by: Self.precedes)
      let chosen = values.map { value in value.flatMap(levels.firstIndex).map(Double.init) ?? .nan }
      return PlotlyFigure.Panel(
        PlotlyAxis(name, ticks: levels.map(\.description)),
        [
          .line(name, .instants(windows), chosen, .series(index), shape: .step, inLegend: false),
          .markers(
            name, .instants(windows), chosen, Paint(.series(index)), texts: values.map { $0?.description ?? "none" },
            inLegend: false),
        ])
    }
    return .overTime(
      "Chosen parameters",
      caption:
        "The value of each parameter in each test window, beginning where the mark is. Values that change from "
        + "window to window mean that the best is not stable.", height: 90 + 130 * candidates.varied.count,
      hover: .closest, panels)
  }

  private static func precedes(_ a: ParameterValue, _ b: ParameterValue) -> Bool {
    switch (a, b) {
    case (.number(let a), .number(let b)): a < b
    case (.duration(let a), .duration(let b)): a < b
    default: a.description < b.description
    }
  }

  /// More lines than these are a carpet.
  private static let mostLines = 60

  /// Each path goes through all of the data with parameters chosen without it.
  private func paths(_ cross: CrossValidation) -> PageChart {
    let ends = ends(cross.days)
    let shown = cross.paths.prefix(Self.mostLines)
    return .overTime(
      "Paths through held-out data",
      caption:
        "Growth of 1 along \(shown.count == cross.paths.count ? "each of the \(cross.paths.count)" : "the first \(shown.count) of \(cross.paths.count)") paths; each day with a set that was chosen without it and its neighbourhood.",
      height: 360, hover: .closest,
      .growth(
        shown.enumerated().map { index, path in
          .line("path \(index + 1)", Curve(ends, path.equity), .series(index), inLegend: false)
        }))
  }

  private func sharpes(_ cross: CrossValidation) -> PageChart {
    let marks: [PlotlyFigure.Level?] = [
      walk?.record.sums.sharpeAnnual.map { .init($0, "walk-forward \($0.fixed(2))", Paint(.accent)) },
      validation.kFold.answer.flatMap(kFoldSharpe).map { .init($0, "k-fold \($0.fixed(2))", Paint(.series(3))) },
    ]
    return .histogram(
      "Sharpe ratios of the paths",
      caption: "Share of paths by annual Sharpe ratio (UTC-daily); left of zero a path loses.",
      axis: PlotlyAxis("Sharpe ratio", .fixed(2)), share: "Share of paths", decimals: 0,
      Histogram(covering: [cross.pathSharpes], trim: 0),
      [("paths", cross.pathSharpes, Paint(.series(2), opacity: 0.55))], verticals: marks.compactMap(\.self),
      height: 360)
  }

  /// The distributions of null strategies, with the strategy's own mark.
  private func spreads(_ nulls: NullStrategies) -> PageChart {
    let (drawn, marks) = (nulls.all.filter { $0.sharpes.count > 1 }, nulls.all.filter { $0.sharpes.count == 1 })
    // Bins follow the smallest sample, and one mark is no sample of its own.
    let bins = Histogram(covering: drawn.map { $0.sharpes + [nulls.observed] }, trim: 0)
    let lines = drawn.enumerated().map { index, null in
      PlotlyTrace.line(
        null.name, .numbers(bins.centres), bins.shares(of: null.sharpes), .series(index + 1), filled: true)
    }
    let own = PlotlyTrace.markers(
      "the strategy \(nulls.observed.fixed(2))", .numbers([nulls.observed]), [0], Paint(.accent), size: 10)
    let single = PlotlyTrace.markers(
      "without chance", .numbers(marks.map(\.sharpeAnnual)), marks.map { _ in 0 }, Paint(.muted), symbol: .diamond,
      size: 9, texts: marks.map { "\($0.name) \($0.sharpeAnnual.fixed(2))" })
    return PageChart(
      "Sharpe ratios of null strategies",
      caption:
        "Share of draws by annual Sharpe ratio out of sample (UTC-daily, net of the same costs). Diamonds on the axis "
        + "are nulls without chance: the opposite positions, late decisions, the market.",
      x: PlotlyAxis("Sharpe ratio", .fixed(2)), height: 360, hover: .closest,
      verticals: [.init(nulls.observed, "", Paint(.accent))],
      .panel("Share of draws", .percent(0), lines + (marks.isEmpty ? [] : [single]) + [own]))
  }
}
