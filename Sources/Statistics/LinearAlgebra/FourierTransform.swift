import Foundation
import Synchronization

/// A complex Fourier transform of a power-of-two length, for correlating long series.
///
/// Written here because nothing that fits is at hand: Debian builds kissfft in single precision only, FFTW is under the
/// GPL, and OpenBLAS has no transform. It is the textbook radix-2 pair without the reordering: `forward` splits by
/// frequency and leaves the spectrum in bit-reversed order, `inverse` takes it in that order and splits by time. Only
/// products of spectra are ever wanted, and those do not care about the order.
///
/// Both go depth first, so that once a half fits into the cache everything below it is done there.
///
/// - Complexity: O(n log n); about 10 ms for 2¹⁸ points.
package struct FourierTransform: Sendable {
  package let count: Int
  /// exp(-2πij/n) for each stage n = count, count/2, … 2, one after another; the stage of length n begins at count - n.
  private let cosines: [Double]
  private let sines: [Double]

  // Sines cost more than the transform, and a study asks for one length again and again.
  private static let known = Mutex<[Int: FourierTransform]>([:])

  /// The transform of `count` points, a power of two, with its table made once.
  package static func of(count: Int) -> FourierTransform {
    if let transform = known.withLock({ $0[count] }) { return transform }
    let transform = FourierTransform(count: count)
    known.withLock { $0[count] = transform }
    return transform
  }

  /// - Parameter count: a power of two.
  package init(count: Int) {
    precondition(count > 0 && count & (count - 1) == 0, "a power of two")
    self.count = count
    var cosines = [Double](repeating: 1, count: max(1, count))
    var sines = [Double](repeating: 0, count: max(1, count))
    for j in 0..<count / 2 {
      let angle = -2 * Double.pi * Double(j) / Double(count)
      cosines[j] = cos(angle)
      sines[j] = sin(angle)
    }
    var length = count / 2
    while length >= 2 {
      let begin = count - length
      let stride = count / length
      for j in 0..<length / 2 {
        cosines[begin + j] = cosines[j * stride]
        sines[begin + j] = sines[j * stride]
      }
      length /= 2
    }
    self.cosines = cosines
    self.sines = sines
  }

  /// The least power of two that is at least `length`.
  package static func paddedCount(_ length: Int) -> Int {
    length <= 1 ? 1 : 1 << (Int.bitWidth - (length - 1).leadingZeroBitCount)
  }

  /// Where frequency -k lies when k lies at `position` of the bit-reversed spectrum: negating a number keeps its lowest set
  /// bit and flips those above it, which in reversed order are the bits below the highest.
  package static func mirror(of position: Int) -> Int {
    guard position > 0 else { return 0 }
    let highest = Int.bitWidth - 1 - position.leadingZeroBitCount
    return position ^ ((1 << highest) - 1)
  }

  /// Replaces values by their spectrum in bit-reversed order.
  package func forward(_ real: inout [Double], _ imaginary: inout [Double]) {
    run(&real, &imaginary) { re, im, cosines, sines in
      Self.splitByFrequency(re, im, cosines, sines, count: count, total: count)
    }
  }

  /// Replaces a spectrum in bit-reversed order by its values times `count`.
  package func inverse(_ real: inout [Double], _ imaginary: inout [Double]) {
    run(&real, &imaginary) { re, im, cosines, sines in
      Self.splitByTime(re, im, cosines, sines, count: count, total: count)
    }
  }

  private typealias Numbers = UnsafeMutablePointer<Double>
  private typealias Table = UnsafePointer<Double>

  private func run(
    _ real: inout [Double], _ imaginary: inout [Double], _ body: (Numbers, Numbers, Table, Table) -> Void
  ) {
    precondition(real.count == count && imaginary.count == count, "arrays of the transform's length")
    real.withUnsafeMutableBufferPointer { real in
      imaginary.withUnsafeMutableBufferPointer { imaginary in
        cosines.withUnsafeBufferPointer { cosines in
          sines.withUnsafeBufferPointer { sines in
            guard let re = real.baseAddress, let im = imaginary.baseAddress, let c = cosines.baseAddress,
              let s = sines.baseAddress
            else { return }
            body(re, im, c, s)
          }
        }
      }
    }
  }

  private static func splitByFrequency(
    _ re: Numbers, _ im: Numbers, _ cosines: Table, _ sines: Table, count: Int, total: Int
  ) {
    guard count > 1 else { return }
    let half = count / 2
    let c = cosines + (total - count)
    let s = sines + (total - count)
    for j in 0..<half {
      let sumRe = re[j] + re[j + half]
      let sumIm = im[j] + im[j + half]
      let differenceRe = re[j] - re[j + half]
      let differenceIm = im[j] - im[j + half]
      re[j] = sumRe
      im[j] = sumIm
      re[j + half] = differenceRe * c[j] - differenceIm * s[j]
      im[j + half] = differenceRe * s[j] + differenceIm * c[j]
    }
    splitByFrequency(re, im, cosines, sines, count: half, total: total)
    splitByFrequency(re + half, im + half, cosines, sines, count: half, total: total)
  }

  private static func splitByTime(
    _ re: Numbers, _ im: Numbers, _ cosines: Table, _ sines: Table, count: Int, total: Int
  ) {
    guard count > 1 else { return }
    let half = count / 2
    splitByTime(re, im, cosines, sines, count: half, total: total)
    splitByTime(re + half, im + half, cosines, sines, count: half, total: total)
    let c = cosines + (total - count)
    let s = sines + (total - count)
    for j in 0..<half {
      // The conjugate twiddle: + sin where the forward transform has - sin.
      let turnedRe = re[j + half] * c[j] + im[j + half] * s[j]
      let turnedIm = im[j + half] * c[j] - re[j + half] * s[j]
      re[j + half] = re[j] - turnedRe
      im[j + half] = im[j] - turnedIm
      re[j] += turnedRe
      im[j] += turnedIm
    }
  }
}
