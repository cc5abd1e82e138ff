import Market
import Numerics
import Signals

/// One variable of a formula: a number or condition of the signal language, or a category of its values.
public struct FormulaFactor: Sendable {
  /// As written, which is what the column is called.
  public let name: String
  public let expression: Expression
  /// `C(...)`: each value is a level of its own.
  public let isCategory: Bool
  /// Where it begins, for messages.
  public let place: Problem.Place
}

extension FormulaFactor: Hashable {
  public static func == (a: FormulaFactor, b: FormulaFactor) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A product of variables; the one of none is the intercept.
public struct FormulaTerm: Sendable {
  /// Each once, as written.
  public let factors: [FormulaFactor]

  init(_ factors: [FormulaFactor]) {
    self.factors = factors.uniqued
  }

  /// How many variables meet in it.
  public var degree: Int { factors.count }

  public var name: String { factors.map(\.name).joined(separator: ":") }

  /// The product of two; a variable times itself is itself, as an indicator is.
  func times(_ other: FormulaTerm) -> FormulaTerm { FormulaTerm(factors + other.factors) }
}

extension FormulaTerm: Hashable {
  /// `a:b` and `b:a` are one term.
  public static func == (a: FormulaTerm, b: FormulaTerm) -> Bool { Set(a.factors) == Set(b.factors) }
  public func hash(into hasher: inout Hasher) { hasher.combine(Set(factors)) }
}

/// A sum of terms on its way through the algebra of formulas.
struct TermSum {
  /// Each once, as written, without the intercept.
  var terms: [FormulaTerm]
  /// Whether `1` or `0` was written; nil where neither was.
  var intercept: Bool?

  init(_ terms: [FormulaTerm] = [], intercept: Bool? = nil) {
    self.terms = terms
    self.intercept = intercept
  }

  mutating func add(_ other: TermSum) {
    terms += other.terms.filter { !terms.contains($0) }
    intercept = other.intercept ?? intercept
  }

  /// `- 1` takes the intercept away and `- 0` gives it back.
  mutating func remove(_ other: TermSum) {
    terms.removeAll { other.terms.contains($0) }
    intercept = other.intercept.map { !$0 } ?? intercept
  }

  /// Each term of the one times each of the other: `(a + b):c` is `a:c + b:c`, and `(1 + a):b` is `b + a:b`.
  func times(_ other: TermSum) -> TermSum {
    var product = TermSum()
    for left in withIntercept {
      for right in other.withIntercept { product.add(TermSum([left.times(right)])) }
    }
    return product
  }

  private var withIntercept: [FormulaTerm] { (intercept == true ? [FormulaTerm([])] : []) + terms }
}
