import Replay
import Research
import Statistics

extension SelectionBias {
  /// The figures of what the best is worth, one below the other.
  public var table: Table {
    Table(figures, title: "What the best is worth", notes: conventions)
  }

  /// What each part of the window would have chosen; nil when it cannot be said.
  public var stabilityTable: Table? {
    guard let stability = stability.answer else { return nil }
    let names = stability.axes.map(\.name)
    return Table(
      title: "Best trial of each fold",
      columns: [
        .init("days", key: "days", .words), .init("trial", key: "trial"), .init("Sharpe", key: "sharpe_annual"),
        .init("rank corr.", key: "rank_correlation"),
      ] + names.map { .init($0, key: $0) },
      rows: stability.folds.map { fold in
        [
          .text("\(fold.days.lowerBound + 1)–\(fold.days.upperBound)"), .count(fold.point),
          fold.statedSharpe.map { .ratio($0) } ?? .missing,
          fold.rankCorrelation.map { .signedRatio($0) } ?? .missing,
        ] + names.map { .text(fold.parameters[$0]?.description ?? "") }
      },
      notes: [
        "Sharpe: UTC-daily within the fold, x sqrt(365), of folds of \(LeastLength.days) days at least. Rank correlation: of the trials' Sharpe ratios in the fold and over the other folds; mean over pairs of folds \(stability.meanRankCorrelation.map { Figure.signedRatio($0).text } ?? Figure.missingText).",
        "Agreement: " + stability.axes.map { agreement($0, of: stability.folds.count) }.joined(separator: ", ") + ".",
      ])
  }

  private func agreement(_ axis: ParameterStability.Axis, of folds: Int) -> String {
    axis.folds > 1
      ? "\(axis.name) = \(axis.value) in \(axis.folds) of \(folds) folds" : "\(axis.name) another in each fold"
  }

  /// The best trials and what lies around them; nil without any.
  public var plateauTable: Table? {
    guard !plateaus.isEmpty else { return nil }
    return Table(
      title: "Neighbours of the best trials",
      columns: [
        .init("trial", key: "trial"), .init(rank.title, key: rank.rawValue),
        .init("neighbours", key: "neighbours"), .init("median", key: "plateau_median"),
        .init("worst", key: "plateau_worst"), .init("without", key: "neighbours_without"),
      ],
      rows: plateaus.map { plateau in
        [
          .count(plateau.point), rank.figure(plateau.value), .count(plateau.neighbours), rank.figure(plateau.median),
          rank.figure(plateau.worst), .count(plateau.without),
        ]
      },
      notes: ["Neighbours are one step away on one parameter; without: those that failed or have no \(rank.rawValue)."])
  }

  /// What is printed below the tables: the verdict, whether choosing helps, and the rule.
  public var closing: [String] {
    let verdict = verdict
    return [verdict.text, verdict.choice, "Rule: \(SweepVerdict.rule)."].compactMap(\.self)
  }
}
