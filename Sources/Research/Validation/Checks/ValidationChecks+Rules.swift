import Market
import Numerics
import Replay
import Statistics

extension ValidationChecks {
  init(
    grid: Grid, walk: Result<WalkForward, Unavailable>, combinatorial: Result<CrossValidation, Unavailable>,
    nulls: Result<NullStrategies, Unavailable>, whole: WholeWindow,
    against: Result<BenchmarkComparison, Unavailable>? = nil
  ) {
    self.init([
      Self.judged(.enoughTrades, walk) { .enoughTrades($0, grid) },
      Self.judged(.coversCosts, walk) { .coversCosts($0.record) },
      against.map { Self.judged(.beatsBenchmark, $0) { .beatsBenchmark($0) } }
        ?? ValidationCheck(.beatsBenchmark, .notAsked),
      Self.judged(.beatsNulls, nulls) { .beatsNulls($0) },
      Self.judged(.survivesDelay, nulls) { .survivesDelay($0, walk.answer?.record.sums) },
      Self.judged(.noLonePeak, walk) { .noLonePeak($0) },
      Self.judged(.crossValidated, combinatorial) { .crossValidated($0) },
      Self.judged(.walksForward, walk) { .walksForward($0.record) },
      .deflated(whole),
    ])
  }

  private static func judged<Answer>(
    _ name: ValidationCheck.Name, _ answer: Result<Answer, Unavailable>, _ check: (Answer) -> ValidationCheck
  ) -> ValidationCheck {
    switch answer {
    case .success(let answer): check(answer)
    case .failure(let reason): ValidationCheck(name, cannotSay: reason)
    }
  }
}

extension ValidationCheck {
  fileprivate static func enoughTrades(_ walk: WalkForward, _ grid: Grid) -> ValidationCheck {
    let entries = walk.windows.reduce(0) { $0 + $1.entries }
    let days = walk.record.entryDays(grid)
    return ValidationCheck(
      .enoughTrades, entries >= Thresholds.trades && days >= Thresholds.entryDays,
      [Measure("oos_trades", Double(entries), .count), Measure("oos_entry_days", Double(days), .count)])
  }

  fileprivate static func coversCosts(_ record: StitchedRecord) -> ValidationCheck {
    ValidationCheck(
      .coversCosts, record.sums.totalReturn > 0,
      [
        Measure("oos_total_return", record.sums.totalReturn, .percent),
        Measure("oos_gross_return", record.grossReturn, .percent),
      ])
  }

  fileprivate static func beatsBenchmark(_ against: BenchmarkComparison) -> ValidationCheck {
    guard let p = against.alphaAnnual.p else {
      return ValidationCheck(
        .beatsBenchmark, cannotSay: Unavailable("nothing is left when \(against.name) is taken out"))
    }
    return ValidationCheck(
      .beatsBenchmark, against.alphaAnnual.value > 0 && p < Thresholds.p,
      [
        Measure("alpha_annual", against.alphaAnnual.value, .percent), Measure("alpha_p", p, .probability),
        Measure("beta", against.beta.value),
      ] + (against.informationRatio.map { [Measure("information_ratio", $0)] } ?? []))
  }

  fileprivate static func beatsNulls(_ nulls: NullStrategies) -> ValidationCheck {
    let chances = [NullStrategy.Kind.randomSigns, .randomEntries, .shifted, .shuffled].compactMap { nulls.of($0) }
    guard !chances.isEmpty else {
      return ValidationCheck(
        .beatsNulls, cannotSay: Unavailable("no null strategy with chance in it can be made of its trades"))
    }
    let ps = chances.compactMap { null in null.p.map { Measure("p_\(null.kind.rawValue)", $0, .probability) } }
    let mirrored = nulls.of(.signFlip)?.sharpeAnnual ?? -nulls.observed
    let alpha = nulls.of(.betaMatched)?.alphaAnnual
    return ValidationCheck(
      .beatsNulls, nulls.observed > mirrored && ps.allSatisfy { $0.value < Thresholds.p } && (alpha ?? 1) > 0,
      ps + [Measure("sign_flip_sharpe_annual", mirrored)]
        + (alpha.map { [Measure("alpha_annual", $0, .percent)] } ?? []))
  }

