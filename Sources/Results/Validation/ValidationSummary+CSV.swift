import Research

extension ValidationSummary {
  /// One row a fold: the windows of the walk-forward, the splits of k-fold and of combinatorial cross-validation.
  public var csv: String {
    let columns =
      ["scheme", "fold", "test_from", "test_to", "groups", "train_rows", "test_rows"]
      + ["purged_outcome", "purged_look_back", "purged_embargo", "set"] + candidates.varied
      + ["train_score", "train_sharpe_annual", "oos_sharpe_annual", "oos_return", "rank"]
    var writer = CSVWriter(columns: columns, into: "")
    for (index, window) in (walk?.windows ?? []).enumerated() {
      writer.append(
        row(
          "walk_forward", index, test: window.test, groups: nil,
          Fold(train: [window.train].compactMap(\.self), test: [window.test]), window.chosen, window.trainScore,
          window.trainSums, window.testSums, window.rank))
    }
    for (scheme, cross) in [("k_fold", validation.kFold.answer), ("combinatorial", validation.combinatorial.answer)] {
      for (index, split) in (cross?.outcomes ?? []).enumerated() {
        writer.append(
          row(
            scheme, index, test: nil, groups: split.groups, split.fold, split.chosen, split.trainScore, split.trainSums,
            split.testSums, split.rank))
      }
    }
    return writer.output
  }

  private func row(
    _ scheme: String, _ index: Int, test: Range<Int>?, groups: [Int]?, _ fold: Fold, _ set: Int?, _ score: Double?,
    _ train: DailySums, _ out: DailySums, _ rank: Double?
  ) -> [Figure] {
    func number(_ value: Double?) -> Figure { value.map { .plain($0) } ?? .missing }
    let instants = test.map {
      [Figure.instant(frame.grid.open($0.lowerBound)), .instant(frame.grid.open($0.upperBound))]
    }
    let parameters = set.map { candidates.parameters($0) } ?? [:]
    return [.text(scheme), .count(index + 1)] + (instants ?? [.blank, .blank])
      + [groups.map { .text($0.map { "\($0 + 1)" }.joined(separator: " ")) } ?? .blank]
      + [.count(fold.trainRows), .count(fold.testRows), .count(fold.removed.outcome), .count(fold.removed.lookBack)]
      + [.count(fold.removed.embargo), set.map { .count($0) } ?? .missing]
      + candidates.varied.map { .text(parameters[$0]?.description ?? "") }
      + [number(score), number(train.statedSharpe), number(out.statedSharpe), .plain(out.totalReturn), number(rank)]
  }

  /// One row a day out of sample: return, equity from 1, and the set that was used.
  public var equityCSV: String? {
    guard let walk else { return nil }
    var writer = CSVWriter(columns: ["day", "return", "equity", "window", "set"], into: "")
    let windows = walk.windows.enumerated().flatMap { index, window in
      window.testReturns.map { _ in (number: index + 1, set: window.chosen) }
    }
    let equity = walk.record.equity
    for (index, window) in windows.enumerated() {
      writer.append([
        .text(walk.record.days[index].dateText), .plain(walk.record.returns[index]),
        .plain(equity[index]), .count(window.number), window.set.map { .count($0) } ?? .missing,
      ])
    }
    return writer.output
  }
}
