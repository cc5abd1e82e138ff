import Numerics
import Testing

@Suite("The decimal that a number was meant to be")
struct NearestDecimalTests {
  @Test("sums and products of decimals are said as decimals")
  func decimals() {
    #expect((100.7 - 0.1).nearestDecimal == 100.6)
    #expect((993 * 0.1).nearestDecimal == 99.3)
    #expect((51 * (1 - 0.09)).nearestDecimal == 46.41)
    #expect((3 * 0.1).nearestDecimal == 0.3)
    #expect((-(3 * 0.1)).nearestDecimal == -0.3)
    #expect((100.1 * 0.9).nearestDecimal == 90.09)
  }

  @Test("every price of a market that prints decimals is found again, and prints stay what they are")
  func prices() {
    for ticks in stride(from: 1, to: 2_000_000, by: 37) {
      for parts in [1.0, 10, 100, 1000, 100_000] {
        let price = Double(ticks) / parts
        #expect(price.nearestDecimal == price)
        #expect((Double(ticks) * (1 / parts)).nearestDecimal == price)
        #expect(price.nextUp.nearestDecimal == price && price.nextDown.nearestDecimal == price)
      }
    }
  }

  @Test("what is no decimal stays as it is")
  func others() {
    for number in [Double(2).squareRoot(), 1.0 / 3, 12345.678901234567, 0, .infinity, 1e300, 1e-300] {
      #expect(number.nearestDecimal == number)
    }
    #expect(Double.nan.nearestDecimal.isNaN)
  }
}
