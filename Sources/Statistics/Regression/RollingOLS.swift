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

/// Ordinary least squares over every window of so many rows.
public enum RollingOLS {
  /// Regresses `y` on the columns of `x` in each window of `window` neighbouring rows.
  ///
  /// Rows are cut into blocks as long as the window. Cross products are summed from the start of each block forwards and
  /// from its end backwards, and a window is the tail of one block joined to the head of the next (van Herk 1992): two
  /// passes over the rows whatever the window, and nothing carried on from window to window. Each window is solved by
  /// Cholesky of its correlation matrix, and by QR of its rows where the condition number says that would cost too much.
  /// Coefficients and errors agree with those of a QR of each window to about 1e-9 of their size.
  ///
  /// - Parameters:
  ///   - window: rows a window spans, those with missing values included.
  ///   - least: rows that must be known in a window, by default half of them and always more than there are coefficients.
  /// - Throws: `StatisticsError` for columns of different lengths or of one name, infinite values, and a window shorter than
  ///   two rows or longer than the sample.
  /// - Complexity: O(rows × columns²) for the sums whatever the window, and O(rows × columns³) for the solutions. Windows
  ///   that need a QR take O(window × columns²) each.
  public static func fit(
    _ y: NamedColumn, x: [NamedColumn], intercept: Bool = true, window: Int, least: Int? = nil
  ) throws -> MovingFit {
    let sample = try MovingSample(y, x: x, intercept: intercept)
    guard window >= 2, window <= sample.count else {
      throw StatisticsError.outOfRange(
        quantity: "window", value: Double(window), allowed: "from 2 rows to the \(sample.count) of the sample")
    }
    let needed = max(sample.terms.count + 1, least ?? (window + 1) / 2)
    let blocks = (sample.count + window - 1) / window
    let stretches = concurrentMap(blocks) { block in
      stretch(ending: block * window..<min((block + 1) * window, sample.count), sample, window: window, least: needed)
    }
    return MovingFit(stretches, terms: sample.terms)
  }

  /// The windows that end in one block: tails of the block before it, heads of its own.
  private static func stretch(
    ending ends: Range<Int>, _ sample: MovingSample, window: Int, least: Int
  ) -> MovingSegment {
    let moments = sample.moments
    let stride = moments.stride
    var stretch = MovingSegment(rows: ends.count, terms: sample.terms.count)
    let solver = RollingSolver(moments: moments, hasIntercept: sample.hasIntercept)
    defer { solver.deallocate() }
    let tails = Tails(of: max(0, ends.lowerBound - window)..<ends.lowerBound, sample)
    var head = [Double](repeating: 0, count: stride)
    var run = head
    var scratch = [Double](repeating: 0, count: moments.variables)
    var headCount = 0
    sample.elements.withUnsafeBufferPointer { elements in
      tails.runs.withUnsafeBufferPointer { tailRuns in
        head.withUnsafeMutableBufferPointer { head in
          run.withUnsafeMutableBufferPointer { run in
            scratch.withUnsafeMutableBufferPointer { scratch in
              guard let head = head.baseAddress, let run = run.baseAddress, let scratch = scratch.baseAddress,
                let elements = elements.baseAddress
              else { return }
              for end in ends {
                if sample.known[end] {
                  headCount += 1
                  moments.append(elements + end * sample.variables, count: headCount, to: head, scratch: scratch)
                }
                let start = end + 1 - window
                guard start >= 0 else {
                  stretch.refuse(.warmUp, rows: headCount)
                  continue
                }
                let tail = ends.lowerBound - start
                if tail > 0, let base = tailRuns.baseAddress {
                  moments.join(
                    base + (tail - 1) * stride, tails.counts[tail - 1], head, headCount, into: run, scratch: scratch)
                } else {
                  run.update(from: head, count: stride)
                }
                let rows = headCount + (tail > 0 ? tails.counts[tail - 1] : 0)
                stretch.add(run, rows: rows, least: least, window: start..<end + 1, sample, solver)
              }
            }
          }
        }
      }
    }
    return stretch
  }

  /// The moments of the last 1, 2, 3 … rows of a stretch.
  private struct Tails {
    var runs: [Double]
    var counts: [Int]

    init(of rows: Range<Int>, _ sample: MovingSample) {
      let moments = sample.moments
      let stride = moments.stride
      runs = [Double](repeating: 0, count: rows.count * stride)
      counts = [Int](repeating: 0, count: rows.count)
      var scratch = [Double](repeating: 0, count: moments.variables)
      var count = 0
      runs.withUnsafeMutableBufferPointer { runs in
        scratch.withUnsafeMutableBufferPointer { scratch in
          sample.elements.withUnsafeBufferPointer { elements in
            guard let runs = runs.baseAddress, let scratch = scratch.baseAddress, let elements = elements.baseAddress
            else { return }
            for (length, row) in rows.reversed().enumerated() {
              let run = runs + length * stride
              if length > 0 { run.update(from: run - stride, count: stride) }
              if sample.known[row] {
                count += 1
                moments.append(elements + row * sample.variables, count: count, to: run, scratch: scratch)
              }
              counts[length] = count
            }
          }
        }
      }
    }
  }
}
