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
