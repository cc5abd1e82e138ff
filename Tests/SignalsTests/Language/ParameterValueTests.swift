import Market
import Signals
import Testing

@Suite("Values of parameters")
struct ParameterValueTests {
  @Test(
    "are numbers, durations and flags",
    arguments: [
      ("1.5", ParameterValue.number(1.5)), ("-0.5", .number(-0.5)), ("-20%", .number(-0.2)), ("1d", .duration(.day)),
      ("90m", .duration(.minutes(90))), ("true", .flag(true)), ("false", .flag(false)),
    ])
  func reading(text: String, value: ParameterValue) {
    #expect(ParameterValue(text) == value)
  }

  @Test("are nothing else", arguments: ["", "close", "1 + 1", "1.5h", "-1d", "--", "1d 2d", "nan", "inf", "1e999"])
  func refused(text: String) {
    #expect(ParameterValue(text) == nil)
  }

  @Test(
    "are written in the shortest text that reads back",
    arguments: [("1.50", "1.5"), ("3", "3"), ("5bps", "0.0005"), ("24h", "1d"), ("true", "true"), ("1e-9", "1e-09")])
  func writing(text: String, shortest: String) throws {
    let value = try #require(ParameterValue(text))
    #expect(value.description == shortest)
    #expect(ParameterValue(value.description) == value)
  }
}
