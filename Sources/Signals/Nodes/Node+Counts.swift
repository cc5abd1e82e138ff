import Market

/// What an expression's numbers count, for whoever needs them to count one thing.
public enum Counted: Sendable, Hashable {
  /// What was asked for.
  case asked
  /// No unit: a fraction, a score, a rank, a count.
  case plain
  /// Numbers written out, which count whatever stands beside them, and nothing does.
  case written
  /// Something else, in words: `a price`.
  case other(String)
  /// A column that nobody has described, or what is made of it.
  case unknown
}

extension Node {
  /// What its numbers count where `unit` is needed.
  public func counted(as unit: Unit) -> Counted {
    switch measure {
    case .any: return .written
    case .unknown: return .unknown
    case .of(let dimension):
      if dimension.hasPowers(of: Dimension(unit)) { return .asked }
      return dimension.isPlain ? .plain : .other(dimension.noun)
    }
  }

  /// Whether a number written out stands in it as a factor, which may bring a unit: the 10000 of `10000 * rank(x, 1d)`.
  public var hasWrittenFactor: Bool {
    switch form {
    case .number: return true
    case .negation(let x): return x.hasWrittenFactor
    case .arithmetic(.times, let a, let b), .arithmetic(.over, let a, let b), .arithmetic(.plus, let a, let b),
      .arithmetic(.minus, let a, let b):
      return a.hasWrittenFactor || b.hasWrittenFactor
    case .call(let function, let arguments):
      guard case .same(let index) = function.unit else { return false }
      return ([index] + function.alike).contains { $0 < arguments.count && arguments[$0].hasWrittenFactor }
    default: return false
    }
  }
}
