import Numerics
import Testing

@Suite("Numbers in decimal digits")
struct DecimalTests {
  @Test(
    "what people write is read as the nearest number",
    arguments: [
      ("1.5", 1.5), ("-0.2", -0.2), ("+5", 5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("2E-3", 0.002), ("0", 0),
    ])
  func numbers(text: String, number: Double) {
    #expect(Double(decimal: text) == number)
  }

  @Test(
    "hexadecimal and binary digits, words, digits of other scripts and what is out of range are none",
    arguments: [
      "0x10", "0x1p4", "0b11", "inf", "-infinity", "nan", "1_000", "1,000", "１０", "", "-", ".", "e5", "1e", "1.2.3",
      " 1", "1e400",
    ])
  func others(text: String) {
    #expect(Double(decimal: text) == nil)
    #expect(Double(decimal: text, hundredths: 1) == nil)
  }

  @Test(
    "a share is a fraction, or a number with its unit behind it",
    arguments: [("0.0001", 0.0001), ("0.01%", 0.0001), ("1bps", 0.0001), ("-5%", -0.05), ("1.7bps", 0.00017)])
  func fractions(text: String, fraction: Double) {
    #expect(ShareSuffix.fraction(text) == fraction)
  }

  @Test(
    "a unit without a number, twice, or apart from it is none", arguments: ["%", "bps", "5%%", "5 %", "5bp", "1e%"])
  func noFractions(text: String) {
    #expect(ShareSuffix.fraction(text) == nil)
  }

  @Test("percent and basis points are the number nearest to what they mean, which a division is not")
  func shares() {
    #expect(1.7 / 1e4 != 0.00017)
    for tenths in 1...10_000 {
      let text = "\(tenths / 10).\(tenths % 10)"
      #expect(Double(decimal: text, hundredths: 2) == Double("\(text)e-4"))
      #expect(Double(decimal: text, hundredths: 1) == Double("\(text)e-2"))
    }
    #expect(Double(decimal: "17e-1", hundredths: 2) == 0.00017)
  }
}