  /// - Parameter sums: the days that the observed ratio is of.
  fileprivate static func survivesDelay(_ nulls: NullStrategies, _ sums: DailySums?) -> ValidationCheck {
    guard let late = nulls.of(.stale) else {
      return ValidationCheck(.survivesDelay, cannotSay: Unavailable("its decisions cannot be delayed"))
    }
    guard nulls.observed > 0 else {
      return ValidationCheck(.survivesDelay, cannotSay: Unavailable("there is no gain that could be lost"))
    }
    // One error of the ratio: the probability that it is above zero is then Φ(1).
    let isWithinError =
      (sums?.estimate?.probabilisticSharpe()).map { !($0 > NormalDistribution.cumulative(1)) } ?? false
    return ValidationCheck(
      .survivesDelay, late.sharpeAnnual >= Thresholds.kept * nulls.observed,
      [
        Measure("sharpe_annual_one_bar_late", late.sharpeAnnual),
        isWithinError
          ? Measure("kept_share", .share, why: "the Sharpe ratio it is a share of is within its own error of zero")
          : Measure("kept_share", late.sharpeAnnual / nulls.observed, .share),
      ])
  }

  fileprivate static func noLonePeak(_ walk: WalkForward) -> ValidationCheck {
    let near = walk.windows.compactMap(\.neighbourSharpe)
    guard !near.isEmpty else {
      return ValidationCheck(.noLonePeak, cannotSay: Unavailable("the chosen sets have no neighbours on a grid"))
    }
    let middle = Quantiles(near).median
    return ValidationCheck(.noLonePeak, middle > 0, [Measure("neighbour_sharpe_annual", middle)])
  }

  fileprivate static func crossValidated(_ validation: CrossValidation) -> ValidationCheck {
    ValidationCheck(
      .crossValidated, validation.losingShare <= Thresholds.losingPaths,
      [
        Measure("losing_path_share", validation.losingShare, .share),
        Measure("paths", Double(validation.paths.count), .count),
        Measure("median_path_sharpe_annual", validation.medianPathSharpe ?? .nan),
      ])
  }

  fileprivate static func walksForward(_ record: StitchedRecord) -> ValidationCheck {
    guard let estimate = record.sums.estimate else {
      return ValidationCheck(.walksForward, cannotSay: Unavailable("nothing was traded out of sample"))
    }
    if let why = LeastLength.why(.sharpeAnnual, days: record.sums.days) {
      return ValidationCheck(.walksForward, cannotSay: Unavailable("a Sharpe ratio \(why)"))
    }
    let lower = estimate.lowerBound() * Annual.root
    return ValidationCheck(
      .walksForward, lower > 0,
      [
        Measure("oos_sharpe_lower", lower),
        Measure("oos_sharpe_annual", estimate.perBar * Annual.root),
        Measure("probabilistic_sharpe", estimate.probabilisticSharpe(), .probability),
      ])
  }

  fileprivate static func deflated(_ whole: WholeWindow) -> ValidationCheck {
    guard let deflated = whole.deflatedSharpe, let expected = whole.expectedBestSharpe,
      let effective = whole.effectiveTrials
    else {
      let days = whole.sums.days
      return ValidationCheck(
        .deflated,
        cannotSay: Unavailable(
          whole.chosen == nil
            ? "no parameter set traded"
            : days < MinimumSample.days
              ? "\(Double.counted(days, "day")) \(days == 1 ? "is" : "are") too few; \(MinimumSample.days) are asked for"
              : "the returns of the set that is best never vary"))
    }
    return ValidationCheck(
      .deflated, deflated > Thresholds.deflated,
      [
        Measure("deflated_sharpe", deflated, .probability), Measure("effective_trials", effective),
        Measure("expected_best_sharpe_annual", expected),
      ])
  }
}
