import Market
import Replay
import Research
import Signals

extension ValidationSummary {
  /// The page of the validation.
  public var report: ValidationReport {
    ValidationReport(
      subject: ReportSubject(
        name: strategy.name, about: strategy.about, market: frame.market, instrument: frame.instrument,
        interval: frame.grid.interval, window: window, hash: hash,
        facts: [
          Page.Fact(
            "Parameter sets", "\(Double.grouped(candidates.count)) (\(candidates.varied.joined(separator: ", ")))"),
          Page.Fact("Chosen by", "\(plan.figure.rawValue), \(plan.rule.rawValue)"), Page.Fact("Seed", "\(plan.seed)"),
        ]),
      verdict: Remark(tone, "Verdict", checks.verdict), highlights: highlights, checks: rulesTable,
      outOfSample: walk.map(outOfSample), choices: walk.flatMap(choices), windows: walk.map(walkTable),
      paths: validation.combinatorial.answer.map(fan), cross: crossTable.rows.isEmpty ? nil : crossTable,
      nullSpreads: validation.nulls.answer.map(spreads), nulls: validation.nulls.answer.map(nullTable),
      remarks: gaps.map { Remark(.neutral, "Left open", $0) },
      conventions: selectionNotes + purgeNotes + Self.conventions)
  }

  private var tone: Remark.Tone {
    checks.failed == nil && !checks.reached.isEmpty ? .good : checks.reached.isEmpty ? .bad : .neutral
  }

  /// The checks with their rules, for which a terminal has no room.
  private var rulesTable: Table {
    Table(
      title: "The checks",
      columns: [
        .init("check", key: "rung"), .init("", key: "name", .words), .init("finding", key: "finding", .words),
        .init("rule", key: "rule", .words), .init("figures", key: "figures", .words),
      ],
      rows: checks.checks.enumerated().map { index, check in
        [
          .count(index + 1), .text(check.name.words), .text(check.finding.text), .text(check.rule),
          .text(check.figuresText),
        ]
      },
      notes: [
        "The verdict is the highest check passed without a failure below it; its lines are conventions, as 5 % is."
      ])
  }

  private var highlights: [KeyFigure] {
    let record = walk?.record
    let daily = "UTC-daily, x sqrt(365), stitched test windows"
    return [
      KeyFigure("Out of sample", key: "oos_sharpe_annual", ratio(record?.sums.statedSharpe), convention: daily),
      KeyFigure(
        "Lower bound", key: "oos_sharpe_lower", ratio(record.flatMap(lower)), convention: "95 %, one-sided, of the same"
      ),
      KeyFigure(
        "In-sample Sharpe", key: "train_sharpe_annual", ratio(walk.flatMap(trained)),
        convention: "Sharpe of the chosen sets in their train windows"),
      KeyFigure(
        "Efficiency", key: "efficiency", ratio(walk?.efficiency.answer),
        convention: walk?.efficiency.why.map { "cannot say: \($0)" } ?? "mean daily return, test over train"),
      KeyFigure(
        "Losing paths", key: "losing_path_share",
        validation.combinatorial.answer.map { .percent($0.losingShare, decimals: 0) } ?? .missing,
        convention: "of combinatorial cross-validation"),
      KeyFigure(
        "Deflated Sharpe", key: "deflated_sharpe",
        validation.whole.deflatedSharpe.map { .ratio($0, decimals: 3) } ?? .missing,
        convention: "best on all data; probability that it is more than luck"),
    ]
  }

  /// Equity is known at the end of a day.
  private func ends(_ days: [Instant]) -> [Instant] { days.map { $0 + .day } }

  private func outOfSample(_ walk: WalkForward) -> OutOfSampleChart {
    let record = walk.record
    let ends = ends(record.days)
    let first = ReturnDays(frame.evaluation, of: validation.timeline.grid).first
    var hindsight: [Double] = []
    var value = 1.0
    for day in record.days where !validation.whole.returns.isEmpty {
      value *= 1 + validation.whole.returns[day.utcDay - first]
      hindsight.append(value)
    }
    return OutOfSampleChart(
      stitched: Curve(ends, record.equity),
      promise: hindsight.isEmpty || candidates.count == 1 ? nil : Curve(ends, hindsight),
      borders: borders(walk))
  }

  /// The end of the first day of each window, where a curve of day ends has its first point.
  private func borders(_ walk: WalkForward) -> [Instant] {
    ends(
      walk.windows.map { window in
        Instant(milliseconds: Int64(frame.grid.open(window.test.lowerBound).utcDay) * Interval.day.milliseconds)
      })
  }

  private func choices(_ walk: WalkForward) -> ChoicesChart? {
    guard walk.lengths != nil, !candidates.varied.isEmpty else { return nil }
    let sets = walk.windows.map { $0.chosen.map { candidates.parameters($0) } }
    return ChoicesChart(
      windows: walk.windows.map { frame.grid.open($0.test.lowerBound) },
      parameters: candidates.varied.map { name in
        let values = sets.map { $0?[name] }
        return ChoicesChart.Parameter(
          name: name, values: values.map { $0?.description },
          levels: Set(values.compactMap(\.self)).sorted(by: Self.precedes).map(\.description))
      })
  }

  private static func precedes(_ a: ParameterValue, _ b: ParameterValue) -> Bool {
    switch (a, b) {
    case (.number(let a), .number(let b)): a < b
    case (.duration(let a), .duration(let b)): a < b
    default: a.description < b.description
    }
  }

  private func fan(_ cross: CrossValidation) -> PathFan {
    let ends = ends(cross.days)
    return PathFan(
      paths: cross.paths.map { Curve(ends, $0.equity) }, sharpes: cross.pathSharpes,
      kFold: validation.kFold.answer.flatMap(kFoldSharpe), walkForward: walk?.record.sums.sharpeAnnual)
  }

  private func spreads(_ nulls: NullStrategies) -> NullSpreads {
    NullSpreads(
      spreads: nulls.all.filter { $0.sharpes.count > 1 }.map { .init(name: $0.name, sharpes: $0.sharpes) },
      marks: nulls.all.filter { $0.sharpes.count == 1 }.map { ($0.name, $0.sharpeAnnual) }, observed: nulls.observed)
  }
}
