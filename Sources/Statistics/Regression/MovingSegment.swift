/// The estimates of some neighbouring rows, on their way into a `MovingFit`.
struct MovingSegment: Sendable {
  let terms: Int
  /// Coefficients, then errors, then R² of one row after another; NaN where there is no estimate.
  private(set) var values: [Double]
  private(set) var outcomeMeans: [Double]
  private(set) var observations: [Int]
  private(set) var refusals: [MovingFit.Refusal: Int] = [:]
  private(set) var solvedByRows = 0
  private var filled = 0

  /// Doubles a row takes in `values`.
  var width: Int { 2 * terms + 1 }
  var count: Int { observations.count }

  init(rows: Int, terms: Int) {
    self.terms = terms
    values = [Double](repeating: .nan, count: rows * (2 * terms + 1))
    outcomeMeans = [Double](repeating: .nan, count: rows)
    observations = [Int](repeating: 0, count: rows)
  }

  /// The next row has no estimate.
  mutating func refuse(_ why: MovingFit.Refusal, rows: Int) {
    observations[filled] = rows
    refusals[why, default: 0] += 1
    filled += 1
  }

  /// Solves the window of the next row from its moments, or from its rows where those are not good enough.
  mutating func add(
    _ run: UnsafePointer<Double>, rows: Int, least: Int, window: Range<Int>, _ sample: MovingSample,
    _ solver: RollingSolver
  ) {
    guard rows >= least else { return refuse(.tooFewRows, rows: rows) }
    let start = filled * width
    let verdict = values.withUnsafeMutableBufferPointer { values in
      values.baseAddress.map { solver.solve(run, rows: rows, into: $0 + start) } ?? .singular
    }
    switch verdict {
    case .solved: break
    case .singular: return refuse(.singular, rows: rows)
    case .needsRows:
      guard let fit = sample.fit(window) else { return refuse(.singular, rows: rows) }
      solvedByRows += 1
      values.replaceSubrange(start..<start + width, with: fit.coefficients + fit.errors + [fit.r2])
    }
    outcomeMeans[filled] = sample.hasIntercept ? run[sample.variables - 1] : 0
    observations[filled] = rows
    filled += 1
  }
}

extension MovingFit {
  init(_ stretches: [MovingSegment], terms: [String]) {
    self.terms = terms
    let width = 2 * terms.count + 1
    let columns = concurrentMap(width) { index in
      var column: [Double] = []
      column.reserveCapacity(stretches.reduce(0) { $0 + $1.count })
      for stretch in stretches {
        for row in 0..<stretch.count { column.append(stretch.values[row * width + index]) }
      }
      return column
    }
    coefficients = Array(columns[..<terms.count])
    standardErrors = Array(columns[terms.count..<2 * terms.count])
    r2 = columns[2 * terms.count]
    outcomeMeans = stretches.flatMap(\.outcomeMeans)
    observations = stretches.flatMap(\.observations)
    solvedByRows = stretches.reduce(0) { $0 + $1.solvedByRows }
    refusals = stretches.reduce(into: [:]) { $0.merge($1.refusals) { $0 + $1 } }
  }
}
