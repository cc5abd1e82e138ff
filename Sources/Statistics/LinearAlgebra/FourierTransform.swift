import Foundation
import Synchronization

/// A complex Fourier transform of a power-of-two length, for correlating long series.
///
/// Written here because nothing that fits is at hand: Debian builds kissfft in single precision only, FFTW is under the
/// GPL, and OpenBLAS has no transform. It is the textbook radix-2 pair without the reordering: `forward` splits by
/// frequency and leaves the spectrum in bit-reversed order, `inverse` takes it in that order and splits by time. Only
/// products of spectra are ever wanted, and those do not care about the order.
///
/// Both go depth first, so that once a half fits into the cache everything below it is done there. Stages that no cache
/// holds go breadth first instead, a few thousand factors at a time for all blocks of the stage, and these factors are
/// made as they are needed: a table of them would take as much memory as the series.
///
/// - Complexity: O(n log n); about 10 ms for 2¹⁸ points.
package struct FourierTransform: Sendable {
  package let count: Int
  /// Points of the longest stage whose factors are kept.
  private let kept: Int
  /// exp(-2πij/n) for each stage n = kept, kept/2, … 2, one after another; the stage of length n begins at kept - n.
  private let cosines: [Double]
  private let sines: [Double]

  // Sines cost more than the transform, and a study asks for one length again and again.
  private static let known = Mutex<[Int: FourierTransform]>([:])

  /// 4 MB of factors.
  private static let longestKept = 1 << 18
  /// Factors made at a time for longer stages.
  private static let atATime = 1 << 12

  /// The transform of `count` points, a power of two, with its table made once.
  package static func of(count: Int) -> FourierTransform {
    if let transform = known.withLock({ $0[count] }) { return transform }
    let transform = FourierTransform(count: count)
    known.withLock { $0[count] = transform }
    return transform
  }

  /// - Parameters:
  ///   - count: a power of two.
  ///   - keeping: points of the longest stage whose factors are kept, a power of two; the spectrum is the same bit for bit.
  package init(count: Int, keeping: Int? = nil) {
    precondition(count > 0 && count & (count - 1) == 0, "a power of two")
    self.count = count
    let kept = min(count, keeping ?? Self.longestKept)
    self.kept = kept
    var cosines = [Double](repeating: 1, count: max(1, kept))
    var sines = [Double](repeating: 0, count: max(1, kept))
    for j in 0..<kept / 2 {
      cosines[j] = cos(Self.angle(j, of: kept))
      sines[j] = sin(Self.angle(j, of: kept))
    }
    var length = kept / 2
    while length >= 2 {
      let begin = kept - length
      let stride = kept / length
      for j in 0..<length / 2 {
        cosines[begin + j] = cosines[j * stride]
        sines[begin + j] = sines[j * stride]
      }
      length /= 2
    }
    self.cosines = cosines
    self.sines = sines
  }

  /// -2πj/n. Halving n and j gives the same double, since both are scaled by powers of two: a stage has the same factors
  /// whichever transform it belongs to.
  private static func angle(_ j: Int, of length: Int) -> Double { -2 * Double.pi * Double(j) / Double(length) }

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
    run(&real, &imaginary, forward)
  }

  /// Replaces a spectrum in bit-reversed order by its values times `count`.
  package func inverse(_ real: inout [Double], _ imaginary: inout [Double]) {
    run(&real, &imaginary, inverse)
  }

  typealias Numbers = UnsafeMutablePointer<Double>
  private typealias Table = UnsafePointer<Double>

  private func run(_ real: inout [Double], _ imaginary: inout [Double], _ body: (Numbers, Numbers) -> Void) {
    precondition(real.count == count && imaginary.count == count, "arrays of the transform's length")
    real.withUnsafeMutableBufferPointer { real in
      imaginary.withUnsafeMutableBufferPointer { imaginary in
        guard let re = real.baseAddress, let im = imaginary.baseAddress else { return }
        body(re, im)
      }
    }
  }

  /// `forward` on memory for `count` numbers each.
  func forward(_ re: Numbers, _ im: Numbers) {
    var length = count
    while length > kept {
      stage(length) { block, j, c, s in Self.turnByFrequency(re + block, im + block, j, half: length / 2, c, s) }
      length /= 2
    }
    withTable { cosines, sines in
      for block in stride(from: 0, to: count, by: kept) {
        Self.splitByFrequency(re + block, im + block, cosines, sines, count: kept, total: kept)
      }
    }
  }

  /// `inverse` on memory for `count` numbers each.
  func inverse(_ re: Numbers, _ im: Numbers) {
    withTable { cosines, sines in
      for block in stride(from: 0, to: count, by: kept) {
        Self.splitByTime(re + block, im + block, cosines, sines, count: kept, total: kept)
      }
    }
    var length = 2 * kept
    while length <= count {
      stage(length) { block, j, c, s in Self.turnByTime(re + block, im + block, j, half: length / 2, c, s) }
      length *= 2
    }
  }

  private func withTable(_ body: (Table, Table) -> Void) {
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        if let cosines = cosines.baseAddress, let sines = sines.baseAddress { body(cosines, sines) }
      }
    }
  }

  /// `body` of every block of a stage and every stretch of its factors, which it gets: where the block begins, which
  /// factors, their cosines and sines.
  private func stage(_ length: Int, _ body: (_ block: Int, _ factors: Range<Int>, Table, Table) -> Void) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * Self.atATime) { factors in
      guard let cosines = factors.baseAddress else { return }
      let sines = cosines + Self.atATime
      for first in stride(from: 0, to: length / 2, by: Self.atATime) {
        let stretch = first..<min(first + Self.atATime, length / 2)
        for j in stretch {
          cosines[j - first] = cos(Self.angle(j, of: length))
          sines[j - first] = sin(Self.angle(j, of: length))
        }
        for block in stride(from: 0, to: count, by: length) { body(block, stretch, cosines, sines) }
      }
    }
  }

  /// Sums into the first half of a block, differences times the factors into the second.
  @inline(__always)
  private static func turnByFrequency(
    _ re: Numbers, _ im: Numbers, _ factors: Range<Int>, half: Int, _ c: Table, _ s: Table
  ) {
    for j in factors {
      let sumRe = re[j] + re[j + half]
      let sumIm = im[j] + im[j + half]
      let differenceRe = re[j] - re[j + half]
      let differenceIm = im[j] - im[j + half]
      let k = j - factors.lowerBound
      re[j] = sumRe
      im[j] = sumIm
      re[j + half] = differenceRe * c[k] - differenceIm * s[k]
      im[j + half] = differenceRe * s[k] + differenceIm * c[k]
    }
  }

  /// The second half of a block times the conjugate factors, then sums and differences of both halves.
  @inline(__always)
  private static func turnByTime(
    _ re: Numbers, _ im: Numbers, _ factors: Range<Int>, half: Int, _ c: Table, _ s: Table
  ) {
    for j in factors {
      let k = j - factors.lowerBound
      // The conjugate twiddle: + sin where the forward transform has - sin.
      let turnedRe = re[j + half] * c[k] + im[j + half] * s[k]
      let turnedIm = im[j + half] * c[k] - re[j + half] * s[k]
      re[j + half] = re[j] - turnedRe
      im[j + half] = im[j] - turnedIm
      re[j] += turnedRe
      im[j] += turnedIm
    }
  }

  private static func splitByFrequency(
    _ re: Numbers, _ im: Numbers, _ cosines: Table, _ sines: Table, count: Int, total: Int
  ) {
    guard count > 1 else { return }
    let half = count / 2
    turnByFrequency(re, im, 0..<half, half: half, cosines + (total - count), sines + (total - count))
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
    turnByTime(re, im, 0..<half, half: half, cosines + (total - count), sines + (total - count))
  }
}
