import Market
import Replay
import Research

extension ValidationSummary: ResultDocument {
  public static let kind = "validation"

  package var header: ResultHeader {
    var header = ResultHeader(strategy: strategy.name, on: frame, hash: hash)
    header.traded = frame.traded
    return header
  }
  package var record: StitchedRecord? { walk?.record }

  public static let fields = Fields<ValidationSummary> {
    ResultHeader.fields.of { $0.header }
    Field("validation", .words, "name of its folder") { $0.folder.name }
    Field("days", .count, "UTC days of the window") { $0.validation.timeline.days }
    Field("seconds", .number) { $0.seconds }
    Field("sets", .count, "parameter sets") { $0.candidates.count }
    Field("sets_failed", .count, "that cannot be run and are never chosen") { $0.validation.failures.count }
    Field("rank", .words, "figure that sets are chosen by") { $0.plan.figure.rawValue }
    Field("rank_convention", .words) { $0.plan.figure.key.convention }
    Field("select", .words, "best, or plateau") { $0.plan.rule.rawValue }
    Field("seed", .seed) { $0.plan.seed }
    Field("replicates", .count, "draws of each null strategy") { $0.plan.replicates }
    Field("assumed_costs", .words, "whose fees, where the file says no rates") { $0.strategy.feeWords }
    Footing.fields.of { $0.footing }
    Field("purge", object: purgeFields, "what is taken out of train sets, in bars") { $0.validation }
    Field("whole_window", object: wholeFields, "the set that all of the data would choose") { $0 }
    outOfSampleFields
    Field("walk_forward_lengths", object: lengthFields) { $0.walk?.lengths }
    Field("walk_forward", listOf: windowFields, "a window each") { summary in
      summary.validation.walkForward.map { walk in walk.windows.map { (summary, $0) } }
    }
    Field(
      "k_fold", object: crossFields, "purged",
      answer: { summary in summary.validation.kFold.map { (summary, "k-fold", $0) } })
    Field(
      "combinatorial", object: crossFields, "purged",
      answer: { summary in summary.validation.combinatorial.map { (summary, "combinatorial", $0) } })
    Field("paths", listOf: pathFields, "of combinatorial cross-validation") { $0.validation.combinatorial.map(\.paths) }
    Field("purged_rows", object: purgedFields, answer: { $0.validation.combinatorial.map(\.removed) })
    Field("nulls", listOf: nullFields, "null strategies at the same costs") { $0.validation.nulls.map(\.all) }
    Field("left_in_entry_bar", .count, "positions that no close saw, and that null strategies have none of") {
      $0.leftInEntryBar
    }.whereKnown()
    Field("nulls_missing", json: .object, "by name, why") { summary in
      .texts((summary.validation.nulls.answer?.missing ?? [:]).map { ($0.rawValue, $1.why) })
    }
    Field(
      "against", object: BenchmarkComparison.fields, "the record out of sample against the benchmark; null without one",
      answer: { $0.validation.against })
    Field("checks", listOf: ValidationCheck.fields, "the checks, in order") { $0.checks.checks }
    Field("checks_reached", json: .array, "names of those passed without a failure below") { summary in
      .strings(summary.checks.reached.map(\.name.rawValue))
    }
    Field("alarm", .words, "that it is beyond what any market has given, and what to do; where it is") { $0.alarm }
      .whereKnown()
    Field("verdict", .words, "the highest of them, or none") { $0.checks.reached.last?.name.rawValue ?? "none" }
    Field("verdict_text", .words) { $0.checks.verdict }
  }

  private static let daily = "UTC-daily, x sqrt(365), stitched test windows"

