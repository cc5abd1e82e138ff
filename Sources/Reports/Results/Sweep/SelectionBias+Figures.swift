import Replay
import Research
import Statistics

extension SelectionBias {
  /// Every figure about what the best is worth, with its convention; one that cannot be had says why.
  public var figures: [KeyFigure] {
    sharpeFigures + overfittingFigures + jointFigures + plateauFigures + [foldFigure]
  }

  private var sharpeFigures: [KeyFigure] {
    [
      figure("Best Sharpe", "best_sharpe_annual", best, { .ratio($0.sharpeAnnual) }) {
        "UTC-daily, x sqrt(365), \(Double.grouped($0.days)) days"
      },
      figure("Its lower bound", "best_sharpe_lower", best, { .ratio($0.lowerAnnual) }) { _ in
        "95 %, one-sided, days uncorrelated"
      },
      figure(
        "… adjusted for autocorrelation", "best_sharpe_lower_autocorrelated", best,
        { $0.lowerAutocorrelatedAnnual.map { .ratio($0) } ?? .missing }
      ) { best in
        best.autocorrelation.map { "with their autocorrelation of \(Figure.signedRatio($0).text)" }
          ?? "the days of the best trial are not at hand"
      },
      figure("Effective trials", "effective_trials", effective, { .ratio($0.count, decimals: 1) }) {
        "of \(Double.grouped($0.trials)), at most \(Double.grouped($0.bound)); participation ratio \(Figure.ratio($0.participation, decimals: 1).text)"
      },
      figure(
        "Expected maximum Sharpe under the null", "expected_best_sharpe_annual", deflated,
        { .ratio($0.expectedBestAnnual) }
      ) { _ in
        "of as many trials with no skill"
      },
      figure("Deflated Sharpe", "deflated_sharpe", deflated, { .ratio($0.probability, decimals: 3) }) { _ in
        "probability that the true one is above it"
      },
      figure(
        "… of all ever run", "deflated_sharpe_all_trials", deflatedByAll, { .ratio($0.probability, decimals: 3) }
      ) {
        "as best of \(Double.grouped(everRun)) independent: luck \(Figure.ratio($0.expectedBestAnnual).text)"
      },
      figure(
        "Track record needed", "min_track_record_days", best,
        { $0.minimumTrackRecordDays.map { .count(Int($0.rounded(.up))) } ?? .missing }
      ) {
        $0.minimumTrackRecordDays == nil
          ? "none is enough for a Sharpe not above zero"
          : "days, for a Sharpe above zero at 95 %, the memory of its days counted"
      },
      figure("Probabilistic Sharpe", "best_probabilistic_sharpe", best, { .ratio($0.probability, decimals: 3) }) { _ in
        "probability that the true one is above zero, were it the only trial"
      },
      figure(
        "Backtest needed", "min_backtest_years", deflated,
        { $0.minimumBacktestYears.map { .ratio($0, decimals: 1) } ?? .missing }
      ) {
        $0.minimumBacktestYears == nil
          ? "none is enough for a Sharpe not above zero" : "years; under them luck shows as much"
      },
    ]
  }

  private var overfittingFigures: [KeyFigure] {
    [
      figure("PBO", "pbo", overfitting, { .percent($0.probability, decimals: 1) }) {
        "CSCV, \(Double.grouped($0.points.count)) splits: best on half, lower half on the rest"
      },
      figure(
        "Probability of loss out of sample", "probability_of_loss", overfitting,
        { .percent($0.probabilityOfLoss, decimals: 1) }
      ) { _ in "share of splits in which the selected trial loses" },
      figure(
        "Slope of out-of-sample on in-sample Sharpe", "degradation_slope", overfitting,
        { $0.degradation.isWithinError ? .missing : .signedRatio($0.degradation.slope) }
      ) {
        $0.degradation.why
          ?? "over the splits, R² \(Figure.ratio($0.degradation.rSquared).text)"
      },
      figure("Beats a random pick", "second_order_dominance", overfitting, { .text(Self.words($0.dominance)) }) { _ in
        "stochastic dominance out of sample"
      },
    ]
  }

