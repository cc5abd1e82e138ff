import Numerics
import Testing

@Suite("Elementary functions")
struct ElementaryTests {
  @Test("what has no value is not a number")
  func undefined() {
    #expect(naturalLogarithm(0).isNaN && naturalLogarithm(-1).isNaN && naturalLogarithm(.nan).isNaN)
    #expect(exponential(710).isNaN)
    #expect(raised(10, to: 400).isNaN && raised(-1, to: 0.5).isNaN && raised(0, to: -1).isNaN)
    #expect(finite(.infinity).isNaN && finite(-.infinity).isNaN && finite(.nan).isNaN)
  }

  @Test("what has a value has it")
  func values() {
    #expect(naturalLogarithm(1) == 0)
    #expect(exponential(0) == 1 && exponential(-800) == 0)
    #expect(raised(1.1, to: 2) == 1.1 * 1.1)
    #expect(
      raised(.nan, to: 0).isNaN && raised(1, to: .nan).isNaN && raised(.nan, to: 2).isNaN && raised(0, to: 0) == 1)
    #expect(raised(2, to: 10) == 1024 && raised(4, to: 0.5) == 2)
    #expect(finite(-1.5) == -1.5 && finite(.greatestFiniteMagnitude) == .greatestFiniteMagnitude)
  }

  @Test("a power as it is may be infinite")
  func plainPower() {
    #expect(power(10, 400) == .infinity)
    #expect(power(2, -1) == 0.5)
  }
}
