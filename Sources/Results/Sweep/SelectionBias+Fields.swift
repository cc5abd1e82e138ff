import Numerics
import Replay
import Research
import Signals
import Statistics

// Members of the sweep's document, most of them figures with a convention as well. What could not be said is null;
// `cannot_say` gives the reason under the name of the part.

extension SelectionBias {
  package static let fields = Fields<SelectionBias> {
    sharpeFields
    overfittingFields
    jointFields
    surroundingFields
    Field("trials_ever_run", .count, "on these data, by whatever sweep") { $0.everRun }
    Field("failed_trials", .count) { $0.field.failed }
    Field("trials_without_sharpe", .count) { $0.field.unrated }
    Field("selection_bias_sample", .words, "the trials whose daily returns were kept") { $0.sampled }
    Field("choice_text", .words, "whether choosing helps out of sample") { $0.verdict.choice }
    Field("verdict_rule", .words) { _ in SweepVerdict.rule }
    Field("cannot_say", json: .object, "by name of the part, why") { .texts($0.reasons.map { ($0.key, $0.value) }) }
  }

  public var verdict: SweepVerdict { SweepVerdict(self) }

  /// Every figure about what the best is worth, with its convention; one that cannot be had says why.
  public var figures: [KeyFigure] { Self.fields.keyFigures(self) }

  private var reasons: [String: String] {
    [
      "best": best.why, "effective_trials": effective.why, "deflated_sharpe": deflated.why, "pbo": overfitting.why,
      "spa": joint.why, "stability": stability.why,
    ].compactMapValues(\.self)
  }

  /// The convention of a figure of a part, or why there is none.
  private static func of<Part>(
    _ part: @escaping @Sendable (SelectionBias) -> Result<Part, Unavailable>,
    _ convention: @escaping @Sendable (Part, SelectionBias) -> String
  ) -> @Sendable (SelectionBias) -> String {
    { bias in
      switch part(bias) {
      case .success(let answer): convention(answer, bias)
      case .failure(let reason): "cannot say: \(reason.why)"
      }
    }
  }

