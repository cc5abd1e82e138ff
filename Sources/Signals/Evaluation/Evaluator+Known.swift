import Market

extension Evaluator {
  /// The bars on which a node has a value: a number that is not NaN, a condition known to hold or known not to.
  ///
  /// A condition does not hold where it is not known, which is right for a replay (nothing is bought on a guess) and
  /// not enough for a study: warm-up and gaps are not "outside the regime".
  public func known(_ node: Node) throws(Problem) -> Bitmap {
    switch node.form {
    case .number, .flag, .duration, .word: return Bitmap(repeating: true, count: frame.grid.count)
    case .column, .negation, .arithmetic: return knownBits(try number(of: node))
    case .comparison(_, let a, let b): return try known(a) & known(b)
    case .not(let x): return try known(x)
    case .all(let parts): return try known(parts, isDecided: \.fails)
    case .any(let parts): return try known(parts, isDecided: \.holds)
    case .call:
      return node.kind == .number ? knownBits(try number(of: node)) : try computedTruth(of: node).known
    }
  }

  /// A list is known where all of its parts are, and where one part alone decides it.
  private func known(_ parts: [Node], isDecided: (Truth) -> Bitmap) throws(Problem) -> Bitmap {
    var known = Bitmap(repeating: true, count: frame.grid.count)
    var decided = Bitmap(repeating: false, count: frame.grid.count)
    for part in parts {
      let truth = try truth(of: part)
      known = known & truth.known
      decided = decided | isDecided(truth)
    }
    return known | decided
  }
}
