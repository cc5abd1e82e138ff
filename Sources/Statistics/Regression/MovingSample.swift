/// What a rolling or an expanding regression is made of, row by row.
struct MovingSample: Sendable {
  let terms: [String]
  let hasIntercept: Bool
  let moments: RollingMoments
  /// Rows of the regressors and, last, of what is explained, one after another.
  let elements: [Double]
  let known: [Bool]

  var count: Int { known.count }
  var variables: Int { moments.variables }

  /// - Throws: `differentLengths`, `infiniteValue`, `duplicateColumn`, `tooFewObservations` without a regressor or intercept.
  init(_ y: NamedColumn, x: [NamedColumn], intercept: Bool) throws {
    let columns = x + [y]
    let terms = (intercept ? [OLS.interceptName] : []) + x.map(\.name)
    var seen = Set<String>()
    for name in terms where !seen.insert(name).inserted { throw StatisticsError.duplicateColumn(name) }
    guard !terms.isEmpty else { throw StatisticsError.tooFewObservations(have: 0, need: 1) }
    let complete = try CompleteRows(of: columns)
    let count = y.values.count
    var known = [Bool](repeating: complete.indices == nil, count: count)
    for row in complete.indices ?? [] { known[row] = true }
    var elements = [Double](repeating: 0, count: count * columns.count)
    for (j, column) in columns.enumerated() {
      for (row, value) in column.values.enumerated() { elements[row * columns.count + j] = value }
    }
    self.terms = terms
    self.known = known
    self.elements = elements
    hasIntercept = intercept
    moments = RollingMoments(variables: columns.count, isCentred: intercept)
  }

  /// The regression of a stretch by QR of its rows; nil when it is singular.
  func fit(_ rows: Range<Int>) -> (coefficients: [Double], errors: [Double], r2: Double)? {
    let kept = rows.filter { known[$0] }
    func column(_ j: Int) -> [Double] { kept.map { elements[$0 * variables + j] } }
    let x = (0..<variables - 1).map { NamedColumn("\($0)", column($0)) }
    guard
      let fit = try? OLS.fit(
        NamedColumn("y", column(variables - 1)), x: x, intercept: hasIntercept, solver: .pivotedQR),
      let inference = try? fit.inference(.classical)
    else { return nil }
    return (fit.coefficients, inference.terms.map(\.standardError), fit.r2)
  }
}