  private static let sharpeFields = Fields<SelectionBias>(in: .tiles) {
    Field("best_trial", .count, in: .json) { $0.best.answer?.point }
    Field(
      "best_sharpe_annual", "Sharpe of the selected trial", .ratio,
      said: of({ $0.best }) { best, bias in
        "selected by \(bias.ranked); UTC-daily, x sqrt(365), \(Double.grouped(best.days)) days"
      }
    ) { $0.best.answer?.sharpeAnnual }
    Field(
      "best_sharpe_lower", "Its lower bound", .ratio,
      said: of({ $0.best }) { _, _ in "95%, one-sided, days uncorrelated" }
    ) { $0.best.answer?.lowerAnnual }
    Field(
      "best_sharpe_lower_autocorrelated", "Its lower bound, adjusted for autocorrelation", .ratio,
      said: of({ $0.best }) { best, _ in
        best.autocorrelation.map { "with their autocorrelation of \(Figure.signedRatio($0).text)" }
          ?? "its daily returns are not at hand"
      }
    ) { $0.best.answer?.lowerAutocorrelatedAnnual }
    Field("best_autocorrelation_daily", .number, in: .json) { $0.best.answer?.autocorrelation }
    Field("track_record_days", .count, in: .json) { $0.best.answer?.days }
    Field("best_losing_days", .count, in: .json) { $0.best.answer?.losingDays }
    Field(
      "effective_trials", "Effective trials", .ratio(1),
      said: of({ $0.effective }) { effective, _ in
        "of \(Double.grouped(effective.trials)), at most \(Double.grouped(effective.bound)); participation ratio \(Figure.ratio(effective.participation, decimals: 1).text)"
      }
    ) { $0.effective.answer?.count }
    Field("participation_ratio", .number, in: .json) { $0.effective.answer?.participation }
    Field("effective_trials_bound", .count, in: .json) { $0.effective.answer?.bound }
    Field(
      "expected_best_sharpe_annual", "Expected maximum Sharpe under the null", .ratio,
      said: of({ $0.deflated }) { _, _ in "of as many trials with no skill" }
    ) { $0.deflated.answer?.expectedBestAnnual }
    Field(
      "deflated_sharpe", "Deflated Sharpe", .ratio(3),
      said: of({ $0.deflated }) { _, _ in "probability that the true one is above it, adjusted for autocorrelation" }
    ) { $0.deflated.answer?.probability }
    Field(
      "deflated_sharpe_all_trials", "Deflated Sharpe, all ever run", .ratio(3),
      said: of({ $0.deflatedByAll }) { deflated, bias in
        "as best of \(Double.grouped(bias.everRun)) independent: expected maximum \(Figure.ratio(deflated.expectedBestAnnual).text)"
      }
    ) { $0.deflatedByAll.answer?.probability }
    Field("expected_best_sharpe_annual_all_trials", .ratio, in: .json) { $0.deflatedByAll.answer?.expectedBestAnnual }
    Field(
      "min_track_record_days", "Track record needed", .written { .count(Int($0.rounded(.up))) }, in: .tile,
      said: of({ $0.best }) { best, _ in
        best.minimumTrackRecordDays == nil
          ? "none is enough for a Sharpe not above zero"
          : "days, for a Sharpe above zero at 95%, adjusted for autocorrelation"
      }
    ) { $0.best.answer?.minimumTrackRecordDays }
    Field("min_track_record_days", .number, in: .json) { $0.best.answer?.minimumTrackRecordDays }
    Field(
      "best_probabilistic_sharpe", "Probabilistic Sharpe", .ratio(3),
      said: of({ $0.best }) { _, _ in
        "probability that the true one is above zero, were it the only trial, adjusted for autocorrelation"
      }
    ) { $0.best.answer?.probability }
    Field(
      "min_backtest_years", "Backtest needed", .ratio(1),
      said: of({ $0.deflated }) { deflated, _ in
        deflated.minimumBacktestYears == nil
          ? "none is enough for a Sharpe not above zero"
          : "years, the minimum backtest length (MinBTL): in fewer, as many trials with no skill are expected to show as much"
      }
    ) { $0.deflated.answer?.minimumBacktestYears }
  }

  private static let overfittingFields = Fields<SelectionBias> {
    Field(
      "pbo", "PBO", .percent(1), in: .tiles,
      said: of({ $0.overfitting }) { overfitting, _ in
        "CSCV, \(Double.grouped(overfitting.points.count)) splits: best Sharpe on half, lower half on the rest"
      }
    ) { $0.overfitting.answer?.probability }
    Field("pbo_trials", .count) { $0.overfitting.answer?.trials }
    Field("pbo_blocks", .count) { $0.overfitting.answer?.plan.blocks }
    Field("pbo_splits", .count) { $0.overfitting.answer?.points.count }
    Field("pbo_days_dropped", .count) { $0.overfitting.answer?.plan.dropped }
    Field("pbo_purge_days", .count) { $0.overfitting.answer?.plan.purge }
    Field(
      "probability_of_loss", "Probability of loss out of sample", .percent(1), in: .tiles,
      said: of({ $0.overfitting }) { _, _ in "share of splits in which the selected trial loses" }
    ) { $0.overfitting.answer?.probabilityOfLoss }
    Field(
      "degradation_slope", "Slope of out-of-sample on in-sample Sharpe", .signedRatio, in: .tiles,
      said: of({ $0.overfitting }) { overfitting, _ in
        overfitting.degradation.why ?? "over the splits, R² \(Figure.ratio(overfitting.degradation.rSquared).text)"
      }
    ) { $0.overfitting.answer?.degradation.said?.slope }
    Field("degradation_intercept_annual", .number) { bias in
      bias.overfitting.answer?.degradation.said.map { $0.intercept * Annual.root }
    }
    Field("degradation_slope_se", .number) { $0.overfitting.answer?.degradation.standardError }
    Field("degradation_r2", .number) { $0.overfitting.answer?.degradation.rSquared }
    Field("degradation_why", .words, "why there is no slope") { $0.overfitting.answer?.degradation.why }
    Field(
      "dominance", "Beats a random pick", .words, in: .tile,
      said: of({ $0.overfitting }) { _, _ in "stochastic dominance out of sample" }
    ) { $0.overfitting.answer.map { words($0.dominance) } }
    Field("first_order_dominance", .flag) { $0.overfitting.answer?.dominance.firstOrder }
    Field("second_order_dominance", .flag) { $0.overfitting.answer?.dominance.secondOrder }
  }

