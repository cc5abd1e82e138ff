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
