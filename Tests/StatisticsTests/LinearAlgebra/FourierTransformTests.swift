import Foundation
import Numerics
import Statistics
import Testing

@Suite("Fourier transform and circular correlation")
struct FourierTransformTests {
  private func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var random = CounterRandom(seed: seed)
    return (0..<count).map { _ in random.normal() }
  }

  /// The bits of `position` below `count` in reverse: where frequency k lies in the spectrum.
  private func reversed(_ position: Int, count: Int) -> Int {
    (0..<count.trailingZeroBitCount).reduce(0) { $0 << 1 | (position >> $1 & 1) }
  }

  @Test("the spectrum is the sum the definition says, in bit-reversed order", arguments: [1, 2, 4, 8, 64])
  func matchesTheDefinition(count: Int) {
    let re = numbers(count, seed: 1)
    let im = numbers(count, seed: 2)
    var gotRe = re
    var gotIm = im
    FourierTransform(count: count).forward(&gotRe, &gotIm)
    for k in 0..<count {
      var sumRe = 0.0
      var sumIm = 0.0
      for t in 0..<count {
        let angle = -2 * Double.pi * Double(k * t % count) / Double(count)
        sumRe += re[t] * cos(angle) - im[t] * sin(angle)
        sumIm += re[t] * sin(angle) + im[t] * cos(angle)
      }
      let place = reversed(k, count: count)
      #expect(abs(gotRe[place] - sumRe) < 1e-12)
      #expect(abs(gotIm[place] - sumIm) < 1e-12)
    }
  }

  @Test("factors that are made as they are needed give the bits of those that are kept", arguments: [1, 2, 64, 2048])
  func factors(keeping: Int) {
    var (re, im) = (numbers(16_384, seed: 5), numbers(16_384, seed: 6))
    var (otherRe, otherIm) = (re, im)
    let whole = FourierTransform(count: 16_384, keeping: 16_384)
    let some = FourierTransform(count: 16_384, keeping: keeping)
    whole.forward(&re, &im)
    some.forward(&otherRe, &otherIm)
    #expect(re == otherRe && im == otherIm)
    whole.inverse(&re, &im)
    some.inverse(&otherRe, &otherIm)
    #expect(re == otherRe && im == otherIm)
  }

  @Test("forth and back is the series times its length")
  func roundTrip() {
    let re = numbers(4096, seed: 3)
    let im = numbers(4096, seed: 4)
    var gotRe = re
    var gotIm = im
    let transform = FourierTransform(count: 4096)
    transform.forward(&gotRe, &gotIm)
    transform.inverse(&gotRe, &gotIm)
    #expect(zip(gotRe, re).allSatisfy { abs($0 / 4096 - $1) < 1e-13 })
    #expect(zip(gotIm, im).allSatisfy { abs($0 / 4096 - $1) < 1e-13 })
  }

  @Test("negative frequencies lie where their mirror says")
  func mirrors() {
    for k in 0..<64 {
      #expect(FourierTransform.mirror(of: reversed(k, count: 64)) == reversed((64 - k) % 64, count: 64))
    }
  }

  @Test("padding goes to the least power of two that is enough")
  func padding() {
    #expect([1, 2, 3, 4, 5, 1023, 1024, 1025].map(FourierTransform.paddedCount) == [1, 2, 4, 4, 8, 1024, 1024, 2048])
  }

  @Test("circular correlations equal the double loop at any length", arguments: [1, 2, 3, 7, 16, 100, 257])
  func correlationMatchesTheLoop(count: Int) {
    let a = numbers(count, seed: 5)
    let b = numbers(count, seed: 6)
    let got = CircularCorrelation(a, b)
    for s in 0..<count {
      let cross = (0..<count).reduce(0) { $0 + a[($1 - s + count) % count] * b[$1] }
      let own = (0..<count).reduce(0) { $0 + a[($1 - s + count) % count] * a[$1] }
      #expect(abs(got.cross[s] - cross) < 1e-12 * Double(count))
      #expect(abs(got.own[s] - own) < 1e-12 * Double(count))
    }
  }

  // Squares of a price's distance from its mean over an hour of minutes, and those of returns: 1e11 and 1e-7.
  @Test("a large series beside a small one leaves it all its digits", arguments: [-40, -12, 20, 40])
  func sizes(exponent: Int) {
    let (a, b) = (numbers(1000, seed: 7), numbers(1000, seed: 8))
    let unit = Double(sign: .plus, exponent: exponent, significand: 1)
    let plain = CircularCorrelation(a, b)
    let large = CircularCorrelation(a.map { $0 * unit }, b)
    #expect(large.cross == plain.cross.map { $0 * unit } && large.own == plain.own.map { $0 * unit * unit })
    #expect(CircularCorrelation(a, b.map { $0 * unit }).cross == plain.cross.map { $0 * unit })
    let zeros = [Double](repeating: 0, count: 1000)
    #expect(CircularCorrelation(zeros, b).cross.allSatisfy { abs($0) < 1e-9 })
  }
}
