import Research
import Statistics

extension BiasOfT {
  static let fields = Fields<BiasOfT> {
    Field("autocorrelation", .number, "what the signal keeps of itself a bar; 1 for all") { $0.autocorrelation }
    Field("error_correlation", .number, "of its shocks with the returns of the same bars") { $0.correlation }
    Field("error_bars", .count, "bars over which shocks are taken") { $0.bars }
    Field("t", .number, "what t is on average where nothing is predicted; verdicts are of t less that") { $0.t }
  }

  /// In a row of many, beside a t as it is and a p of t less this.
  static let columns = Fields<BiasOfT>(in: .documents) {
    Field("bias_t", .signedRatio, "what t is on average where nothing is predicted; p is of t less that") { $0.t }
      .whereKnown()
    Field("bias_autocorrelation", .number, "what such a signal keeps of itself a bar") { $0.autocorrelation }
      .whereKnown()
    Field("bias_error_correlation", .number, "of its shocks with the returns of the same bars") { $0.correlation }
      .whereKnown()
  }

  /// What is to be said below a table of many tests, some of which are of such signals; nil where none is.
  static func caution(_ tests: [(name: String, bias: BiasOfT?)]) -> String? {
    let biased = tests.compactMap { test in test.bias.map { (test.name, $0) } }
    guard let worst = biased.max(by: { abs($0.1.t) < abs($1.1.t) }) else { return nil }
    let count = biased.count == tests.count ? "all" : Double.grouped(biased.count)
    return
      "Stambaugh (1999): \(count) of \(Double.counted(tests.count, "test")) \(biased.count == 1 ? "is" : "are") of signals that keep much of themselves and move with the returns of their bars, which alone is worth up to t = \(worst.1.t.fixed(2, sign: .always)) where nothing is predicted (\(worst.0): \(worst.1.autocorrelation.fixed(4)) kept a bar, correlation \(worst.1.correlation.fixed(2))). Their p are of t less that."
  }
}
