import Market

/// The set chosen on each fold, and the scores it was chosen from.
struct Choices: Sendable {
  let table: ScoreTable
  let folds: [Fold]
  /// By fold; nil when no set had a score on its train rows.
  let chosen: [Int?]

  init(_ replays: TrialReplays, folds: [Fold], figure: SelectionFigure, rule: SelectionRule, progress: (Int) -> Void) {
    table = ScoreTable(replays, folds: folds, figure: figure, progress: progress)
    self.folds = folds
    let (table, candidates) = (self.table, replays.candidates)
    chosen = folds.indices.map { fold in
      // Nobody chooses from one.
      candidates.count == 1
        ? (table.failures.isEmpty ? 0 : nil) : rule.choice(table.trainScores(fold), neighbours: candidates.neighbours)
    }
  }

  /// The chosen set's figure on the train rows.
  func score(_ fold: Int) -> Double? {
    guard let chosen = chosen[fold] else { return nil }
    let score = table.trainScores(fold)[chosen]
    return score.isNaN ? nil : score
  }

  /// What the chosen set earned on the train rows.
  func trainSums(_ fold: Int, _ replays: TrialReplays) throws(Problem) -> DailySums {
    guard let chosen = chosen[fold] else { return DailySums() }
    return try replays.returns(of: chosen, on: folds[fold].train.map(replays.stretch))
      .reduce(DailySums()) { $0 + DailySums($1) }
  }
}
