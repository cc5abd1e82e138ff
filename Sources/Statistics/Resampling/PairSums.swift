/// Sums of x, y, xy and x² over any stretch of a sample, as differences of running sums.
///
/// A resample of blocks then costs as many steps as it has blocks, not rows. The four sums of a row lie side by side, so
/// that a block, which begins and ends anywhere, touches two places in memory and not eight.
struct PairSums: Sendable {
  let count: Int
  private let running: [SIMD4<Double>]

  /// Both series are best given less their means, which keeps the running sums small.
  init(_ x: [Double], _ y: [Double]) {
    precondition(x.count == y.count, "pairs")
    count = x.count
    var total = SIMD4<Double>.zero
    running = [SIMD4<Double>](unsafeUninitializedCapacity: x.count + 1) { sums, initialized in
      sums[0] = total
      for row in x.indices {
        total += SIMD4(x[row], y[row], x[row] * y[row], x[row] * x[row])
        sums[row + 1] = total
      }
      initialized = x.count + 1
    }
  }

  /// Over `length` rows from `start` on, round the end.
  func over(_ start: Int, _ length: Int) -> SIMD4<Double> {
    let end = start + length
    return end <= count ? running[end] - running[start] : running[count] - running[start] + running[end - count]
  }
}
