/// Circular correlations of many pairs of series, added up over the pairs, and those of their squares.
///
/// Sums are taken of the spectra, so that the way back is gone once for all pairs: two transforms a pair and one for all.
/// What rides together is brought to the size of one beforehand, as `CorrelationWork` does, all series of a side by the same.
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
    let sizes = (BinarySize(of: a.joined()), BinarySize(of: b.joined()))
    let (ofA, ofB) = (sizes.0.inverse, sizes.1.inverse)
    for (a, b) in zip(a, b) {
      precondition(a.count == count && b.count == count, "series of one length")
      work.fill(a, ofA, b, ofB) { $0 }
      transform.forward(&work.re, &work.im)
      sum.addProduct(of: work)
      work.fill(a, ofA, b, ofB) { $0 * $0 }
      transform.forward(&work.re, &work.im)
      sumOfSquares.addProduct(of: work)
    }
    // Both answers are real, so one rides as the imaginary part of the other.
    for k in 0..<padded {
      work.re[k] = sum.re[k] - sumOfSquares.im[k]
      work.im[k] = sum.im[k] + sumOfSquares.re[k]
    }
    transform.inverse(&work.re, &work.im)
    let exponent = sizes.0.exponent + sizes.1.exponent
    cross = Self.folded(work.re, count: count, unit: BinarySize.power(exponent))
    squares = Self.folded(work.im, count: count, unit: BinarySize.power(2 * exponent))
  }

  /// Negative lags lie at the end of the padded series.
  private static func folded(_ linear: [Double], count: Int, unit: Double) -> [Double] {
    let scale = unit / Double(linear.count)
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

    mutating func fill(
      _ a: [Double], _ ofA: Double, _ b: [Double], _ ofB: Double, _ value: (Double) -> Double
    ) {
      for t in re.indices {
        re[t] = t < a.count ? value(a[t] * ofA) : 0
        im[t] = t < b.count ? value(b[t] * ofB) : 0
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
