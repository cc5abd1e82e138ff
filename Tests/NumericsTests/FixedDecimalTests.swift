import Numerics
import Testing

@Suite("Numbers with fixed decimals")
struct FixedDecimalTests {
  @Test("a count of things has its noun in the singular or in the plural")
  func counted() {
    #expect(Double.counted(1, "trial") == "1 trial")
    #expect(Double.counted(0, "trial") == "0 trials" && Double.counted(1250, "trial") == "1,250 trials")
  }

  // Golden: Python 3.11, f"{x:.{d}f}", which rounds the binary value exactly and ties to even.
  @Test(
    "the binary value is rounded once, ties to even",
    arguments: [
      (0.125, 2, "0.12"), (0.375, 2, "0.38"), (2.675, 2, "2.67"), (1.005, 2, "1.00"), (0.285, 2, "0.28"),
      (2.5, 0, "2"), (3.5, 0, "4"), (99.995, 2, "100.00"), (0.9995, 3, "1.000"), (999_999.995, 2, "999999.99"),
      (0.1, 15, "0.100000000000000"), (123_456_789_012.345, 3, "123456789012.345"), (1e-9, 2, "0.00"),
      (.leastNonzeroMagnitude, 2, "0.00"), (4_503_599_627_370.4966, 3, "4503599627370.497"),
    ])
  func roundsOnce(number: Double, decimals: Int, text: String) {
    #expect(number.fixed(decimals) == text)
  }

  @Test("thousands are separated on request")
  func groups() {
    #expect(1_234_567.891.fixed(2, grouped: true) == "1,234,567.89")
    #expect((-999.5).fixed(0, grouped: true) == "-1,000")
    #expect(999.4.fixed(0, grouped: true) == "999")
    #expect(Double.grouped(Int.min) == "-9,223,372,036,854,775,808")
  }

  @Test("what rounds to zero has no sign")
  func zeroHasNoSign() {
    #expect((-0.004).fixed(2) == "0.00")
    #expect(0.004.fixed(2, sign: .always) == "0.00")
    #expect((-0.0).fixed(1) == "0.0")
    #expect((-0.006).fixed(2) == "-0.01")
    #expect(0.006.fixed(2, sign: .always) == "+0.01")
  }

  @Test("what is not a number says so, and what is too large keeps its exponent")
  func extremes() {
    #expect(Double.nan.fixed(2) == "n/a")
    #expect(Double.infinity.fixed(2, sign: .always) == "+inf")
    #expect((-Double.infinity).fixed(2) == "-inf")
    #expect(1e300.fixed(2) == "1e+300")
    #expect(999_999_999_999_999.0.fixed(0, grouped: true) == "999,999,999,999,999")
  }

  @Test("plain numbers are as short as they were typed")
  func plain() {
    #expect(288.0.plainText == "288")
    #expect(0.05.plainText == "0.05")
    #expect(1e-7.plainText == "1e-07")
  }
}