  private static let jointFields = Fields<SelectionBias> {
    Field(
      "spa_p", "SPA", .p, in: .tiles,
      said: of({ $0.joint }) { joint, _ in
        "p, were none to earn more than cash (lower \(joint.ability.lower.pFigure), upper \(joint.ability.upper.pFigure))"
      }
    ) { $0.joint.answer?.ability.consistent }
    Field("spa_p_lower", .p) { $0.joint.answer?.ability.lower }
    Field("spa_p_upper", .p) { $0.joint.answer?.ability.upper }
    Field(
      "reality_check_p", "Reality check", .p, in: .tiles,
      said: of({ $0.joint }) { _, _ in "White's p of that hypothesis, not studentised" }
    ) { $0.joint.answer?.realityCheck.p }
    Field(
      "stepm_p", "StepM of the selected trial", .p, in: .tiles,
      said: of({ $0.joint }) { joint, _ in
        "family-wise p of it among \(Double.grouped(joint.population))"
          + (joint.population == joint.trials ? "" : ", from \(Double.grouped(joint.trials)) of them")
      }
    ) { $0.joint.answer?.bestP }
    Field("stepm_population", .count) { $0.joint.answer?.population }
    Field(
      "stepm_survivors", "StepM", .count, in: .tiles,
      said: of({ $0.joint }) { joint, _ in
        "of \(Double.grouped(joint.trials)) earn more than cash, 5% family-wise"
      }
    ) { $0.joint.answer?.survivors.count }
    Field("stepm_trials", json: .array) { $0.joint.answer.map { .array($0.survivors.map(JSONValue.integer)) } ?? .null }
    Field("joint_trials", .count) { $0.joint.answer?.trials }
    Field("joint_mean_block_days", .number) { $0.joint.answer?.meanBlock }
    Field("joint_replicates", .count) { $0.joint.answer?.replicates }
    Field("joint_seed", .seed) { $0.joint.answer?.seed }
  }

  private static let surroundingFields = Fields<SelectionBias> {
    Field("plateau_median", .number) { $0.plateaus.first?.median }
    Field("plateau_worst", .number) { $0.plateaus.first?.worst }
    Field("plateaus", json: .array, "the best trials and those one step away") { bias in
      .array(
        bias.plateaus.map { plateau in
          [
            "trial": .integer(plateau.point), bias.ranked: .real(plateau.value),
            "neighbours": .integer(plateau.neighbours), "neighbours_without": .integer(plateau.without),
            "plateau_median": .optional(plateau.median), "plateau_worst": .optional(plateau.worst),
          ]
        })
    }
    Field(
      "fold_rank_correlation", "Between folds", .signedRatio, in: .tiles,
      said: of({ $0.stability }) { stability, _ in
        "rank correlation of the trials' Sharpe, \(stability.folds.count) parts of the window"
      }
    ) { $0.stability.answer?.meanRankCorrelation }
    Field("folds", listOf: ParameterStability.Fold.fields, "what each part of the window would have chosen") {
      $0.stability.answer?.folds ?? []
    }
    Field("parameter_agreement", listOf: ParameterStability.Axis.fields) { $0.stability.answer?.axes ?? [] }
  }

