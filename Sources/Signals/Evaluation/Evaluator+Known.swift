import Market

extension Evaluator {
  /// The bars on which everything a node reads is known.
  ///
  /// A condition is false where it is not known, which is right for a replay (nothing is bought on a guess) and wrong for a
  /// study: warm-up and gaps are not "outside the regime".
  public func known(_ node: Node) throws(Problem) -> Bitmap {
    switch node.form {
    case .number, .flag, .duration: return Bitmap(repeating: true, count: frame.grid.count)
    case .column, .negation, .arithmetic: return Bitmap(try number(of: node).map { !$0.isNaN })
    case .comparison(_, let a, let b): return try known(a) & known(b)
    case .not(let x): return try known(x)
    case .all(let parts), .any(let parts): return try known(parts)
    case .call(let function, let arguments, _):
      guard function.result == .condition else { return Bitmap(try number(of: node).map { !$0.isNaN }) }
      return try known(arguments.filter { $0.kind != .duration })
    }
  }

  private func known(_ nodes: [Node]) throws(Problem) -> Bitmap {
    var known = Bitmap(repeating: true, count: frame.grid.count)
    for node in nodes { known = known & (try self.known(node)) }
    return known
  }
}
