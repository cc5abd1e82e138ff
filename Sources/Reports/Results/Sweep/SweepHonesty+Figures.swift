import Replay
import Research
import Statistics

extension SweepHonesty {
  /// Every figure about what the best is worth, with its convention; one that cannot be had says why.
  public var figures: [KeyFigure] { sharpeFigures + overfittingFigures + jointFigures + plateauFigures }

  private var sharpeFigures: [KeyFigure] {
    [
      figure("Best Sharpe", "best_sharpe_annual", best, { .ratio($0.sharpeAnnual) }) {
        "UTC-daily, x sqrt(365), \($0.days) days"
      },
      figure("Its lower bound", "best_sharpe_lower", best, { .ratio($0.lowerAnnual) }) { best in
        let plain = "95 %, one-sided, skew and kurtosis in (Bailey & López de Prado 2012)"
        guard let rho = best.autocorrelation, let bound = best.lowerAutocorrelatedAnnual else { return plain }
        return
          "\(plain); \(Figure.ratio(bound).text) with the days' autocorrelation of \(Figure.ratio(rho).text) (2025)"
      },
      figure("Effective trials", "effective_trials", effective, { .ratio($0.count, decimals: 1) }) {
        "exp(entropy of the eigenvalues of the correlation) of \(Double.grouped($0.trials)); participation ratio \(Figure.ratio($0.participation, decimals: 1).text); at most \(Double.grouped($0.bound))"
      },
      figure("Best of luck", "expected_best_sharpe_annual", deflated, { .ratio($0.expectedBestAnnual) }) {
        "expected best Sharpe of \(Figure.ratio($0.count, decimals: 1).text) independent trials without skill"
      },
      figure("Deflated Sharpe", "deflated_sharpe", deflated, { .ratio($0.probability, decimals: 3) }) { _ in
        "probability that the true Sharpe is above the best of luck"
      },
      figure(
        "… over all ever run", "deflated_sharpe_all_trials", deflatedByAll, { .ratio($0.probability, decimals: 3) }
      ) {
        "the same, were all \(Double.grouped(everRun)) trials ever run on these data independent: best of luck \(Figure.ratio($0.expectedBestAnnual).text)"
      },
      figure(
        "Track record needed", "min_track_record_days", best,
        { $0.minimumTrackRecordDays.map { .count(Int($0.rounded(.up))) } ?? .missing }
      ) {
        $0.minimumTrackRecordDays == nil
          ? "none is long enough for a Sharpe that is not above zero"
          : "days for a Sharpe above zero at 95 %; there are \($0.days)"
      },
      figure(
        "Backtest needed", "min_backtest_years", deflated,
        { $0.minimumBacktestYears.map { .ratio($0, decimals: 1) } ?? .missing }
      ) {
        $0.minimumBacktestYears == nil
          ? "none is long enough for a Sharpe that is not above zero"
          : "years under which the best of luck shows as much (Bailey et al. 2014)"
      },
    ]
  }

  private var overfittingFigures: [KeyFigure] {
    [
      figure("PBO", "pbo", overfitting, { .percent($0.probability, decimals: 1) }) {
        "CSCV: the best on half the days is in the lower half on the others; \($0.plan.blocks) blocks of \($0.plan.rowsPerBlock) days, \(Double.grouped($0.points.count)) splits, first \($0.plan.dropped) days dropped, purge \($0.plan.purge)"
      },
      figure("Loss out of sample", "probability_of_loss", overfitting, { .percent($0.probabilityOfLoss, decimals: 1) })
      { _ in "splits on which the trial picked loses on the other days" },
      figure("Degradation", "degradation_slope", overfitting, { .signedRatio($0.degradation.slope) }) {
        "slope of its Sharpe on the other days on its Sharpe where it was picked, R² \(Figure.ratio($0.degradation.rSquared).text)"
      },
      figure("Beats a random pick", "second_order_dominance", overfitting, { .text(Self.words($0.dominance)) }) { _ in
        "stochastic dominance out of sample of the pick over all trials"
      },
    ]
  }

  private var jointFigures: [KeyFigure] {
    [
      figure("SPA", "spa_p", joint, { .pValue($0.ability.consistent) }) {
        "p that the best of \(Double.grouped($0.trials)) earns no more than cash (Hansen 2005, studentised; lower \(Figure.pValue($0.ability.lower).text), upper \(Figure.pValue($0.ability.upper).text))"
      },
      figure("Reality check", "reality_check_p", joint, { .pValue($0.realityCheck.p) }) {
        "White's p (2000), not studentised; \(Double.grouped($0.replicates)) resamples of blocks of \($0.meanBlock.fixed(1)) days on average, seed \($0.seed)"
      },
      figure("StepM", "stepm_survivors", joint, { .count($0.survivors.count) }) {
        "of \(Double.grouped($0.trials)) trials earn more than cash at 5 %, family-wise (Romano & Wolf 2005)"
      },
    ]
  }

  private var plateauFigures: [KeyFigure] {
    guard let plateau = plateaus.first else { return [] }
    let around =
      plateau.neighbours == 0
      ? "no neighbour of the best trial has the figure"
      : "\(rank.title) over the \(plateau.neighbours) trials one step from the best"
    return [
      KeyFigure("Plateau", key: "plateau_median", rank.figure(plateau.median), convention: "median \(around)"),
      KeyFigure("Worst neighbour", key: "plateau_worst", rank.figure(plateau.worst), convention: around),
    ]
  }

  private static func words(_ dominance: StochasticDominance) -> String {
    dominance.firstOrder ? "first order" : dominance.secondOrder ? "second order" : "no"
  }

  private func figure<Answer>(
    _ name: String, _ key: String, _ part: Result<Answer, CannotSay>, _ value: (Answer) -> Figure,
    _ convention: (Answer) -> String
  ) -> KeyFigure {
    switch part {
    case .success(let answer): KeyFigure(name, key: key, value(answer), convention: convention(answer))
    case .failure(let reason): KeyFigure(name, key: key, .missing, convention: "cannot say: \(reason.why)")
    }
  }
}
