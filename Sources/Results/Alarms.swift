import Market
import Numerics
import Replay
import Research
import Signals
import Statistics

/// What each result says where it is beyond what any market has given: whether it is, `BeyondReal` says for all of them.

extension BeyondReal {
  /// The head of an alarm wherever it is said.
  package static let title = "Beyond real"
}

extension RunSummary {
  private var claim: BeyondReal.Claim {
    .account(
      sharpe: run.figures.sharpeAnnual ?? 0, days: run.figures.days, totalReturn: run.figures.totalReturn,
      isHedged: strategy.strategy.isHedged)
  }

  package var alarm: String? { BeyondReal.alarm(claim, asking: strategy.strategy.name) }
  /// The same without what to do about it.
  package var beyondReal: String? { BeyondReal.what(claim) }
  var hedgedRemark: String? { BeyondReal.hedgedRemark(claim) }
}

extension CompareSummary {
  /// Of the first run that is beyond real, with how many more are.
  package var alarm: String? {
    first(of: named.compactMap { name, run in run.alarm.map { (name, $0) } })
  }
}

extension SweepSummary {
  /// Of the best trials.
  package var alarm: String? {
    let places = Dictionary(zip(figures, figures.indices), uniquingKeysWith: { first, _ in first })
    let subject = sweep.strategy.name
    for entry in tally.board.entries {
      func figure(_ name: String) -> Double? { places[name].map { entry.figures[$0] }.flatMap { $0.isNaN ? nil : $0 } }
      guard let claim = studied == nil ? account(figure) : forward(figure) else { continue }
      if let alarm = BeyondReal.alarm(claim, asking: subject) {
        let set = zip(axes, values(at: entry.point)).map { "\($0.axis.name) \($1)" }.joined(separator: ", ")
        return (set.isEmpty ? "" : "With \(set): ") + alarm
      }
    }
    return nil
  }

  private func account(_ figure: (String) -> Double?) -> BeyondReal.Claim? {
    guard let totalReturn = figure(FigureKey.totalReturn.rawValue) else { return nil }
    let window = frame.grid.interval * frame.evaluation.count
    return .account(
      sharpe: figure(FigureKey.sharpeAnnual.rawValue) ?? 0,
      days: Int(window.milliseconds / Interval.day.milliseconds), totalReturn: totalReturn,
      isHedged: sweep.strategy.isHedged)
  }

  private func forward(_ figure: (String) -> Double?) -> BeyondReal.Claim? {
    guard let t = figure(StudyFigure.t.rawValue), let observations = figure(StudyFigure.observations.rawValue),
      let horizon = studied?.forward.count(of: frame.grid.interval)
    else { return nil }
    return .forward(
      ForwardClaim(
        t: t, rows: isSlope ? observations : figure(StudyFigure.barsIn.rawValue) ?? observations,
        observations: Int(observations), horizon: horizon))
  }
}

extension ValidationSummary {
  /// Of the set that is best on all of the data, else of what came after being chosen.
  package var alarm: String? {
    let sums = [validation.whole.sums, walk?.record.sums].compactMap(\.self)
    return sums.lazy.compactMap { sums in
      BeyondReal.alarm(
        .account(
          sharpe: sums.sharpeAnnual ?? 0, days: sums.days, totalReturn: sums.totalReturn, isHedged: strategy.isHedged),
        asking: strategy.name)
    }.first
  }
}

extension ScanSummary {
  package var alarm: String? {
    first(
      of: study.members.compactMap { member in
        let scanned = study.scanned[member.market][member.signal]
        return member.test.claim.flatMap { BeyondReal.alarm(.forward($0), asking: scanned.expression) }
          .map { ("\(study.name(member)), \(member.test.forward)", $0) }
      })
  }
}

extension FamilySummary {
  package var alarm: String? {
    first(
      of: study.members.compactMap { member in
        let test = member.test
        return test.claim.flatMap { BeyondReal.alarm(.forward($0), asking: test.hypothesis.expression) }
          .map { ("\(title(test.hypothesis)), \(test.hypothesis.forward)", $0) }
      })
  }
}

extension PanelSummary {
  /// Of a horizon across the markets of a stamp, else of all markets pooled.
  package var alarm: String? {
    first(
      of: study.horizons.compactMap { horizon in alarm(horizon).map { ("Next \(horizon.forward)", $0) } })
  }

  private func alarm(_ horizon: PanelHorizon) -> String? {
    var claims: [ForwardClaim] = []
    let bounce =
      subject.markets.allSatisfy(\.readsBarsAlone)
      ? subject.markets.compactMap { TradedBars($0.frame).bounce }.max() ?? 0 : nil
    if let mean = horizon.crossSection.answer?.spearman.series.mean {
      claims.append(
        ForwardClaim(
          correlation: mean, t: nil, rows: Double(horizon.stamps), observations: horizon.stamps, horizon: horizon.bars,
          bounce: bounce))
    }
    if let t = horizon.estimates.hodrick1B?.t {
      claims.append(
        ForwardClaim(
          t: t, rows: Double(horizon.stamps), observations: horizon.stamps, horizon: horizon.bars, bounce: bounce))
    }
    let subject = subject
    return claims.lazy.compactMap { BeyondReal.alarm(.forward($0), asking: subject.expression) }.first
  }
}

extension RegressionSummary {
  /// Of a forward return: the correlation of what the right side makes of it with what it came to.
  package var alarm: String? {
    guard let horizon = outcome.horizon else { return nil }
    let claim = ForwardClaim(
      correlation: max(0, fit.r2).squareRoot(), t: nil, rows: Double(fit.observations), observations: fit.observations,
      horizon: horizon, bounce: design.readsBarsAlone ? TradedBars(frame).bounce ?? 0 : nil)
    return BeyondReal.alarm(.forward(claim), asking: strategy ?? "EXPR")
  }
}

extension Strategy {
  /// Whether it holds legs against each other.
  fileprivate var isHedged: Bool { (legs?.legs.count ?? 1) > 1 }
}

/// The first alarm with what it is of, and of how many others the same is to be said; true alarms before remarks.
private func first(of alarms: [(of: String, text: String)]) -> String? {
  guard let first = alarms.first(where: { $0.text.contains("ALARM") }) ?? alarms.first else { return nil }
  return "\(first.of): \(first.text)"
    + (alarms.count > 1 ? " The same is to be said of \(alarms.count - 1) more." : "")
}
