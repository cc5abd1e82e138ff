import Market
import Replay
import Research

extension SweepSummary {
  /// What a terminal shows.
  public func tables(best: Int) -> [Table] {
    var tables = [top(best)]
    switch selectionBias {
    case .trials(let selectionBias): tables.append(selectionBias.table)
    case .signals(let trials): tables.append(trials.table)
    case nil: break
    }
    if let against { tables.append(against.table(self, best: best)) }
    return tables + (tally.failed > 0 ? [failures] : [])
  }

  /// The best trials for a terminal or a page; those that came to the same in every figure are one row.
  public func top(_ count: Int) -> Table {
    let shown = tally.board.outcomes(count)
    let isGrouped = shown.contains { $0.trials > 1 }
    let columns = ([tally.rank.name] + usual.filter { $0 != tally.rank.name }).compactMap { name in
      figures.firstIndex(of: name).map { (index: $0, figure: SweepFigure(name)) }
    }
    let best = shown.reduce(0) { $0 + $1.trials }
    // As many as there are rows; how many trials these stand for is said where it is more.
    let listed = isGrouped ? "\(Double.counted(shown.count, "outcome")) of the best \(best)" : "best \(best)"
    return Table(
      title: "\(header.title(subject)): \(listed) of \(Double.grouped(run)) by \(rank.title)",
      columns: (isGrouped ? [.init("Trials alike", key: "trials_alike", namesRow: true)] : [])
        + axes.map { .init($0.axis.name, key: $0.axis.name, namesRow: true) }
        + columns.map { .init(title(of: $0.figure), unit: unit(of: $0.figure), key: $0.figure.name) },
      rows: shown.map { entry, trials in
        (isGrouped ? [.count(trials)] : []) + shownValues(at: entry.point)
          + columns.map { $0.figure.figure(entry.figures[$0.index]) }
      },
      notes: notes
        + (isGrouped
          ? ["Trials alike in every figure are one row, with the parameters of the first: they did the same."] : []))
  }

  /// Amounts say of what.
  private func unit(of figure: SweepFigure) -> String? {
    figure.key?.form.isMoney == true ? frame.amountUnit : nil
  }

  /// What heads the column of a figure.
  private func title(of figure: SweepFigure) -> String {
    isSlope && figure.study == .difference ? "Slope, bps per unit" : figure.title
  }

  /// Shown beside the figure ranked by.
  private var usual: [String] {
    if figures.contains(FigureKey.totalReturn.rawValue) {
      return [FigureKey.totalReturn, .sharpeAnnual, .maxDrawdown, .trades, .fundingPnl, .fees, .exposure]
        .map(\.rawValue)
    }
    return
      (isSlope
      ? [StudyFigure.observations, .meanAll, .difference, .t, .p]
      : [.episodes, .barsIn, .meanIn, .difference, .t, .p]).map(\.rawValue)
  }

  /// How many trials failed, and of what.
  package var failures: Table {
    let known = tally.reasons.reduce(0) { $0 + $1.trials }
    return Table(
      title: "\(Double.counted(tally.failed, "trial")) failed",
      columns: [.init("Trials", key: "trials"), .init("Reason", key: "reason")],
      rows: tally.reasons.map { [.count($0.trials), .text($0.reason)] },
      notes: known < tally.failed ? ["Others had further reasons; --format csv gives the reason of each."] : [])
  }

  /// What a reader must know besides the table.
  @Listed<String> public var notes: [String] {
    "\(rank.title): \(rank.convention)."
    if let key = FigureKey(rawValue: tally.rank.name), let least = key.least, length < least {
      "\(rank.title) speaks of a year and is not said of less than \(least); this is \(length.inTwoUnits)."
    } else if tally.unranked > 0 {
      let why = rank.study == nil ? "nothing was traded" : "the signal was too rarely known or in the regime"
      "\(Double.counted(tally.unranked, "trial")) \(tally.unranked == 1 ? "has" : "have") no \(rank.title), as a rule because \(why)."
    }
  }

  private var length: Interval { frame.grid.interval * frame.evaluation.count }

  /// What the best is worth, and what all trials rest on.
  public var opening: [String] {
    let said =
      switch selectionBias {
      case .trials(let selectionBias): selectionBias.opening
      case .signals(let trials): [trials.sentence]
      case nil: [String]()
      }
    return [alarm].compactMap(\.self) + said + [against?.verdict(rankedBy: rank.title)].compactMap(\.self)
      + footing.lines(sweep.strategy.scheduleNotes)
  }

  /// What was run, what was there, what was checked.
  @Listed<String> public var closing: [String] {
    "\(Double.counted(run - reused, "trial")) run and \(Double.grouped(reused)) from the store in \(Figure.ratio(seconds).text) s."
    if run < trials {
      "\(Double.grouped(trials - run)) of \(Double.counted(trials, "trial")) \(trials - run == 1 ? "is" : "are") still to run."
    }
    if let verified {
      "\(Double.counted(verified, "trial")) run once more by \(verified == 1 ? "itself" : "themselves"): every figure is equal to the last bit."
    }
    if case .trials(let selectionBias) = selectionBias { selectionBias.closing }
    header.found
  }
}