  private var jointFigures: [KeyFigure] {
    [
      figure("SPA", "spa_p", joint, { .pValue($0.ability.consistent) }) {
        "p, were none to earn more than cash (lower \(Figure.pValue($0.ability.lower).text), upper \(Figure.pValue($0.ability.upper).text))"
      },
      figure("Reality check", "reality_check_p", joint, { .pValue($0.realityCheck.p) }) { _ in
        "White's p of the same, not studentised"
      },
      figure("StepM of the best", "stepm_p", joint, { $0.bestP.map { .pValue($0) } ?? .missing }) {
        $0.population == $0.trials
          ? "family-wise p of the best trial among \(Double.grouped($0.trials))"
          : "family-wise p of the best trial among \(Double.grouped($0.population)), from \(Double.grouped($0.trials)) of them"
      },
      figure("StepM", "stepm_survivors", joint, { .count($0.survivors.count) }) {
        "of \(Double.grouped($0.trials)) earn more than cash, 5 % family-wise"
      },
    ]
  }

  private var plateauFigures: [KeyFigure] {
    guard let plateau = plateaus.first else { return [] }
    let around =
      plateau.neighbours == 0
      ? "no trial one step away has the figure"
      : "\(rank.rawValue) of the \(plateau.neighbours) trials one step away"
    return [
      KeyFigure(
        "Plateau", key: "plateau_median", rank.figure(plateau.median),
        convention: plateau.neighbours == 0 ? around : "median \(around)"),
      KeyFigure("Worst neighbour", key: "plateau_worst", rank.figure(plateau.worst), convention: around),
    ]
  }

  private var foldFigure: KeyFigure {
    figure(
      "Between folds", "fold_rank_correlation", stability,
      { $0.meanRankCorrelation.map { .signedRatio($0) } ?? .missing }
    ) { "rank correlation of the trials' Sharpe, \($0.folds.count) parts of the window" }
  }

  /// How the figures were computed, a sentence each.
  public var conventions: [String] {
    var notes = ["Daily returns of \(sampled)."]
    if effective.answer != nil {
      notes.append(
        "Effective trials: exp(entropy of the eigenvalues of the trials' correlation). Expected maximum, deflated Sharpe: Bailey & López de Prado 2014. Lower bounds: the same 2012, with autocorrelation López de Prado, Lipton & Zoonekynd 2025."
      )
    }
    if let plan = overfitting.answer?.plan {
      notes.append(
        "CSCV: \(plan.blocks) blocks of \(plan.rowsPerBlock) days, the first \(plan.dropped) days dropped, \(plan.purge) purged at edges; the best by Sharpe on each half of the blocks, ranked on the other."
      )
    }
    if let joint = joint.answer {
      notes.append(
        "SPA (Hansen 2005) and StepM (Romano & Wolf 2005), each resample divided by its own deviation; \(Double.grouped(joint.replicates)) stationary resamples, mean block \(joint.meanBlock.fixed(1)) days (Politis & White, the median trial's), seed \(joint.seed). Trials that lost on fewer than \(SweepVerdict.leastLosingDays) days are not tested."
      )
    }
    return notes
  }

  private static func words(_ dominance: StochasticDominance) -> String {
    dominance.firstOrder ? "first order" : dominance.secondOrder ? "second order" : "no"
  }

  private func figure<Answer>(
    _ name: String, _ key: String, _ part: Result<Answer, Unavailable>, _ value: (Answer) -> Figure,
    _ convention: (Answer) -> String
  ) -> KeyFigure {
    switch part {
    case .success(let answer): KeyFigure(name, key: key, value(answer), convention: convention(answer))
    case .failure(let reason): KeyFigure(name, key: key, .missing, convention: "cannot say: \(reason.why)")
    }
  }
}

extension BacktestOverfitting.Degradation {
  /// Why its slope is not said: two decimals of what may as well be nothing.
  var why: String? {
    guard isWithinError else { return nil }
    return slope.isNaN
      ? "no slope: what was picked never differed where it was picked"
      : "the slope is within its own error (\(Figure.ratio(standardError).text)) of zero"
  }
}
