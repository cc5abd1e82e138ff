import Market
import Signals
import Testing

@Suite("Conditions over parameters")
struct ParameterConditionTests {
  static let parameters = [
    Parameter(name: "a", value: .number(2)), Parameter(name: "b", value: .number(3)),
    Parameter(name: "window", value: .duration(.day)), Parameter(name: "on", value: .flag(true)),
  ]

  @Test(
    "it means what the language means, whatever the values",
    arguments: [
      "a < b", "not (a < b or on)", "window > 6h and a * 2 >= b", "on == (a > b)", "on != true", "abs(a - b) == 1",
      "least(a, b) ^ 2 <= greatest(a, b)", "if(on, a, -b) > 0", "clip(a, 0, 2) == 2 or sqrt(abs(b)) > 1.5",
      "window / 1h == 24", "-a > b - log(exp(1)) * 6", "window + 6h < 2d", "sign(a) == 1",
    ])
  func meaning(text: String) throws {
    let expression = try Expression(parsing: text)
    let condition = try ParameterCondition(expression, over: Self.parameters)
    for a in [-1, 0, 2, 3.5] {
      for b in [-2, 1, 3.0] {
        for window in [Interval.hours(6), .day, .days(3)] {
          for on in [true, false] {
            let values: [ParameterValue] = [.number(a), .number(b), .duration(window), .flag(on)]
            let book = try SignalBook(parameters: Self.parameters)
            let bound = try book.bound(to: Dictionary(uniqueKeysWithValues: zip(book.parameterNames, values)))
            // The language refuses a constant without a value; a condition does not hold there.
            let expected = if case .flag(true)? = (try? bound.resolve(expression))?.constant { true } else { false }
            #expect(values.map(\.scalar).withUnsafeBufferPointer { $0.baseAddress.map(condition.holds) } == expected)
          }
        }
      }
    }
  }

  @Test("it knows which parameters it reads")
  func slots() throws {
    #expect(try ParameterCondition(Expression(parsing: "window > 1d or b > 1"), over: Self.parameters).slots == [1, 2])
  }

  @Test("what is unknown does not hold, and neither does its opposite")
  func unknown() throws {
    for text in ["1 / a > 0", "not (1 / a > 0)", "1 / a > 0 and on", "log(a) < 1"] {
      let condition = try ParameterCondition(Expression(parsing: text), over: Self.parameters)
      #expect([0, 1, 1, 1].withUnsafeBufferPointer { $0.baseAddress.map(condition.holds) } == false)
    }
    let either = try ParameterCondition(Expression(parsing: "1 / a > 0 or on"), over: Self.parameters)
    #expect([0, 1, 1, 1].withUnsafeBufferPointer { $0.baseAddress.map(either.holds) } == true)
  }

  @Test(
    "what changes from bar to bar is refused",
    arguments: ["hour > 3", "close > a", "zscore(a, window) > 1", "returns(1) > 0", "a", "a > window"])
  func refused(text: String) {
    #expect(throws: Problem.self) { try ParameterCondition(Expression(parsing: text), over: Self.parameters) }
  }
}
