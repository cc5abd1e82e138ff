/// Solves the regression of one window from its moments.
///
/// The regressors' products are scaled to a correlation matrix C = LL' and everything follows from W = L⁻¹: coefficients
/// from W'W, standard errors from the diagonal of W'W, which are the variance inflation factors v_j. κ(C) ≤ kΣv_j, so the
/// solver knows for every window how many digits normal equations have cost it, and hands a window over to QR of its rows
/// once that may be more than about six: see `verdict`.
///
/// This is the one place where linear algebra is written out: on eight columns LAPACK's dpotrf and dtrtri take 0.63 µs and
/// the loops below 0.30, and only loops of our own can stop at a pivot that is positive and too small to mean anything.
struct RollingSolver {
  enum Verdict {
    /// Coefficients and errors are where they were asked for.
    case solved
    /// Too near to singular, too far from zero or too well explained for products: the rows themselves must be asked.
    case needsRows
    /// A column is constant beside an intercept, zero without one, or made of the others to twelve digits of its variance.
    case singular
  }

  let moments: RollingMoments
  /// Regressors without the intercept.
  let count: Int
  let hasIntercept: Bool

  /// One over the length of each regressor's deviations, L, W and W'c, in one piece of memory: a solution takes less time
  /// than checking the bounds of four arrays would.
  private let scales: UnsafeMutablePointer<Double>
  private let triangle: UnsafeMutablePointer<Double>
  private let inverse: UnsafeMutablePointer<Double>
  private let rotated: UnsafeMutablePointer<Double>

  /// Beyond it normal equations may cost more than five of sixteen digits, and ten are to be kept.
  private static let largestCondition = 1e5
  /// Mean over deviation beyond which the products themselves have lost too much.
  private static let largestOffset = 1e4
  /// The share of a column's variance that the columns before it must leave.
  private static let leastPivot = 1e-12

  /// - Note: Whoever makes one deallocates it.
  init(moments: RollingMoments, hasIntercept: Bool) {
    self.moments = moments
    self.hasIntercept = hasIntercept
    count = moments.variables - 1
    scales = .allocate(capacity: max(1, 2 * count * (count + 1)))
    triangle = scales + count
    inverse = triangle + count * count
    rotated = inverse + count * count
  }

  func deallocate() { scales.deallocate() }

  /// - Parameters:
  ///   - run: moments of the regressors and, last, of what is explained.
  ///   - rows: rows in it, more than there are coefficients.
  ///   - solution: takes the coefficients, the intercept first when there is one, their standard errors, and R².
  func solve(
    _ run: UnsafePointer<Double>, rows: Int, into solution: UnsafeMutablePointer<Double>
  ) -> Verdict {
    let n = Double(rows)
    let k = count
    for j in 0..<k {
      let squares = run[moments.place(j, j)]
      guard squares > 0 else { return .singular }
      if hasIntercept, run[j] * run[j] * n > Self.largestOffset * Self.largestOffset * squares { return .needsRows }
      scales[j] = 1 / squares.squareRoot()
    }
    guard factor(run) else { return .singular }
    guard Double(max(1, k)) * invert() <= Self.largestCondition else { return .needsRows }

    let total = run[moments.place(k, k)]
    var explained = 0.0
    for i in 0..<k {
      var sum = 0.0
      for j in 0...i { sum += inverse[i + j * k] * run[moments.place(k, j)] * scales[j] }
      rotated[i] = sum
      explained += sum * sum
    }
    let intercepts = hasIntercept ? 1 : 0
    let terms = k + intercepts
    guard total > 0 else {
      // What never changes is explained by its mean, without error, and there is nothing to have a share of.
      solution.update(repeating: 0, count: 2 * terms)
      if hasIntercept { solution[0] = run[k] }
      solution[2 * terms] = .nan
      return .solved
    }
    let rest = total - explained
    // What is left of a difference of nearly equal numbers is mostly their rounding errors.
    guard rest > 1e-6 * total else { return .needsRows }
    let variance = rest / (n - Double(terms))
    var atZero = run[k]
    for j in 0..<k {
      var sum = 0.0
      var square = 0.0
      for i in j..<k {
        let weight = inverse[i + j * k]
        sum += weight * rotated[i]
        square += weight * weight
      }
      let coefficient = sum * scales[j]
      solution[intercepts + j] = coefficient
      solution[terms + intercepts + j] = (variance * square).squareRoot() * scales[j]
      atZero -= coefficient * run[j]
    }
    if hasIntercept {
      solution[0] = atZero
      solution[terms] = (variance * (1 / n + distance(run))).squareRoot()
    }
    solution[2 * terms] = explained / total
    return .solved
  }

  /// x̄'(X'X)⁻¹x̄ of the centred regressors: how far the intercept is from the data.
  private func distance(_ run: UnsafePointer<Double>) -> Double {
    var distance = 0.0
    for i in 0..<count {
      var sum = 0.0
      for j in 0...i { sum += inverse[i + j * count] * run[j] * scales[j] }
      distance += sum * sum
    }
    return distance
  }

  /// The lower triangle L of the correlation matrix, column after column, one over each pivot in its place; false when a
  /// column is made of those before it.
  private func factor(_ run: UnsafePointer<Double>) -> Bool {
    let k = count
    for j in 0..<k {
      let products = run + moments.place(j, j)
      let column = triangle + j * k
      for i in j..<k { column[i] = products[i - j] * scales[i] * scales[j] }
    }
    for j in 0..<k {
      let column = triangle + j * k
      guard column[j] > Self.leastPivot else { return false }
      let share = 1 / column[j].squareRoot()
      column[j] = share
      for i in j + 1..<max(j + 1, k) { column[i] *= share }
      for next in j + 1..<max(j + 1, k) {
        let factor = column[next]
        let target = triangle + next * k
        for i in next..<k { target[i] -= column[i] * factor }
      }
    }
    return true
  }

  /// W = L⁻¹, and the sum of the variance inflation factors Σv_j = Σw_ij².
  private func invert() -> Double {
    let k = count
    var total = 0.0
    for j in 0..<k {
      let column = inverse + j * k
      for i in j..<k { column[i] = 0 }
      column[j] = 1
      // Forward substitution, a column of L at a time so that the inner loop runs along memory.
      for step in j..<k {
        let known = triangle + step * k
        let value = column[step] * known[step]
        column[step] = value
        total += value * value
        for i in step + 1..<max(step + 1, k) { column[i] -= value * known[i] }
      }
    }
    return total
  }
}
