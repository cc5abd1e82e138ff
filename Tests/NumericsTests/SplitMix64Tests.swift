import Numerics
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
  @Test("gives the numbers of the reference implementation")
  func reference() {
    // Vigna's splitmix64.c with x = 1234567.
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test("its n-th word is its hash of seed and n")
  func byPosition() {
    var random = SplitMix64(seed: 9)
    for n in 1...20 { #expect(random.next() == SplitMix64.mix(9 &+ UInt64(n) &* SplitMix64.gamma)) }
  }

  @Test("fractions lie in 0..<1 and numbers in their range, all of it")
  func ranges() {
    var random = SplitMix64(seed: 3)
    let fractions = (0..<1000).map { _ in random.fraction() }
    #expect(fractions.allSatisfy { (0..<1).contains($0) })
    let mean: Double = fractions.reduce(0, +) / 1000
    #expect(abs(mean - 0.5) < 0.03)
    #expect(Set((0..<200).map { _ in random.number(in: -2..<3) }) == [-2, -1, 0, 1, 2])
  }
}
