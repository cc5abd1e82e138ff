import Replay
import Testing

@Suite("Money in whole millionths")
struct MoneyTests {
  @Test(
    "rounds half to even",
    arguments: [(0.5, 0.0), (1.5, 2.0), (2.5, 2.0), (-0.5, 0.0), (-1.5, -2.0), (1e15 + 0.5, 1e15), (3.4999, 3.0)])
  func halfToEven(amount: Double, whole: Double) {
    #expect(Money.rounded(amount) == whole)
  }

  @Test("rounding is odd: a short's value is the long's with the sign turned")
  func symmetric() {
    for step in 0..<2000 {
      let quantity = 0.000_123 * Double(step)
      #expect(Money.value(-quantity, at: 61_234.5) == -Money.value(quantity, at: 61_234.5))
    }
  }

  @Test(
    "prints all six decimals",
    arguments: [
      (0.0, "0.000000"), (1.0, "0.000001"), (-1.0, "-0.000001"), (-12_345_678.0, "-12.345678"),
      (2e12, "2000000.000000"),
    ])
  func text(micro: Double, text: String) {
    #expect(Money.text(micro) == text)
  }
}
