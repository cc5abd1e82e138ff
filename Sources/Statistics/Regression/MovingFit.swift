/// A regression through time: one for every row, on the rows up to it.
public struct MovingFit: Sendable {
  /// Why a row has no estimate.
  public enum Refusal: String, Hashable, Sendable, CaseIterable {
    /// The window is not full yet.
    case warmUp = "warm_up"
    /// Too many rows of the window lack a value.
    case tooFewRows = "too_few_rows"
    /// The regressors of the window depend on one another, or one of them never changes in it.
    case singular
  }

  /// `intercept` first when there is one.
  public let terms: [String]
  /// By term, a value a row: of the regression on the window that ends with the row, both included. NaN where refused.
  public let coefficients: [[Double]]
  /// Classical standard errors, RSS/(n - k), by term as the coefficients.
  public let standardErrors: [[Double]]
  /// About the mean with an intercept, about zero without.
  public let r2: [Double]
  /// Mean of what is explained over the rows of the window that count; zero without an intercept, NaN where refused.
  public let outcomeMeans: [Double]
  /// Rows of each window on which everything is known.
  public let observations: [Int]
  /// Rows without an estimate, by reason.
  public let refusals: [Refusal: Int]
  /// Windows that were solved by QR of their rows because their cross products had lost too many digits.
  public let solvedByRows: Int

  public var count: Int { r2.count }

  /// Rows that have an estimate.
  public var estimated: Int { count - refusals.values.reduce(0, +) }
}

/// Ordinary least squares over all rows up to each.
public enum ExpandingOLS {
  /// Regresses `y` on the columns of `x` for every row from the `first`-th on, on the rows up to it.
  ///
  /// Moments grow a row at a time and each regression is solved from them as `RollingOLS` does, so that an estimate is the
  /// same to about 1e-9 as one made from scratch.
  ///
  /// - Parameters:
  ///   - first: rows, those with missing values included, before the first estimate.
  ///   - least: rows that must be known, by default half of `first` and always more than there are coefficients.
  /// - Throws: as `RollingOLS.fit`.
  /// - Complexity: O(rows × columns³).
  public static func fit(
    _ y: NamedColumn, x: [NamedColumn], intercept: Bool = true, first: Int, least: Int? = nil
  ) throws -> MovingFit {
    let sample = try MovingSample(y, x: x, intercept: intercept)
    guard first >= 2, first <= sample.count else {
      throw StatisticsError.outOfRange(
        quantity: "first window", value: Double(first), allowed: "from 2 rows to the \(sample.count) of the sample")
    }
    let needed = max(sample.terms.count + 1, least ?? (first + 1) / 2)
    let moments = sample.moments
    var stretch = MovingSegment(rows: sample.count, terms: sample.terms.count)
    let solver = RollingSolver(moments: moments, hasIntercept: sample.hasIntercept)
    defer { solver.deallocate() }
    var run = [Double](repeating: 0, count: moments.stride)
    var scratch = [Double](repeating: 0, count: moments.variables)
    var rows = 0
    sample.elements.withUnsafeBufferPointer { elements in
      run.withUnsafeMutableBufferPointer { run in
        scratch.withUnsafeMutableBufferPointer { scratch in
          guard let run = run.baseAddress, let scratch = scratch.baseAddress, let elements = elements.baseAddress
          else { return }
          for end in 0..<sample.count {
            if sample.known[end] {
              rows += 1
              moments.append(elements + end * sample.variables, count: rows, to: run, scratch: scratch)
            }
            if end + 1 < first {
              stretch.refuse(.warmUp, rows: rows)
            } else {
              stretch.add(run, rows: rows, least: needed, window: 0..<end + 1, sample, solver)
            }
          }
        }
      }
    }
    return MovingFit([stretch], terms: sample.terms)
  }
}

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
