import Numerics
import Replay
import Research
import Statistics

extension ValidationSummary {
  /// The tables for a terminal, the verdict's first.
  public var tables: [Table] {
    [ladderTable] + (walk.map { [walkTable($0)] } ?? []) + (crossTable.rows.isEmpty ? [] : [crossTable])
      + (validation.nulls.answer.map { [nullTable($0)] } ?? [])
  }

  var title: String {
    "\(strategy.name) on \(frame.market), \(frame.grid.interval) bars, \(window.from.dateText) to \(window.to.dateText) UTC, \(Double.grouped(candidates.count)) parameter set\(candidates.count == 1 ? "" : "s")"
  }

  var ladderTable: Table {
    let reached = Set(checks.reached.map(\.name))
    return Table(
      title: title,
      columns: [
        .init("check", key: "rung"), .init("", key: "name", .words), .init("finding", key: "finding", .words),
        .init("figures", key: "figures", .words),
      ],
      rows: checks.checks.enumerated().map { index, check in
        [
          .count(index + 1), .text(check.name.words),
          .text(
            check.finding.text + (check.finding == .passed && !reached.contains(check.name) ? ", not reached" : "")),
          .text(check.figuresText),
        ]
      })
  }

  func walkTable(_ walk: WalkForward) -> Table {
    let record = walk.record
    let choice =
      walk.lengths.map { lengths in
        "\(lengths.isAnchored ? "anchored" : "rolling") train \(lengths.train)d, test \(lengths.test)d, step \(lengths.step)d; \(plan.rule == .best ? "best" : "plateau") \(plan.figure.rawValue)"
      } ?? "one parameter set, so all of the data is out of sample"
    return Table(
      title: "Walk-forward: \(choice)",
      columns: [
        .init("test from", key: "test_from", .words), .init("to", key: "test_to", .words),
        .init("chosen", key: "parameters", .words), .init("train Sharpe", key: "train_sharpe_annual"),
        .init("test Sharpe", key: "oos_sharpe_annual"), .init("all sets' median", key: "median_sharpe_annual"),
        .init("rank", key: "rank"), .init("test return", key: "oos_return"), .init("trades", key: "trades"),
      ],
      rows: walk.windows.map { window in
        [
          .text(day(window.test.lowerBound)), .text(day(window.test.upperBound - 1)), .text(words(of: window.chosen)),
          ratio(window.trainSums.statedSharpe), ratio(window.testSums.statedSharpe),
          ratio(stated(window.medianSharpe, of: window)),
          window.rank.map { .percent($0, decimals: 0) } ?? .missing, .signedPercent(window.testSums.totalReturn),
          .count(window.entries),
        ]
      },
      total: [
        .text("stitched"), .blank, .text("lower bound \(lowerText(record))"), ratio(trained(walk)),
        ratio(record.sums.statedSharpe), .blank, walk.meanRank.map { .percent($0, decimals: 0) } ?? .missing,
        .signedPercent(record.sums.totalReturn), .count(walk.windows.reduce(0) { $0 + $1.entries }),
      ],
      notes: [
        "Rank: share of the other sets that did worse in the test window. Lower bound: 95 %, one-sided, of the stitched Sharpe."
      ] + shortNotes(walk))
  }

  /// A figure of a window's test days, where they are enough for one that speaks of a year.
  func stated(_ sharpe: Double?, of window: WalkForward.Window) -> Double? {
    LeastLength.why(.sharpeAnnual, days: window.testSums.days) == nil ? sharpe : nil
  }

  private func shortNotes(_ walk: WalkForward) -> [String] {
    let shortest = walk.windows.map(\.testSums.days).min() ?? LeastLength.days
    return LeastLength.why(.sharpeAnnual, days: shortest).map {
      [
        "\(Figure.missingText) of a window: a Sharpe ratio \($0). Ranks, returns and the stitched figures count all days."
      ]
    } ?? []
  }

  func lowerText(_ record: StitchedRecord) -> String { ratio(lower(record)).text }

  func lower(_ record: StitchedRecord) -> Double? {
    record.sums.statedSharpe == nil ? nil : record.sums.estimate.map { $0.lowerBound() * Annual.root }
  }

  /// Of the chosen sets over all days they were trained on.
  func trained(_ walk: WalkForward) -> Double? {
    walk.windows.reduce(DailySums()) { $0 + $1.trainSums }.statedSharpe
  }

