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
  /// What its numbers count where `unit` is needed, as far as names tell.
  public func counted(as unit: Unit) -> Counted {
    switch measure {
    case .any: return .written
    case .share: return Dimension(unit).isPlain ? .asked : .plain
    case .unknown: return .unknown
    case .of(let dimension):
      if dimension.hasPowers(of: Dimension(unit)) { return .asked }
      if isOpen(dimension, beside: Dimension(unit), turned: hasWrittenFactor) { return .unknown }
      return dimension.isPlain ? .plain : .other(dimension.noun)
    }
  }

  /// Whether names leave open that two numbers may be added or compared: `volume` counts contracts on some markets, and these
  /// times a number may be money.
  func mayAgree(with other: Node) -> Bool {
    guard case .of(let mine) = measure, case .of(let theirs) = other.measure else { return false }
    // What options are of is another thing than what any bars count.
    guard !columnNames.union(other.columnNames).contains(where: { OptionColumn(name: $0) != nil }) else { return false }
    let turned = hasWrittenFactor || other.hasWrittenFactor
    return isOpen(mine, beside: theirs, turned: turned) || other.isOpen(theirs, beside: mine, turned: turned)
  }

  private func isOpen(_ dimension: Dimension, beside other: Dimension, turned: Bool) -> Bool {
    dimension.mayAgree(with: other, turned: turned) && columnNames.contains { Measure.mayCountContracts($0) }
  }

  /// What it is on a market in place of `unit`, which its names are of or may be: contracts in place of coins, or coins by
  /// another number than the traded instrument's. Nil where it is that, or may be.
  public func other(than unit: Unit, on frame: Frame) -> String? {
    switch counted(as: unit) {
    case .asked, .unknown: break
    case .plain, .written, .other: return nil
    }
    let measures = FrameMeasures(frame, of: columnNames)
    let dimensions = measures.measures(of: self).map(\.dimension)
    let isAsked = dimensions.contains { dimension in
      guard let dimension else { return true }
      return dimension.hasPowers(of: Dimension(unit))
        && (unit != .base || measures.isByName || measures.countsTradedUnits(dimension))
    }
    return isAsked ? nil : dimensions.lazy.compactMap { $0?.noun(on: measures.market) }.first
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

  /// Whether it is a quotient of something and a number written out, which is then of the same unit: the 60000 of
  /// `close / 60000`. A sum is one where all that are added are.
  public var isSharedByNumber: Bool {
    switch form {
    case .arithmetic(.over, let a, let b):
      return a.measure.isWritten || b.measure.isWritten || a.isSharedByNumber || b.isSharedByNumber
    case .arithmetic(.times, let a, let b): return a.isSharedByNumber || b.isSharedByNumber
    case .arithmetic(.plus, let a, let b), .arithmetic(.minus, let a, let b):
      return [a, b].allSatisfy { $0.measure.isWritten || $0.isSharedByNumber }
    case .negation(let x): return x.isSharedByNumber
    case .call(let function, let arguments):
      guard case .same(let index) = function.unit else { return arguments.contains { $0.isSharedByNumber } }
      return ([index] + function.alike).filter(arguments.indices.contains).map { arguments[$0] }
        .allSatisfy { $0.measure.isWritten || $0.isSharedByNumber }
    default: return false
    }
  }
}
