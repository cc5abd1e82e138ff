import Market
import Numerics
import Replay
import Statistics

extension Ladder {
  init(
    grid: Grid, walk: Result<WalkForward, CannotSay>, combinatorial: Result<CrossValidation, CannotSay>,
    nulls: Result<NullStrategies, CannotSay>, whole: WholeWindow
  ) {
    self.init([
      Self.judged(.enoughTrades, walk) { .enoughTrades($0, grid) },
      Self.judged(.coversCosts, walk) { .coversCosts($0.record) },
      Self.judged(.beatsNulls, nulls) { .beatsNulls($0) },
      Self.judged(.bearsDelay, nulls) { .bearsDelay($0, walk.answer?.record.sums) },
      Self.judged(.noLonePeak, walk) { .noLonePeak($0) },
      Self.judged(.crossValidated, combinatorial) { .crossValidated($0) },
      Self.judged(.walksForward, walk) { .walksForward($0.record) },
      .deflated(whole),
    ])
  }

  private static func judged<Answer>(
    _ name: Rung.Name, _ answer: Result<Answer, CannotSay>, _ rung: (Answer) -> Rung
  ) -> Rung {
    switch answer {
    case .success(let answer): rung(answer)
    case .failure(let reason): Rung(name, cannotSay: reason)
    }
  }
}

extension Rung {
  fileprivate static func enoughTrades(_ walk: WalkForward, _ grid: Grid) -> Rung {
    let entries = walk.windows.reduce(0) { $0 + $1.entries }
    let days = walk.record.entryDays(grid)
    return Rung(
      .enoughTrades, entries >= Thresholds.trades && days >= Thresholds.entryDays,
      [Measure("oos_trades", Double(entries), .count), Measure("oos_entry_days", Double(days), .count)])
  }

  fileprivate static func coversCosts(_ record: StitchedRecord) -> Rung {
    Rung(
      .coversCosts, record.sums.totalReturn > 0,
      [
        Measure("oos_total_return", record.sums.totalReturn, .percent),
        Measure("oos_gross_return", record.grossReturn, .percent),
      ])
  }

  fileprivate static func beatsNulls(_ nulls: NullStrategies) -> Rung {
    let chances = [NullStrategy.Kind.randomSigns, .randomEntries, .shifted].compactMap { nulls.of($0) }
    guard !chances.isEmpty else {
      return Rung(.beatsNulls, cannotSay: CannotSay("no null strategy with chance in it can be made of its trades"))
    }
    let ps = chances.compactMap { null in null.p.map { Measure("p_\(null.kind.rawValue)", $0, .probability) } }
    let mirrored = nulls.of(.signFlip)?.sharpeAnnual ?? -nulls.observed
    let alpha = nulls.of(.betaMatched)?.alphaAnnual
    return Rung(
      .beatsNulls, nulls.observed > mirrored && ps.allSatisfy { $0.value < Thresholds.p } && (alpha ?? 1) > 0,
      ps + [Measure("sign_flip_sharpe_annual", mirrored)]
        + (alpha.map { [Measure("alpha_annual", $0, .percent)] } ?? []))
  }

  /// - Parameter sums: the days that the observed ratio is of.
  fileprivate static func bearsDelay(_ nulls: NullStrategies, _ sums: DailySums?) -> Rung {
    guard let late = nulls.of(.stale) else {
      return Rung(.bearsDelay, cannotSay: CannotSay("its decisions cannot be delayed"))
    }
    guard nulls.observed > 0 else {
      return Rung(.bearsDelay, cannotSay: CannotSay("there is no gain that could be lost"))
    }
    // One error of the ratio: the probability that it is above zero is then Φ(1).
    let isWithinError =
      (sums?.estimate?.probabilisticSharpe()).map { !($0 > NormalDistribution.cumulative(1)) } ?? false
    return Rung(
      .bearsDelay, late.sharpeAnnual >= Thresholds.kept * nulls.observed,
      [
        Measure("sharpe_annual_one_bar_late", late.sharpeAnnual),
        isWithinError
          ? Measure("kept_share", .share, why: "the Sharpe ratio it is a share of is within its own error of zero")
          : Measure("kept_share", late.sharpeAnnual / nulls.observed, .share),
      ])
  }

  fileprivate static func noLonePeak(_ walk: WalkForward) -> Rung {
    let near = walk.windows.compactMap(\.neighbourSharpe)
    guard !near.isEmpty else {
      return Rung(.noLonePeak, cannotSay: CannotSay("the chosen sets have no neighbours on a grid"))
    }
    let middle = Quantiles(near).median
    return Rung(.noLonePeak, middle > 0, [Measure("neighbour_sharpe_annual", middle)])
  }

  fileprivate static func crossValidated(_ validation: CrossValidation) -> Rung {
    Rung(
      .crossValidated, validation.losingShare <= Thresholds.losingPaths,
      [
        Measure("losing_path_share", validation.losingShare, .share),
        Measure("paths", Double(validation.paths.count), .count),
        Measure("median_path_sharpe_annual", validation.medianPathSharpe ?? .nan),
      ])
  }

  fileprivate static func walksForward(_ record: StitchedRecord) -> Rung {
    guard let estimate = record.sums.estimate else {
      return Rung(.walksForward, cannotSay: CannotSay("nothing was traded out of sample"))
    }
    if let why = LeastLength.why(.sharpeAnnual, days: record.sums.days) {
      return Rung(.walksForward, cannotSay: CannotSay("a Sharpe ratio \(why)"))
    }
    let lower = estimate.lowerBound() * Annual.root
    return Rung(
      .walksForward, lower > 0,
      [
        Measure("oos_sharpe_lower", lower),
        Measure("oos_sharpe_annual", estimate.perBar * Annual.root),
        Measure("probabilistic_sharpe", estimate.probabilisticSharpe(), .probability),
      ])
  }

  fileprivate static func deflated(_ whole: WholeWindow) -> Rung {
    guard let deflated = whole.deflatedSharpe, let expected = whole.expectedBestSharpe,
      let effective = whole.effectiveTrials
    else {
      return Rung(.deflated, cannotSay: CannotSay("no parameter set traded"))
    }
    return Rung(
      .deflated, deflated > Thresholds.deflated,
      [
        Measure("deflated_sharpe", deflated, .probability), Measure("effective_trials", effective),
        Measure("expected_best_sharpe_annual", expected),
      ])
  }
}
