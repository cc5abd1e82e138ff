import Statistics

/// How one parameter set is chosen from the scores of all.
public enum SelectionRule: String, CaseIterable, Sendable, Hashable {
  /// The highest score.
  case best
  /// The highest median over a set and its neighbours, one step up or down on one parameter: a broad hill is preferred to
  /// a lone peak. Where sets have no neighbours, as random draws have none, it is the same as `best`.
  case plateau

  /// The set that is chosen; nil when none has a score. Of equals the first.
  ///
  /// - Parameters:
  ///   - scores: one a set; NaN where there is none.
  ///   - neighbours: of a set, in numbers of sets.
  public func choice(_ scores: [Double], neighbours: (Int) -> [Int]) -> Int? {
    var chosen: Int?
    var highest = -Double.infinity
    for (point, score) in scores.enumerated() where !score.isNaN {
      let worth =
        switch self {
        case .best: score
        case .plateau: Quantiles([score] + neighbours(point).map { scores[$0] }).median
        }
      if worth > highest { (chosen, highest) = (point, worth) }
    }
    return chosen
  }
}
