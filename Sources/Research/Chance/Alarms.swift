import Market
import Replay
import Signals
import Statistics

// What each result shows, and what is to be said where no market has given that: whether it is so, `BeyondReal` says for all.

extension BeyondReal.Claim {
  public init(_ run: Run, of strategy: Strategy) {
    self = .account(
      sharpe: run.figures.sharpeAnnual ?? 0, days: run.figures.days, totalReturn: run.figures.totalReturn,
      isHedged: strategy.isHedged)
  }
}

extension Strategy {
  /// Whether it holds legs against each other.
  fileprivate var isHedged: Bool { (legs?.legs.count ?? 1) > 1 }
}

extension Sweep {
  /// Of the best trials.
  ///
  /// - Parameters:
  ///   - figures: names of a trial's figures, in the order of its values.
  ///   - forward: over what a sweep of a signal studies; nil for one of replays.
  ///   - isSlope: whether that signal is a number.
  public func alarm(
    _ tally: TrialTally, figures: [String], on frame: Frame, forward: Interval?, isSlope: Bool
  ) -> String? {
    let places = Dictionary(zip(figures, figures.indices), uniquingKeysWith: { first, _ in first })
    for entry in tally.board.entries {
      func figure(_ name: String) -> Double? { places[name].map { entry.figures[$0] }.flatMap { $0.isNaN ? nil : $0 } }
      let claim =
        if let forward {
          forwardClaim(figure, horizon: forward.count(of: frame.grid.interval), isSlope: isSlope)
        } else {
          accountClaim(figure, frame)
        }
      guard let claim, let alarm = BeyondReal.alarm(claim, asking: strategy.name) else { continue }
      let parameters = space.parameters(entry.point)
      let set = space.axes.filter(\.isSwept).map { "\($0.name) \(parameters[$0.name]?.description ?? "")" }
        .joined(separator: ", ")
      return (set.isEmpty ? "" : "With \(set): ") + alarm
    }
    return nil
  }

  private func accountClaim(_ figure: (String) -> Double?, _ frame: Frame) -> BeyondReal.Claim? {
    guard let totalReturn = figure(FigureKey.totalReturn.rawValue) else { return nil }
    let window = frame.grid.interval * frame.evaluation.count
    return .account(
      sharpe: figure(FigureKey.sharpeAnnual.rawValue) ?? 0,
      days: Int(window.milliseconds / Interval.day.milliseconds), totalReturn: totalReturn, isHedged: strategy.isHedged)
  }

  private func forwardClaim(_ figure: (String) -> Double?, horizon: Int?, isSlope: Bool) -> BeyondReal.Claim? {
    guard let t = figure(StudyFigure.t.rawValue), let observations = figure(StudyFigure.observations.rawValue),
      let horizon
    else { return nil }
    return .forward(
      ForwardClaim(
        t: t, rows: isSlope ? observations : figure(StudyFigure.barsIn.rawValue) ?? observations,
        observations: Int(observations), horizon: horizon))
  }
}

extension Validation {
  /// Of the set that is best on all of the data, else of what came after being chosen.
  public var alarm: String? {
    let strategy = replays.strategy
    return [whole.sums, walkForward.answer?.record.sums].compactMap(\.self).lazy.compactMap { sums in
      BeyondReal.alarm(
        .account(
          sharpe: sums.sharpeAnnual ?? 0, days: sums.days, totalReturn: sums.totalReturn, isHedged: strategy.isHedged),
        asking: strategy.name)
    }.first
  }
}

extension ScanStudy {
  public var alarm: String? {
    BeyondReal.first(
      of: members.compactMap { member in
        let subject = scanned[member.market][member.signal].expression
        return member.test.claim.flatMap { BeyondReal.alarm(.forward($0), asking: subject) }
          .map { ("\(name(member)), \(member.test.forward)", $0) }
      })
  }
}

extension FamilyStudy {
  /// - Parameter title: what a hypothesis is called.
  public func alarm(_ title: (Hypothesis) -> String) -> String? {
    BeyondReal.first(
      of: members.compactMap { member in
        let test = member.test
        return test.claim.flatMap { BeyondReal.alarm(.forward($0), asking: test.hypothesis.expression) }
          .map { ("\(title(test.hypothesis)), \(test.hypothesis.forward)", $0) }
      })
  }
}

extension PanelStudy {
  /// Of a horizon across the markets of a stamp, else of all markets pooled.
  public var alarm: String? {
    BeyondReal.first(of: horizons.compactMap { horizon in alarm(horizon).map { ("Next \(horizon.forward)", $0) } })
  }

  private func alarm(_ horizon: PanelHorizon) -> String? {
    let bounce =
      subject.markets.allSatisfy(\.readsBarsAlone)
      ? subject.markets.compactMap { TradedBars($0.frame).bounce }.max() ?? 0 : nil
    let across = horizon.crossSection.answer.map {
      ForwardClaim(
        correlation: $0.spearman.series.mean, t: nil, rows: Double(horizon.stamps), observations: horizon.stamps,
        horizon: horizon.bars, bounce: bounce)
    }
    let pooled = (horizon.estimates.hodrick1B?.t).map {
      ForwardClaim(
        t: $0, rows: Double(horizon.stamps), observations: horizon.stamps, horizon: horizon.bars, bounce: bounce)
    }
    return [across, pooled].compactMap(\.self).lazy.compactMap {
      BeyondReal.alarm(.forward($0), asking: subject.expression)
    }.first
  }
}

extension Regression {
  /// Of a forward return: the correlation of what the right side makes of it with what it came to.
  ///
  /// - Parameter strategy: whose signals the formula names; nil without one.
  public func alarm(asking strategy: String?) -> String? {
    guard let horizon = design.outcome.horizon else { return nil }
    let claim = ForwardClaim(
      correlation: max(0, fit.r2).squareRoot(), t: nil, rows: Double(fit.observations), observations: fit.observations,
      horizon: horizon, bounce: design.readsBarsAlone ? TradedBars(design.frame).bounce ?? 0 : nil)
    return BeyondReal.alarm(.forward(claim), asking: strategy ?? "EXPR")
  }
}

extension BeyondReal {
  /// The first alarm with what it is of, and of how many others the same is to be said; true alarms before remarks.
  public static func first(of alarms: [(of: String, text: String)]) -> String? {
    guard let first = alarms.first(where: { $0.text.contains("ALARM") }) ?? alarms.first else { return nil }
    return "\(first.of): \(first.text)"
      + (alarms.count > 1 ? " The same is to be said of \(alarms.count - 1) more." : "")
  }
}