  private static let outOfSampleFields = Fields<ValidationSummary> {
    Field("oos_sharpe_annual", "Out of sample", .ratio, in: .tiles, daily) { $0.record?.sums.statedSharpe }
    Field(
      "oos_sharpe_lower", "Lower bound", .ratio, in: .tiles, "of the out-of-sample Sharpe ratio, 95%, one-sided"
    ) {
      $0.record.flatMap($0.lower)
    }
    Field(
      "train_sharpe_annual", "In-sample Sharpe", .ratio, in: .tiles,
      "Sharpe of the chosen sets in their train windows"
    ) { $0.walk.flatMap($0.trained) }
    Field("oos_total_return", .signedPercent) { $0.record?.sums.totalReturn }
    Field("oos_gross_return", .signedPercent, "before costs") { $0.record?.grossReturn }
    Field("oos_days", .count) { $0.record?.returns.count }
    Field(
      "efficiency", "Efficiency", .ratio, in: .tiles, "mean daily return, test over train",
      said: { summary in
        summary.walk?.efficiency.why.map { "cannot say: \($0)" } ?? "mean daily return, test over train"
      }
    ) { $0.walk?.efficiency.answer }
    Field("mean_rank", .number, "share of the other sets that did worse in the windows that followed") {
      $0.walk?.meanRank
    }
    Field("fixed_sets_beaten", .number, "share of sets kept throughout that choosing anew beat") {
      $0.walk?.fixedSetsBeaten
    }
    Field("changes", .count, "borders at which the set changed") { $0.walk?.changes }
    Field(
      "losing_path_share", "Losing paths", .percent(0), in: .tile, "of combinatorial cross-validation"
    ) { $0.validation.combinatorial.answer?.losingShare }
    Field(
      "deflated_sharpe", "Deflated Sharpe", .ratio(3), in: .tile,
      "best on all data; probability that its true Sharpe ratio is above the expected maximum under the null"
    ) { $0.validation.whole.deflatedSharpe }
  }

  private static let purgeFields = Fields<Validation> {
    Field("horizon_bars", .count, "how far outcomes reach") { $0.purge.horizon }
    Field("look_back_bars", .count, "how far signals look back") { $0.purge.lookBack }
    Field("embargo_bars", .count) { $0.purge.embargo }
    Field("holding_median_bars", .count) { $0.holding?.medianBars }
    Field("holding_95_bars", .count) { $0.holding?.longBars }
  }

  private static let wholeFields = Fields<ValidationSummary> {
    Field("set", .count) { $0.validation.whole.chosen }
    Field("parameters", json: .object) { $0.parameters($0.validation.whole.chosen) }
    Field("score", .number) { $0.validation.whole.score }
    Field("sharpe_annual", .ratio) { $0.validation.whole.sums.sharpeAnnual }
    Field("total_return", .signedPercent) { summary in
      summary.validation.whole.chosen.map { _ in summary.validation.whole.sums.totalReturn }
    }
    Field("effective_trials", .number) { $0.validation.whole.effectiveTrials }
    Field("sampled_sets", .count) { $0.validation.whole.sampled }
    Field("expected_best_sharpe_annual", .ratio) { $0.validation.whole.expectedBestSharpe }
    Field("deflated_sharpe", .ratio) { $0.validation.whole.deflatedSharpe }
  }

  private static let lengthFields = Fields<WalkForwardLengths> {
    Field("train_days", .count) { $0.train }
    Field("test_days", .count) { $0.test }
    Field("step_days", .count) { $0.step }
    Field("anchored", .flag) { $0.isAnchored }
  }

  private typealias Window = (summary: ValidationSummary, window: WalkForward.Window)

  private static let windowFields = Fields<Window> {
    Field("test_from", "test from", .words, in: .table) { $0.summary.day($0.window.test.lowerBound) }
    Field("test_to", "to", .words, in: .table, unit: "exclusive") { $0.summary.day($0.window.test.upperBound) }
    Field("chosen", .words, in: .table) { $0.summary.words(of: $0.window.chosen) }
    Field("set", .count, "number of the chosen set") { $0.window.chosen }
    Field("parameters", json: .object) { $0.summary.parameters($0.window.chosen) }
    Field("train_score", .number) { $0.window.trainScore }
    Field("train_sharpe_annual", "train Sharpe", .ratio, in: .shown) { $0.window.trainSums.statedSharpe }
    Field("oos_sharpe_annual", "test Sharpe", .ratio, in: .shown) { $0.window.testSums.statedSharpe }
    Field("sharpe_why", .words, "why there is none") { why($0.window.testSums) }
    Field("median_sharpe_annual", "all sets' median", .ratio, in: .shown) {
      $0.summary.stated($0.window.medianSharpe, of: $0.window)
    }
    Field("neighbour_sharpe_annual", .ratio) { $0.summary.stated($0.window.neighbourSharpe, of: $0.window) }
    Field("rank", .percent(0), in: .shown, "share of the other sets that did worse") { $0.window.rank }
    Field("oos_return", "test return", .signedPercent, in: .shown) { $0.window.testSums.totalReturn }
    Field("oos_days", .count) { $0.window.testReturns.count }
    Field("trades", .count, in: .shown) { $0.window.entries }
    rows("test") { $0.window.test }
    rows("train") { $0.window.train }
  }

