import Market
import Replay
import Research

extension ValidationSummary {
  /// The document of `hindcast validate --format json`. What cannot be answered is `{"cannot_say": why}`.
  public var json: JSONValue {
    let purge = validation.purge
    let record = walk?.record
    return [
      "validation": .string(folder.name), "hash": .string(hash), "strategy": .string(strategy.name),
      "market": .string(frame.market), "instrument": .string(frame.instrument.description),
      "interval": .string(frame.grid.interval.description), "from": .string(window.from.description),
      "to": .string(window.to.description), "bars": .integer(frame.evaluation.count),
      "days": .integer(validation.timeline.days), "fingerprint": .string(frame.fingerprint),
      "engine": .string(Engine.version), "seconds": .real(seconds), "sets": .integer(candidates.count),
      "sets_failed": .integer(validation.failures.count), "rank": .string(plan.figure.rawValue),
      "rank_convention": .string(plan.figure.key.convention), "select": .string(plan.rule.rawValue),
      "seed": .integer(Int(truncatingIfNeeded: plan.seed)), "replicates": .integer(plan.replicates),
      "purge": [
        "horizon_bars": .integer(purge.horizon), "look_back_bars": .integer(purge.lookBack),
        "embargo_bars": .integer(purge.embargo),
        "holding_median_bars": validation.holding.map { .integer($0.medianBars) } ?? .null,
        "holding_95_bars": validation.holding.map { .integer($0.longBars) } ?? .null,
      ],
      "whole_window": wholeJSON, "oos_sharpe_annual": .optional(record?.sums.statedSharpe),
      "oos_sharpe_lower": .optional(record.flatMap(lower)), "oos_total_return": .optional(record?.sums.totalReturn),
      "oos_gross_return": .optional(record?.grossReturn),
      "oos_days": record.map { .integer($0.returns.count) } ?? .null,
      "assumed_costs": strategy.feeNote.map(JSONValue.string) ?? .null,
      "efficiency": .optional(walk?.efficiency.answer), "mean_rank": .optional(walk?.meanRank),
      "fixed_sets_beaten": .optional(walk?.fixedSetsBeaten), "changes": walk.map { .integer($0.changes) } ?? .null,
      "walk_forward_lengths": walk?.lengths.map(json) ?? .null,
      "walk_forward": answer(validation.walkForward) { .array($0.windows.map(json)) },
      "k_fold": answer(validation.kFold, json), "combinatorial": answer(validation.combinatorial, json),
      "paths": answer(validation.combinatorial) { .array($0.paths.map(json)) },
      "purged_rows": answer(validation.combinatorial) { json($0.removed) },
      "nulls": answer(validation.nulls) { .array($0.all.map(json)) },
      "nulls_missing": .object(
        Dictionary(
          (validation.nulls.answer?.missing ?? [:]).map { ($0.rawValue, .string($1.why)) },
          uniquingKeysWith: { first, _ in first })),
      "rungs": .array(checks.checks.map(json)), "rungs_reached": .strings(checks.reached.map(\.name.rawValue)),
      "verdict": .string(checks.reached.last?.name.rawValue ?? "none"), "verdict_text": .string(checks.verdict),
    ]
  }

  private func answer<Answer>(_ result: Result<Answer, Unavailable>, _ json: (Answer) -> JSONValue) -> JSONValue {
    switch result {
    case .success(let answer): json(answer)
    case .failure(let reason): ["cannot_say": .string(reason.why)]
    }
  }

  private var wholeJSON: JSONValue {
    let whole = validation.whole
    return [
      "set": whole.chosen.map { .integer($0) } ?? .null, "parameters": parameters(whole.chosen),
      "score": .optional(whole.score), "sharpe_annual": .optional(whole.sums.sharpeAnnual),
      "total_return": whole.chosen == nil ? .null : .real(whole.sums.totalReturn),
      "effective_trials": .optional(whole.effectiveTrials), "sampled_sets": .integer(whole.sampled),
      "expected_best_sharpe_annual": .optional(whole.expectedBestSharpe),
      "deflated_sharpe": .optional(whole.deflatedSharpe),
    ]
  }

  private func parameters(_ set: Int?) -> JSONValue { set.map { .parameters(candidates.parameters($0)) } ?? .null }

  private func json(_ lengths: WalkForwardLengths) -> JSONValue {
    [
      "train_days": .integer(lengths.train), "test_days": .integer(lengths.test), "step_days": .integer(lengths.step),
      "anchored": .bool(lengths.isAnchored),
    ]
  }

