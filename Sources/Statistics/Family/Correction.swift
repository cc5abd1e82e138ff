/// How the p-values of a family are raised, so that the best of many looks is not taken for the only one.
public enum Correction: String, CaseIterable, Hashable, Sendable {
  /// Holm (1979, Scandinavian Journal of Statistics 6): the chance of even one false finding stays below the level,
  /// however the hypotheses depend on one another.
  case holm
  /// Benjamini & Hochberg (1995, JRSS B 57): the expected share of false findings among the findings stays below the
  /// level, for hypotheses that are independent or depend positively.
  case benjaminiHochberg = "bh"
  /// Benjamini & Yekutieli (2001, Annals of Statistics 29): the same share under any dependence, for a factor of
  /// 1 + 1/2 + … + 1/m.
  case benjaminiYekutieli = "by"

  /// What to call it in a sentence.
  public var title: String {
    switch self {
    case .holm: "Holm"
    case .benjaminiHochberg: "Benjamini-Hochberg"
    case .benjaminiYekutieli: "Benjamini-Yekutieli"
    }
  }

  /// The adjusted p-values, in the order given: a hypothesis is a finding at level α when its own is at most α.
  ///
  /// A p that is not known counts as 1: what was looked at counts as a look, also when it could not be judged.
  ///
  /// - Complexity: O(m log m).
  public func adjusted(_ p: [Double]) -> [Double] {
    let known = p.map { $0.isNaN ? 1 : $0 }
    let order = known.indices.sorted { (known[$0], $0) < (known[$1], $1) }
    let count = Double(known.count)
    var adjusted = known
    switch self {
    case .holm:
      var highest = 0.0
      for (rank, index) in order.enumerated() {
        highest = max(highest, known[index] * (count - Double(rank)))
        adjusted[index] = min(1, highest)
      }
    case .benjaminiHochberg, .benjaminiYekutieli:
      let factor = self == .benjaminiYekutieli ? known.indices.reduce(0.0) { $0 + 1 / Double($1 + 1) } : 1
      var lowest = 1.0
      for (rank, index) in order.enumerated().reversed() {
        lowest = min(lowest, known[index] * factor * count / Double(rank + 1))
        adjusted[index] = lowest
      }
    }
    return adjusted
  }
}