  /// From the open of the first row to the close of the last.
  private static func rows(
    _ name: String, _ rows: @escaping @Sendable (Window) -> Range<Int>?
  ) -> Fields<Window> {
    Fields {
      Field("\(name)_from", .words) { row in rows(row).map { row.summary.frame.grid.open($0.lowerBound).description } }
      Field("\(name)_to", .words) { row in rows(row).map { row.summary.frame.grid.open($0.upperBound).description } }
      Field("\(name)_rows", .count) { rows($0)?.count }
    }
  }

  private typealias Cross = (summary: ValidationSummary, scheme: String, cross: CrossValidation)

  private static let crossFields = Fields<Cross>(in: .table) {
    Field("scheme", "", .words) { $0.scheme }
    Field("groups", .count, in: .json) { $0.cross.splits.groups.count }
    Field("held_groups", "held out", .count, in: .shown) { $0.cross.splits.held }
    Field("split_count", "splits", .count) { $0.cross.outcomes.count }
    Field("paths", .count, in: .shown) { $0.cross.paths.count }
    Field("path_sharpes_annual", json: .array) { .numbers($0.cross.pathSharpes) }
    Field("lowest_sharpe_annual", "path Sharpe: lowest", .ratio) { $0.cross.pathSharpes.min() }
    Field("median_path_sharpe_annual", "median", .ratio, in: .shown) { $0.cross.medianPathSharpe }
    Field("highest_sharpe_annual", "highest", .ratio) { $0.cross.pathSharpes.max() }
    Field("losing_path_share", "paths losing", .percent(0), in: .shown) { $0.cross.losingShare }
    Field("below_median_share", "below median", .percent(0), in: .shown) { $0.cross.belowMedianShare }
    Field("purged_outcome", "rows purged", .count, unit: "outcome") { $0.cross.removed.outcome }
    Field("purged_look_back", "", .count, unit: "look-back") { $0.cross.removed.lookBack }
    Field("purged_embargo", "", .count, unit: "embargo") { $0.cross.removed.embargo }
    Field("train_rows_mean", "rows kept", .count, unit: "a split") { row in
      row.cross.outcomes.reduce(0) { $0 + $1.fold.trainRows } / max(1, row.cross.outcomes.count)
    }
    Field("purged_rows", object: purgedFields) { $0.cross.removed }
    Field("splits", listOf: splitFields) { row in row.cross.outcomes.map { (row.summary, $0) } }
  }

  private static let splitFields = Fields<(summary: ValidationSummary, split: CrossValidation.Split)> {
    Field("groups", json: .array, "held out") { .array($0.split.groups.map { .integer($0 + 1) }) }
    Field("set", .count) { $0.split.chosen }
    Field("parameters", json: .object) { $0.summary.parameters($0.split.chosen) }
    Field("train_rows", .count) { $0.split.fold.trainRows }
    Field("test_rows", .count) { $0.split.fold.testRows }
    Field("purged_rows", object: purgedFields) { $0.split.fold.removed }
    Field("train_score", .number) { $0.split.trainScore }
    Field("train_sharpe_annual", .ratio) { $0.split.trainSums.statedSharpe }
    Field("oos_sharpe_annual", .ratio) { $0.split.testSums.statedSharpe }
    Field("sharpe_why", .words) { why($0.split.testSums) }
    Field("rank", .number) { $0.split.rank }
  }

  private static let purgedFields = Fields<PurgedRows> {
    Field("outcome", .count) { $0.outcome }
    Field("look_back", .count) { $0.lookBack }
    Field("embargo", .count) { $0.embargo }
    Field("total", .count) { $0.total }
  }

  private static let pathFields = Fields<CrossValidation.Path> {
    Field("sets", json: .array) { .array($0.sets.map { $0.map { .integer($0) } ?? .null }) }
    Field("sharpe_annual", .ratio) { $0.sums.sharpeAnnual }
    Field("total_return", .signedPercent) { $0.sums.totalReturn }
  }

  private static let nullFields = Fields<NullStrategy>(in: .shown) {
    Field("title", "null", .words, in: .table) { $0.name }
    Field("name", .words, in: .json) { $0.kind.rawValue }
    Field("delay", .words, in: .json) { $0.delay }
    Field("what", "", .words) { $0.kind.meaning }
    Field("replicates", "draws", .count) { $0.sharpes.count }
    Field("sharpe_annual", "Sharpe", .ratio, "of draws: their median") { $0.sharpeAnnual }
    Field("sharpe_annual_5", "5%", .ratio) { $0.range?.lowerBound }
    Field("sharpe_annual_95", "95%", .ratio) { $0.range?.upperBound }
    Field("p", .p, "share of draws that do at least as well") { $0.p }
    Field("beta", .number, in: .json) { $0.beta }
    Field("alpha_annual", .signedPercent, in: .json) { $0.alphaAnnual }
  }

