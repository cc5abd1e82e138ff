import Numerics
import Replay
import Research
import Statistics

extension SelectionBias {
  /// Members of the sweep's document. What could not be said is null, and `cannot_say` gives the reason under the name of
  /// the part.
  public var members: [String: JSONValue] {
    [
      sharpeMembers, overfittingMembers, jointMembers, surroundings,
      [
        "trials_ever_run": .integer(everRun), "failed_trials": .integer(field.failed),
        "trials_without_sharpe": .integer(field.unrated), "honesty_sample": .string(sampled),
        "verdict": .string(verdict.finding.rawValue), "verdict_text": .string(verdict.text),
        "choice_text": verdict.choice.map(JSONValue.string) ?? .null, "verdict_rule": .string(SweepVerdict.rule),
        "cannot_say": .object(reasons.mapValues(JSONValue.string)),
      ],
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }

  public var verdict: SweepVerdict { SweepVerdict(self) }

  private var reasons: [String: String] {
    [
      "best": best.why, "effective_trials": effective.why, "deflated_sharpe": deflated.why, "pbo": overfitting.why,
      "spa": joint.why, "stability": stability.why,
    ].compactMapValues(\.self)
  }

  private var sharpeMembers: [String: JSONValue] {
    let best = best.answer
    return [
      "best_trial": best.map { .integer($0.point) } ?? .null,
      "best_sharpe_annual": .optional(best?.sharpeAnnual),
      "best_sharpe_lower": .optional(best?.lowerAnnual),
      "best_sharpe_lower_autocorrelated": .optional(best?.lowerAutocorrelatedAnnual),
      "best_autocorrelation_daily": .optional(best?.autocorrelation),
      "track_record_days": best.map { .integer($0.days) } ?? .null,
      "best_losing_days": best?.losingDays.map(JSONValue.integer) ?? .null,
      "best_probabilistic_sharpe": .optional(best?.probability),
      "min_track_record_days": .optional(best?.minimumTrackRecordDays),
      "effective_trials": .optional(effective.answer?.count),
      "participation_ratio": .optional(effective.answer?.participation),
      "effective_trials_bound": effective.answer.map { .integer($0.bound) } ?? .null,
      "deflated_sharpe": .optional(deflated.answer?.probability),
      "expected_best_sharpe_annual": .optional(deflated.answer?.expectedBestAnnual),
      "min_backtest_years": .optional(deflated.answer?.minimumBacktestYears),
      "deflated_sharpe_all_trials": .optional(deflatedByAll.answer?.probability),
      "expected_best_sharpe_annual_all_trials": .optional(deflatedByAll.answer?.expectedBestAnnual),
    ]
  }

  private var overfittingMembers: [String: JSONValue] {
    let overfitting = overfitting.answer
    let slope = overfitting?.degradation.isWithinError == false ? overfitting?.degradation : nil
    return [
      "pbo": .optional(overfitting?.probability),
      "pbo_trials": overfitting.map { .integer($0.trials) } ?? .null,
      "pbo_blocks": overfitting.map { .integer($0.plan.blocks) } ?? .null,
      "pbo_splits": overfitting.map { .integer($0.points.count) } ?? .null,
      "pbo_days_dropped": overfitting.map { .integer($0.plan.dropped) } ?? .null,
      "pbo_purge_days": overfitting.map { .integer($0.plan.purge) } ?? .null,
      "probability_of_loss": .optional(overfitting?.probabilityOfLoss),
      "degradation_slope": .optional(slope?.slope),
      "degradation_intercept_annual": .optional(slope.map { $0.intercept * Annual.root }),
      "degradation_slope_se": .optional(overfitting?.degradation.standardError),
      "degradation_why": overfitting?.degradation.why.map(JSONValue.string) ?? .null,
      "degradation_r2": .optional(overfitting?.degradation.rSquared),
      "first_order_dominance": overfitting.map { .bool($0.dominance.firstOrder) } ?? .null,
      "second_order_dominance": overfitting.map { .bool($0.dominance.secondOrder) } ?? .null,
    ]
  }

  private var jointMembers: [String: JSONValue] {
    let joint = joint.answer
    return [
      "reality_check_p": .optional(joint?.realityCheck.p), "spa_p": .optional(joint?.ability.consistent),
      "spa_p_lower": .optional(joint?.ability.lower), "spa_p_upper": .optional(joint?.ability.upper),
      "stepm_p": .optional(joint?.bestP), "stepm_population": joint.map { .integer($0.population) } ?? .null,
      "stepm_survivors": joint.map { .integer($0.survivors.count) } ?? .null,
      "stepm_trials": joint.map { .array($0.survivors.map(JSONValue.integer)) } ?? .null,
      "joint_trials": joint.map { .integer($0.trials) } ?? .null,
      "joint_mean_block_days": .optional(joint?.meanBlock),
      "joint_replicates": joint.map { .integer($0.replicates) } ?? .null,
      "joint_seed": joint.map { .integer(Int(truncatingIfNeeded: $0.seed)) } ?? .null,
    ]
  }

  private var surroundings: [String: JSONValue] {
    [
      "plateau_median": .optional(plateaus.first?.median), "plateau_worst": .optional(plateaus.first?.worst),
      "plateaus": .array(
        plateaus.map { plateau in
          [
            "trial": .integer(plateau.point), rank.rawValue: .real(plateau.value),
            "neighbours": .integer(plateau.neighbours), "neighbours_without": .integer(plateau.without),
            "plateau_median": .optional(plateau.median), "plateau_worst": .optional(plateau.worst),
          ]
        }),
      "fold_rank_correlation": .optional(stability.answer?.meanRankCorrelation),
      "folds": .array(
        stability.answer?.folds.map { fold in
          [
            "first_day": .integer(fold.days.lowerBound), "days": .integer(fold.days.count),
            "trial": .integer(fold.point), "sharpe_annual": .optional(fold.statedSharpe),
            "sharpe_why": LeastLength.why(.sharpeAnnual, days: fold.days.count).map(JSONValue.string) ?? .null,
            "rank_correlation": .optional(fold.rankCorrelation), "parameters": .parameters(fold.parameters),
          ]
        } ?? []),
      "parameter_agreement": .array(
        stability.answer?.axes.map { axis in
          [
            "parameter": .string(axis.name), "value": .string(axis.value.description), "folds": .integer(axis.folds),
          ]
        } ?? []),
    ]
  }
}