  /// From the open of the first row to the close of the last.
  private func range(_ rows: Range<Int>, _ name: String) -> [String: JSONValue] {
    [
      "\(name)_from": .string(frame.grid.open(rows.lowerBound).description),
      "\(name)_to": .string(frame.grid.open(rows.upperBound).description), "\(name)_rows": .integer(rows.count),
    ]
  }

  private func json(_ window: WalkForward.Window) -> JSONValue {
    JSONValue.object([
      "set": window.chosen.map { .integer($0) } ?? .null, "parameters": parameters(window.chosen),
      "train_score": .optional(window.trainScore), "train_sharpe_annual": .optional(window.trainSums.statedSharpe),
      "oos_sharpe_annual": .optional(window.testSums.statedSharpe), "sharpe_why": why(window.testSums),
      "oos_return": .real(window.testSums.totalReturn),
      "oos_days": .integer(window.testReturns.count), "trades": .integer(window.entries),
      "rank": .optional(window.rank),
      "median_sharpe_annual": .optional(stated(window.medianSharpe, of: window)),
      "neighbour_sharpe_annual": .optional(stated(window.neighbourSharpe, of: window)),
    ]).adding(range(window.test, "test")).adding(window.train.map { range($0, "train") } ?? [:])
  }

  private func json(_ cross: CrossValidation) -> JSONValue {
    [
      "groups": .integer(cross.splits.groups.count), "held_groups": .integer(cross.splits.held),
      "paths": .integer(cross.paths.count), "path_sharpes_annual": .numbers(cross.pathSharpes),
      "median_path_sharpe_annual": .optional(cross.medianPathSharpe), "losing_path_share": .real(cross.losingShare),
      "below_median_share": .optional(cross.belowMedianShare), "purged_rows": json(cross.removed),
      "splits": .array(cross.outcomes.map(json)),
    ]
  }

  private func json(_ split: CrossValidation.Split) -> JSONValue {
    [
      "groups": .array(split.groups.map { .integer($0 + 1) }), "set": split.chosen.map { .integer($0) } ?? .null,
      "parameters": parameters(split.chosen), "train_rows": .integer(split.fold.trainRows),
      "test_rows": .integer(split.fold.testRows), "purged_rows": json(split.fold.removed),
      "train_score": .optional(split.trainScore), "train_sharpe_annual": .optional(split.trainSums.statedSharpe),
      "oos_sharpe_annual": .optional(split.testSums.statedSharpe), "sharpe_why": why(split.testSums),
      "rank": .optional(split.rank),
    ]
  }

  private func why(_ sums: DailySums) -> JSONValue {
    LeastLength.why(.sharpeAnnual, days: sums.days).map { .string("a Sharpe ratio \($0)") } ?? .null
  }

  private func json(_ path: CrossValidation.Path) -> JSONValue {
    [
      "sets": .array(path.sets.map { $0.map { .integer($0) } ?? .null }),
      "sharpe_annual": .optional(path.sums.sharpeAnnual), "total_return": .real(path.sums.totalReturn),
    ]
  }

  private func json(_ removed: PurgedRows) -> JSONValue {
    [
      "outcome": .integer(removed.outcome), "look_back": .integer(removed.lookBack),
      "embargo": .integer(removed.embargo), "total": .integer(removed.total),
    ]
  }

  private func json(_ null: NullStrategy) -> JSONValue {
    [
      "name": .string(null.kind.rawValue), "delay": null.delay.map { .string($0) } ?? .null,
      "what": .string(null.kind.meaning), "replicates": .integer(null.sharpes.count),
      "sharpe_annual": .real(null.sharpeAnnual), "sharpe_annual_5": .optional(null.range?.lowerBound),
      "sharpe_annual_95": .optional(null.range?.upperBound), "p": .optional(null.p), "beta": .optional(null.beta),
      "alpha_annual": .optional(null.alphaAnnual),
    ]
  }

  private func json(_ check: ValidationCheck) -> JSONValue {
    let why: JSONValue = if case .cannotSay(let why) = check.finding { .string(why) } else { .null }
    return [
      "name": .string(check.name.rawValue), "rule": .string(check.rule), "finding": .string(check.finding.word),
      "why": why,
      "figures": .object(
        Dictionary(check.measures.map { ($0.key, .real($0.value)) }, uniquingKeysWith: { first, _ in first })),
      "figures_why": .object(
        Dictionary(
          check.measures.compactMap { measure in measure.why.map { (measure.key, .string($0)) } },
          uniquingKeysWith: { first, _ in first })),
    ]
  }
}