  private static func words(_ dominance: StochasticDominance) -> String {
    dominance.firstOrder ? "first order" : dominance.secondOrder ? "second order" : "no"
  }
}

extension ParameterStability.Fold {
  fileprivate static let fields = Fields<ParameterStability.Fold> {
    Field("first_day", .count) { $0.days.lowerBound }
    Field("fold_days", "days", .words, in: .table) { "\($0.days.lowerBound + 1)–\($0.days.upperBound)" }
    Field("days", .count) { $0.days.count }
    Field("trial", .count, in: .shown) { $0.point }
    Field("sharpe_annual", "Sharpe", .ratio, in: .shown) { $0.statedSharpe }
    Field("sharpe_why", .words, "why there is none") { LeastLength.why(.sharpeAnnual, days: $0.days.count) }
    Field("rank_correlation", "rank corr.", .signedRatio, in: .shown) { $0.rankCorrelation }
    Field("parameters", json: .object) { .parameters($0.parameters) }
  }
}

extension ParameterStability.Axis {
  fileprivate static let fields = Fields<ParameterStability.Axis> {
    Field("parameter", .words) { $0.name }
    Field("value", .words) { $0.value.description }
    Field("folds", .count) { $0.folds }
  }
}

extension BacktestOverfitting.Degradation {
  /// Where its slope is more than its own error: two decimals of what may as well be nothing are not said.
  var said: Self? { isWithinError ? nil : self }

  var why: String? {
    guard isWithinError else { return nil }
    return slope.isNaN
      ? "no slope: what was picked never differed where it was picked"
      : "the slope is within its own error (\(Figure.ratio(standardError).text)) of zero"
  }
}

// MARK: Tables

extension SelectionBias {
  /// The figures of what the best is worth, one below the other.
  public var table: Table { Table(figures + plateauFigures, title: "What the best is worth", notes: conventions) }

  /// How the trials around the best do.
  public var plateauFigures: [KeyFigure] {
    guard let plateau = plateaus.first else { return [] }
    let around =
      plateau.neighbours == 0
      ? "no trial one step away has the figure"
      : "\(SweepFigure(ranked).title) of the \(plateau.neighbours) trials one step away"
    return [
      KeyFigure(
        "Plateau", key: "plateau_median", SweepFigure(ranked).figure(plateau.median),
        convention: plateau.neighbours == 0 ? around : "median \(around)"),
      KeyFigure("Worst neighbour", key: "plateau_worst", SweepFigure(ranked).figure(plateau.worst), convention: around),
    ]
  }

  /// How the figures were computed, a sentence each.
  @Listed<String> public var conventions: [String] {
    "Daily returns of \(sampled)."
    if effective.answer != nil {
      "Effective trials: exp(entropy of the eigenvalues of the trials' correlation). Expected maximum: Bailey & López de Prado 2014. Deflated and probabilistic Sharpe, track record: theirs (2014, 2012) or, where less sure, adjusted for autocorrelation (Bartlett, 1.3 sqrt(T) lags, fixed-b). Lower bounds: theirs of 2012, with autocorrelation López de Prado, Lipton & Zoonekynd 2025."
    }
    if let plan = overfitting.answer?.plan {
      "CSCV: \(plan.blocks) blocks of \(plan.rowsPerBlock) days, the first \(plan.dropped) days dropped, \(plan.purge) purged at edges; the best by Sharpe on each half of the blocks, ranked on the other."
    }
    if let joint = joint.answer {
      "SPA (Hansen 2005) and StepM (Romano & Wolf 2005), each resample divided by its own deviation; \(Double.grouped(joint.replicates)) stationary resamples, mean block \(joint.meanBlock.fixed(1)) days (Politis & White, the median trial's), seed \(joint.seed). Trials that lost on fewer than \(SweepVerdict.leastLosingDays) days are not tested."
    }
  }

