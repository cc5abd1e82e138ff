extension Node {
  /// The node as an expression that means it: what `Expression(parsing:)` reads and a book without names resolves to this
  /// very node. Parameters and named signals are filled in, so it can be kept apart from the file it was written in.
  ///
  /// `key` names the node too, but lists its conditions as `and(…)`, which is no expression.
  public var written: String {
    switch form {
    case .number, .duration, .flag, .word, .column: key
    case .negation(let x): "-\(x.written)"
    case .not(let x): "not (\(x.written))"
    case .arithmetic(let sign, let a, let b): "(\(a.written) \(sign.rawValue) \(b.written))"
    case .comparison(let sign, let a, let b): "(\(a.written) \(sign.rawValue) \(b.written))"
    case .all(let parts): "(\(parts.map(\.written).joined(separator: " and ")))"
    case .any(let parts): "(\(parts.map(\.written).joined(separator: " or ")))"
    case .call(let function, let arguments):
      "\(function.name)(\(arguments.map(\.written).joined(separator: ", ")))"
    }
  }
}
