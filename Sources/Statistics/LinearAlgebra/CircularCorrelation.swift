/// Circular correlations of two series at every lag, by one transform forth and one back.
package struct CircularCorrelation {
  /// Entry s is Σ_t a[(t - s) mod n]·b[t]: what the sum of products becomes when `a` is moved s rows later round the circle.
  package let cross: [Double]
  /// Entry s is Σ_t a[(t - s) mod n]·a[t].
  package let own: [Double]

  /// Both series ride in one complex transform, `a` as its real and `b` as its imaginary part. Spectra of real series are
  /// conjugate-symmetric, which tells them apart again; and since both answers are real, they come back the same way.
  /// The series are padded with zeros to a power of two and the negative lags folded onto n + s, so that any length goes.
  ///
  /// - Complexity: O(n log n).
  package init(_ a: [Double], _ b: [Double]) {
    precondition(a.count == b.count, "series of one length")
    let count = a.count
    let padded = FourierTransform.paddedCount(max(1, 2 * count - 1))
    let transform = FourierTransform.of(count: padded)
    let zeros = [Double](repeating: 0, count: padded - count)
    var re = a + zeros
    var im = b + zeros
    transform.forward(&re, &im)
    Self.multiply(&re, &im)
    transform.inverse(&re, &im)
    let scale = 1 / Double(padded)
    func folded(_ linear: [Double]) -> [Double] {
      (0..<count).map { s in s == 0 ? linear[0] * scale : (linear[s] + linear[padded - count + s]) * scale }
    }
    cross = folded(re)
    own = folded(im)
  }

  /// Z = A + iB becomes conj(A)·B + i·|A|², with A = (Z(k) + conj Z(-k))/2 and B = (Z(k) - conj Z(-k))/2i.
  private static func multiply(_ re: inout [Double], _ im: inout [Double]) {
    for k in 0..<re.count {
      let m = FourierTransform.mirror(of: k)
      guard m >= k else { continue }
      let aRe = 0.5 * (re[k] + re[m])
      let aIm = 0.5 * (im[k] - im[m])
      let bRe = 0.5 * (im[k] + im[m])
      let bIm = -0.5 * (re[k] - re[m])
      let crossRe = aRe * bRe + aIm * bIm
      let crossIm = aRe * bIm - aIm * bRe
      let power = aRe * aRe + aIm * aIm
      // At -k both spectra are conjugates of those at k.
      re[k] = crossRe
      im[k] = crossIm + power
      re[m] = crossRe
      im[m] = power - crossIm
    }
  }
}
