/// Circular correlations of many pairs of series, added up over the pairs, and those of their squares.
///
/// Sums are taken of the spectra, so that the way back is gone once for all pairs: two transforms a pair and one for all.
///
/// - Complexity: O(pairs × n log n), memory for six padded series.
struct SummedCorrelation {
  /// Entry s is Σ over pairs and t of a[(t - s) mod n]·b[t].
  let cross: [Double]
  /// Entry s is Σ over pairs and t of a²[(t - s) mod n]·b²[t].
  let squares: [Double]

  init(_ a: [[Double]], _ b: [[Double]]) {
    precondition(a.count == b.count, "as many series on either side")
    let count = a.first?.count ?? 0
    let padded = FourierTransform.paddedCount(max(1, 2 * count - 1))
    let transform = FourierTransform.of(count: padded)
    var sum = Spectrum(padded)
    var sumOfSquares = sum
    var work = sum
    for (a, b) in zip(a, b) {
      precondition(a.count == count && b.count == count, "series of one length")
      work.fill(a, b) { $0 }
      transform.forward(&work.re, &work.im)
      sum.addProduct(of: work)
      work.fill(a, b) { $0 * $0 }
      transform.forward(&work.re, &work.im)
      sumOfSquares.addProduct(of: work)
    }
    // Both answers are real, so one rides as the imaginary part of the other.
    for k in 0..<padded {
      work.re[k] = sum.re[k] - sumOfSquares.im[k]
      work.im[k] = sum.im[k] + sumOfSquares.re[k]
    }
    transform.inverse(&work.re, &work.im)
    cross = Self.folded(work.re, count: count)
    squares = Self.folded(work.im, count: count)
  }

  /// Negative lags lie at the end of the padded series.
  private static func folded(_ linear: [Double], count: Int) -> [Double] {
    let scale = 1 / Double(linear.count)
    return (0..<count).map { s in
      s == 0 ? linear[0] * scale : (linear[s] + linear[linear.count - count + s]) * scale
    }
  }

  private struct Spectrum {
    var re: [Double]
    var im: [Double]

    init(_ count: Int) {
      re = [Double](repeating: 0, count: count)
      im = re
    }

    mutating func fill(_ a: [Double], _ b: [Double], _ value: (Double) -> Double) {
      for t in re.indices {
        re[t] = t < a.count ? value(a[t]) : 0
        im[t] = t < b.count ? value(b[t]) : 0
      }
    }

    /// Adds conj(A)·B of two real series that were transformed as a + ib.
    mutating func addProduct(of packed: Spectrum) {
      for k in re.indices {
        let m = FourierTransform.mirror(of: k)
        guard m >= k else { continue }
        let pair = PairedSpectrum(packed.re[k], packed.im[k], mirrored: packed.re[m], packed.im[m])
        re[k] += pair.crossRe
        im[k] += pair.crossIm
        if m != k {
          re[m] += pair.crossRe
          im[m] -= pair.crossIm
        }
      }
    }
  }
}