  /// What each part of the window would have chosen; nil when it cannot be said.
  public var stabilityTable: Table? {
    guard let stability = stability.answer else { return nil }
    return Fields<ParameterStability.Fold> {
      ParameterStability.Fold.fields
      for name in stability.axes.map(\.name) {
        Field(name, Form<ParameterValue>.shown, in: .table) { (fold: ParameterStability.Fold) in fold.parameters[name] }
      }
    }.table(
      stability.folds, title: "Best trial of each fold",
      notes: [
        "Sharpe: UTC-daily within the fold, x sqrt(365), of folds of \(LeastLength.days) days at least. Rank correlation: of the trials' Sharpe ratios in the fold and over the other folds; mean over pairs of folds \(stability.meanRankCorrelation.map { Figure.signedRatio($0).text } ?? Figure.missingText).",
        "Agreement: "
          + stability.axes.map { axis in
            axis.folds > 1
              ? "\(axis.name) = \(axis.value.shown.text) in \(axis.folds) of \(stability.folds.count) folds"
              : "\(axis.name) another in each fold"
          }.joined(separator: ", ") + ".",
      ])
  }

  /// The best trials and what lies around them; nil without any.
  public var plateauTable: Table? {
    guard !plateaus.isEmpty else { return nil }
    let form = Form<Double>.written { [ranked] in SweepFigure(ranked).figure($0) }
    return Fields<Plateau>(in: .table) {
      Field("trial", .count) { $0.point }
      Field(ranked, SweepFigure(ranked).title, form) { $0.value }
      Field("neighbours", .count) { $0.neighbours }
      Field("plateau_median", "median", form) { $0.median }
      Field("plateau_worst", "worst", form) { $0.worst }
      Field("neighbours_without", "without", .count) { $0.without }
    }.table(
      plateaus, title: "Neighbours of the best trials",
      notes: [
        "Neighbours are one step away on one parameter; without: those that failed or have no \(SweepFigure(ranked).title)."
      ])
  }

  /// What is printed above the tables: the verdict, and whether choosing helps.
  public var opening: [String] { [verdict.text, verdict.choice].compactMap(\.self) }

  /// What is printed below them.
  public var closing: [String] { ["Rule: \(SweepVerdict.rule)."] }
}

extension SignalTrials {
  static let fields = Fields<SignalTrials>(in: .tiles) {
    Field("tried", "Variants tried", .count) { $0.tried }
    Field(
      "significant", "Significant alone", .count,
      said: {
        "p < 0.05 by Hodrick 1B; \(Figure.ratio(Double($0.tried) * Self.level, decimals: 1).text) by chance"
      }
    ) { $0.significant }
    Field("smallest_p", "Smallest p", .p, "as if it had been the only one") { $0.smallestP }
    Field("holm_p", "After Holm", .p, "smallest p, corrected for all that were tried") { $0.holmP }
    Field("discoveries", "Discoveries", .count, "at a false discovery rate of 5%, Benjamini-Yekutieli") {
      $0.discoveries
    }
  }

  /// What many variants of a signal come to together.
  public var figures: [KeyFigure] { Self.fields.keyFigures(self) }
  public var table: Table { Table(figures, title: "What the strongest is worth") }

  public var finding: SweepVerdict.Finding {
    holmP.map { $0 < Self.level ? .betterThanChance : .noBetterThanChance } ?? .cannotSay
  }

  /// The verdict in a sentence.
  public var sentence: String {
    guard let smallestP, let holmP else {
      return "Cannot say what the strongest is worth: none of the \(Double.grouped(tried)) variants could be judged."
    }
    let together = "p \(holmP.pFigure) after Holm over all \(Double.grouped(tried)) (alone \(smallestP.pFigure))"
    switch finding {
    case .betterThanChance:
      return
        "Better than chance: the strongest variant has \(together); \(Double.grouped(discoveries)) stand at a false discovery rate of 5%."
    default: return "No better than chance: the strongest variant has \(together)."
    }
  }
}
