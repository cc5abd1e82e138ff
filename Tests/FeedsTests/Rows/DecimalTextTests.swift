import Feeds
import Foundation
import TestSupport
import Testing

@Suite("Decimal numbers in bytes")
struct DecimalTextTests {
  private func number(_ text: String) -> Double? {
    let bytes = Array("x\(text)y".utf8)
    return DecimalText.number(bytes, 1..<(bytes.count - 1))
  }

  @Test(
    "a decimal is the double nearest to it, as the C library has it",
    arguments: [
      "0", "-0", "1", "+1", "007", "1.", ".5", "-.5", "0.1", "0.3", "90320.50", "521109196.44040", "-0.00012277",
      "9007199254740991", "9007199254740992", "9007199254740993", "123456789012345678901234567890", "3107.466999999993",
      "0.0000000000000000000001", "0.00000000000000000000001", "1e3", "1E-7", "-2.5e+10", "179769313486231570000e288",
      "0.1000000000000000055511151231257827", "00000000000000000000000000001.5", "4.9e-324",
    ])
  func exact(text: String) {
    #expect(number(text)?.bitPattern == strtod(text, nil).bitPattern)
  }

  @Test("numbers as venues write them agree with the C library to the last bit")
  func sample() {
    var random = KnuthRandom(seed: 7)
    for _ in 0..<20_000 {
      let state = random.next()
      let digits = String(state >> (state % 40))
      let point = Int(state % UInt64(digits.count))
      let text = digits.prefix(point) + "." + digits.dropFirst(point)
      #expect(number(String(text)) == strtod(String(text), nil))
    }
  }

  @Test(
    "anything else is no number",
    arguments: [
      "", " ", "-", "+", ".", "-.", "e5", "1e", "1.2.3", "1,2", "12a", "0x10", "nan", "NaN", "inf", "-inf", "Infinity",
      "1 ",
      " 1", "1e999", "--1", "1-2", "１",
    ])
  func refused(text: String) {
    #expect(number(text) == nil)
  }

  @Test("whole numbers have at most eighteen digits, so that none overflows")
  func integers() {
    func integer(_ text: String) -> Int64? { DecimalText.integer(Array(text.utf8), 0..<text.utf8.count) }
    #expect(integer("1735689600000000") == 1_735_689_600_000_000)
    #expect(integer("-5") == -5)
    #expect(integer("999999999999999999") == 999_999_999_999_999_999)
    for text in ["", "-", "1.0", "1e3", "1000000000000000000", "9223372036854775808", "x"] {
      #expect(integer(text) == nil)
    }
  }
}