  func parameters(_ set: Int?) -> JSONValue { set.map { .parameters(candidates.parameters($0)) } ?? .null }

  private static func why(_ sums: DailySums) -> String? {
    LeastLength.why(.sharpeAnnual, days: sums.days).map { "a Sharpe ratio \($0)" }
  }

  // MARK: Tables of them

  package func walkTable(_ walk: WalkForward) -> Table {
    let choice =
      walk.lengths.map { lengths in
        "\(lengths.isAnchored ? "anchored" : "rolling") train \(lengths.train)d, test \(lengths.test)d, step \(lengths.step)d; \(plan.rule == .best ? "best" : "plateau") \(plan.figure.rawValue)"
      } ?? "one parameter set, so all of the data is out of sample"
    let shortest = walk.windows.map(\.testSums.days).min() ?? LeastLength.days
    let short = LeastLength.why(.sharpeAnnual, days: shortest).map {
      "\(Figure.missingText) of a window: a Sharpe ratio \($0). Ranks, returns and the stitched figures count all days."
    }
    var table = Self.windowFields.table(
      walk.windows.map { (self, $0) }, title: "Walk-forward: \(choice)",
      notes: [
        "Rank: share of the other sets that did worse in the test window. Lower bound: 95%, one-sided, of the stitched Sharpe."
      ] + [short].compactMap(\.self))
    table.total = [
      .text("stitched"), .blank, .text("lower bound \(ratio(lower(walk.record)).text)"), ratio(trained(walk)),
      ratio(walk.record.sums.statedSharpe), .blank, walk.meanRank.map { .percent($0, decimals: 0) } ?? .missing,
      .signedPercent(walk.record.sums.totalReturn), .count(walk.windows.reduce(0) { $0 + $1.entries }),
    ]
    return table
  }

  package var crossTable: Table {
    let crosses: [Cross?] = [
      validation.kFold.answer.map { (self, "k-fold", $0) },
      validation.combinatorial.answer.map { (self, "combinatorial", $0) },
    ]
    return Self.crossFields.table(
      crosses.compactMap(\.self), title: "Purged cross-validation: \(plan.groups) groups of consecutive days",
      notes: [
        "Rows purged: train rows taken out over all splits, by cause. Below median: splits whose chosen set did no better than half of the others on the groups held out; 50% by blind choice."
      ])
  }

  package func nullTable(_ nulls: NullStrategies) -> Table {
    let matched =
      nulls.of(.betaMatched).map { matched in
        " Beta \(ratio(matched.beta).text), alpha \(matched.alphaAnnual.map { Figure.signedPercent($0).text } ?? "n/a") a year (Newey-West)."
      } ?? ""
    return Self.nullFields.table(
      nulls.all,
      title:
        "Null strategies, on the same days at the same costs (out of sample, Sharpe \(Figure.ratio(nulls.observed).text))",
      notes: [
        "p: the share of draws that do at least as well, the strategy counted with them (seed \(plan.seed)). Sharpe of draws: their median."
          + matched
      ] + [leftNote].compactMap(\.self))
  }

  /// Nil of none.
  var leftInEntryBar: Int? { record.map(\.leftInEntryBar).flatMap { $0 > 0 ? $0 : nil } }

  private var leftNote: String? {
    leftInEntryBar.map {
      "\(Double.counted($0, "position")) of those opened out of sample \($0 == 1 ? "was" : "were") left in the bar of the entry: null strategies have none like \($0 == 1 ? "it" : "them"), pay none of their costs, and holdings do not count them."
    }
  }
}

extension ValidationCheck {
  static let fields = Fields<ValidationCheck> {
    Field("name", .words) { $0.name.rawValue }
    Field("check", "", .words, in: .table) { $0.name.words }
    Field("rule", .words, in: [.json, .detail], "what it takes to pass") { $0.rule }
    Field("finding", .words) { $0.finding.word }
    Field("why", .words, "why nothing can be said") { check in
      if case .cannotSay(let why) = check.finding { why } else { nil }
    }
    Field("figures", json: .object) { check in .members(check.measures.map { ($0.key, .real($0.value)) }) }
    Field("figures_why", json: .object, "of figures that are not said") { check in
      .texts(check.measures.compactMap { measure in measure.why.map { (measure.key, $0) } })
    }
  }
}
