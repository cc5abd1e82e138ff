/// Means and cross products of a run of rows, in a form that two neighbouring runs can be joined in.
///
/// With p variables a run is p means and the p(p + 1)/2 products Σ(x_i - x̄_i)(x_j - x̄_j), packed column after column. Rows
/// are added one at a time (Welford 1962) and runs joined by the rule of Chan, Golub & LeVeque (1983, The American
/// Statistician 37); nothing is ever subtracted from a sum, so the error of a window does not depend on how many came
/// before it. Relative to Σ(x - x̄)² it is about the rounding error times mean over deviation, where the plain Σx² - nx̄² has
/// the square of that ratio.
///
/// Without centring, means stay zero and the products are plain ones: a regression through the origin asks for those.
struct RollingMoments {
  /// p.
  let variables: Int
  let isCentred: Bool

  /// Doubles that one run takes.
  var stride: Int { variables + variables * (variables + 1) / 2 }

  /// Where the product of variables j ≤ i stands.
  @inline(__always)
  func place(_ i: Int, _ j: Int) -> Int { variables + j * variables - j * (j - 1) / 2 + (i - j) }

  /// Adds a row to a run that then has `count` rows.
  @inline(__always)
  func append(
    _ row: UnsafePointer<Double>, count: Int, to run: UnsafeMutablePointer<Double>,
    scratch deviation: UnsafeMutablePointer<Double>
  ) {
    var weight = 1.0
    if isCentred {
      let share = 1 / Double(count)
      weight = Double(count - 1) * share
      for i in 0..<variables {
        deviation[i] = row[i] - run[i]
        run[i] += deviation[i] * share
      }
    } else {
      for i in 0..<variables { deviation[i] = row[i] }
    }
    addSquare(of: deviation, weight: weight, to: run + variables)
  }

  /// The run that is `a` with `na` rows followed by `b` with `nb`. Either may be empty.
  @inline(__always)
  func join(
    _ a: UnsafePointer<Double>, _ na: Int, _ b: UnsafePointer<Double>, _ nb: Int,
    into run: UnsafeMutablePointer<Double>, scratch deviation: UnsafeMutablePointer<Double>
  ) {
    let length = stride
    guard na > 0 else { return run.update(from: b, count: length) }
    guard nb > 0 else { return run.update(from: a, count: length) }
    for i in variables..<length { run[i] = a[i] + b[i] }
    guard isCentred else {
      for i in 0..<variables { run[i] = 0 }
      return
    }
    let share = Double(nb) / Double(na + nb)
    for i in 0..<variables {
      deviation[i] = b[i] - a[i]
      run[i] = a[i] + deviation[i] * share
    }
    addSquare(of: deviation, weight: Double(na) * share, to: run + variables)
  }

  /// Adds weight·dd' to packed products.
  @inline(__always)
  private func addSquare(
    of deviation: UnsafePointer<Double>, weight: Double, to products: UnsafeMutablePointer<Double>
  ) {
    var column = products
    for j in 0..<variables {
      let factor = weight * deviation[j]
      let rest = variables - j
      let below = deviation + j
      for i in 0..<rest { column[i] += factor * below[i] }
      column += rest
    }
  }
}
