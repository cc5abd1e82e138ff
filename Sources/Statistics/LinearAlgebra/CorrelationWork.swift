/// The memory in which two series become their circular correlations, without copies of either.
///
/// Both ride in one complex transform, `a` as its real and `b` as its imaginary part. Spectra of real series are
/// conjugate-symmetric, which tells them apart again; and since both answers are real, they come back the same way. The
/// series are padded with zeros to a power of two and the negative lags folded onto n + s, so that any length goes.
///
/// What rides together shares its rounding: beside squares of prices, in the tens of millions, squares of returns would be left
/// with a digit or two. So each series is brought to the size of one beforehand, by a power of two, which costs no digit.
///
/// - Complexity: O(n log n) and memory for two padded series.
struct CorrelationWork: ~Copyable {
  private let count: Int
  private let padded: Int
  /// What one of either answer stands for.
  private let crossUnit: Double
  private let ownUnit: Double
  private let re: UnsafeMutablePointer<Double>
  private let im: UnsafeMutablePointer<Double>

  /// - Parameters:
  ///   - count: the length of both series.
  ///   - fill: writes them, `count` numbers each, into memory that holds zeros.
  init(
    count: Int, _ fill: (_ a: UnsafeMutableBufferPointer<Double>, _ b: UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    self.count = count
    padded = FourierTransform.paddedCount(max(1, 2 * count - 1))
    re = .allocate(capacity: padded)
    im = .allocate(capacity: padded)
    re.initialize(repeating: 0, count: padded)
    im.initialize(repeating: 0, count: padded)
    let (a, b) = (
      UnsafeMutableBufferPointer(start: re, count: count), UnsafeMutableBufferPointer(start: im, count: count)
    )
    fill(a, b)
    let (aSize, bSize) = (BinarySize(of: a), BinarySize(of: b))
    aSize.takeOff(a)
    bSize.takeOff(b)
    crossUnit = BinarySize.power(aSize.exponent + bSize.exponent) / Double(padded)
    ownUnit = BinarySize.power(2 * aSize.exponent) / Double(padded)
    let transform = FourierTransform.of(count: padded)
    transform.forward(re, im)
    multiply()
    transform.inverse(re, im)
  }

  deinit {
    re.deallocate()
    im.deallocate()
  }

  /// Σ_t a[(t - s) mod n]·b[t]: what the sum of products becomes when `a` is moved s rows later round the circle.
  func cross(_ s: Int) -> Double { folded(re, s) * crossUnit }

  /// Σ_t a[(t - s) mod n]·a[t].
  func own(_ s: Int) -> Double { folded(im, s) * ownUnit }

  @inline(__always)
  private func folded(_ linear: UnsafeMutablePointer<Double>, _ s: Int) -> Double {
    s == 0 ? linear[0] : linear[s] + linear[padded - count + s]
  }

  /// Z = A + iB becomes conj(A)·B + i·|A|².
  private func multiply() {
    for k in 0..<padded {
      let m = FourierTransform.mirror(of: k)
      guard m >= k else { continue }
      let pair = PairedSpectrum(re[k], im[k], mirrored: re[m], im[m])
      // At -k both spectra are conjugates of those at k.
      re[k] = pair.crossRe
      im[k] = pair.crossIm + pair.power
      re[m] = pair.crossRe
      im[m] = pair.power - pair.crossIm
    }
  }
}

/// The power of two next below the largest of some numbers.
struct BinarySize {
  let exponent: Int

  /// Of nothing but zeros, and of numbers that are no numbers, one.
  init(of values: some Sequence<Double>) {
    var largest = 0.0
    for value in values { largest = max(largest, abs(value)) }
    exponent = largest.isNormal ? Int(largest.exponent) : 0
  }

  /// What brings the numbers to the size of one.
  var inverse: Double { Self.power(-exponent) }

  func takeOff(_ values: UnsafeMutableBufferPointer<Double>) {
    guard exponent != 0 else { return }
    let factor = inverse
    for index in values.indices { values[index] *= factor }
  }

  static func power(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
}

/// Two real series that were transformed as a + ib, told apart at one frequency: A = (Z(k) + conj Z(-k))/2 and
/// B = (Z(k) - conj Z(-k))/2i.
struct PairedSpectrum {
  private let aRe: Double
  private let aIm: Double
  private let bRe: Double
  private let bIm: Double

  @inline(__always)
  init(_ re: Double, _ im: Double, mirrored mirrorRe: Double, _ mirrorIm: Double) {
    aRe = 0.5 * (re + mirrorRe)
    aIm = 0.5 * (im - mirrorIm)
    bRe = 0.5 * (im + mirrorIm)
    bIm = -0.5 * (re - mirrorRe)
  }

  /// conj(A)·B.
  @inline(__always) var crossRe: Double { aRe * bRe + aIm * bIm }
  @inline(__always) var crossIm: Double { aRe * bIm - aIm * bRe }
  /// |A|².
  @inline(__always) var power: Double { aRe * aRe + aIm * aIm }
}