  /// Of one path of cross-validation.
  func kFoldSharpe(_ cross: CrossValidation) -> Double? { cross.paths.first?.sums.sharpeAnnual }

  func ratio(_ value: Double?) -> Figure { value.map { .ratio($0) } ?? .missing }

  var crossTable: Table {
    let schemes = [
      ("k-fold", validation.kFold.answer), ("combinatorial", validation.combinatorial.answer),
    ]
    return Table(
      title: "Purged cross-validation: \(plan.groups) groups of consecutive days",
      columns: [
        .init("", key: "scheme", .words), .init("held out", key: "held_groups"), .init("splits", key: "splits"),
        .init("paths", key: "paths"), .init("path Sharpe: lowest", key: "lowest_sharpe_annual"),
        .init("median", key: "median_sharpe_annual"), .init("highest", key: "highest_sharpe_annual"),
        .init("paths losing", key: "losing_path_share"), .init("below median", key: "below_median_share"),
        .init("rows purged", unit: "outcome", key: "purged_outcome"),
        .init("", unit: "look-back", key: "purged_look_back"), .init("", unit: "embargo", key: "purged_embargo"),
        .init("rows kept", unit: "a split", key: "train_rows_mean"),
      ],
      rows: schemes.compactMap { name, cross in
        guard let cross else { return nil }
        let sharpes = cross.pathSharpes.sorted()
        let splits = max(1, cross.outcomes.count)
        return [
          .text(name), .count(cross.splits.held), .count(cross.outcomes.count), .count(cross.paths.count),
          ratio(sharpes.first), ratio(cross.medianPathSharpe), ratio(sharpes.last),
          .percent(cross.losingShare, decimals: 0),
          cross.belowMedianShare.map { .percent($0, decimals: 0) } ?? .missing,
          .count(cross.removed.outcome), .count(cross.removed.lookBack), .count(cross.removed.embargo),
          .count(cross.outcomes.reduce(0) { $0 + $1.fold.trainRows } / splits),
        ]
      },
      notes: [
        "Rows purged: train rows taken out over all splits, by cause. Below median: splits whose chosen set did no better than half of the others on the groups held out; 50% by blind choice."
      ])
  }

  func nullTable(_ nulls: NullStrategies) -> Table {
    Table(
      title:
        "Null strategies, on the same days at the same costs (out of sample, Sharpe \(Figure.ratio(nulls.observed).text))",
      columns: [
        .init("null", key: "name", .words), .init("", key: "what", .words), .init("draws", key: "replicates"),
        .init("Sharpe", key: "sharpe_annual"), .init("5 %", key: "sharpe_low"), .init("95 %", key: "sharpe_high"),
        .init("p", key: "p"),
      ],
      rows: nulls.all.map { null in
        [
          .text(null.name), .text(null.kind.meaning), .count(null.sharpes.count), .ratio(null.sharpeAnnual),
          ratio(null.range?.lowerBound), ratio(null.range?.upperBound), null.p.map { .pValue($0) } ?? .missing,
        ]
      },
      notes: [
        "p: the share of draws that do at least as well, the strategy counted with them (seed \(plan.seed)). Sharpe of draws: their median."
          + (nulls.of(.betaMatched).map { matched in
            " Beta \(ratio(matched.beta).text), alpha \(matched.alphaAnnual.map { Figure.signedPercent($0).text } ?? "n/a") a year (Newey-West)."
          } ?? "")
      ])
  }
}

extension NullStrategy {
  /// `stale 1h`.
  public var name: String { [kind.title, delay].compactMap(\.self).joined(separator: " ") }
}

extension ValidationCheck.Finding {
  var text: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .cannotSay: "cannot say"
    }
  }
}

extension ValidationCheck.Measure {
  var figure: Figure {
    switch form {
    case .ratio: .ratio(value)
    case .percent: .signedPercent(value)
    case .share: .percent(value, decimals: 0)
    case .count: .count(Int(value))
    case .probability: .pValue(value)
    }
  }
}

extension ValidationCheck {
  /// `oos trades 45, oos entry days 33`, or why there is nothing.
  var figuresText: String {
    if case .cannotSay(let why) = finding { return why }
    return measures.map { measure in
      "\(measure.key.replacing("_", with: " ")) \(measure.figure.text)" + (measure.why.map { " (\($0))" } ?? "")
    }.joined(separator: ", ")
  }
}
