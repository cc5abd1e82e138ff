import Statistics
import Testing

@Suite("Power")
struct DetectableEffectTests {
  @Test("the smallest effect found in four of five samples is 2.80 standard errors, and has that power")
  func minimum() {
    // scipy: norm.ppf(.975) + norm.ppf(.8)
    #expect(agree(DetectableEffect.minimum(standardError: 1), 2.8015852181, to: 1e-10))
    let power = DetectableEffect.power(of: 2.8015852181, standardError: 1)
    #expect(power >= 0.8 && power < 0.80001)
  }

  /// Expected: scipy, `norm.sf(z - d) + norm.cdf(-z - d)`, z = norm.ppf(.975), d the effect in standard errors.
  @Test("power of an effect, both sides counted", arguments: [(2.0, 0.5160052739761748), (0.5, 0.07909753416059649)])
  func power(effect: Double, expected: Double) {
    #expect(agree(DetectableEffect.power(of: effect, standardError: 1), expected, to: 1e-12))
    #expect(agree(DetectableEffect.power(of: -effect, standardError: 1), expected, to: 1e-12))
  }

  @Test("half the effect takes four times the sample; no effect takes for ever")
  func growth() {
    let one = DetectableEffect.growth(toFind: 1, standardError: 1)
    #expect(agree(DetectableEffect.growth(toFind: 0.5, standardError: 1), 4 * one, to: 1e-14))
    #expect(agree(one, 2.8015852181 * 2.8015852181, to: 1e-9))
    #expect(DetectableEffect.growth(toFind: 0, standardError: 1) == .infinity)
  }
}
