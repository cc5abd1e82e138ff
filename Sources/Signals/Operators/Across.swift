import Market
import Numerics

/// An operator on any number of series at one bar: the same thing on several venues or coins.
struct AcrossOperator: SignalOperator {
  let name: String
  let about: String
  let formula: String
  let example: String
  let inputs = [OperatorInput("x", .number), OperatorInput("y", .number)]
  let unit = OperatorUnit.same(as: 0)
  let missing = MissingRule.read
  let repeatsLast = true
  /// Of the values at one bar, all of them known.
  let value: @Sendable (inout [Double]) -> Double

  func lookBack(windows: [Int]) -> Int { 0 }

  func evaluate(_ call: OperatorCall) -> SignalColumn {
    var values = [Double](repeating: .nan, count: call.numbers.count)
    return .numbers(
      (0..<call.grid.count).map { row in
        for (place, column) in call.numbers.enumerated() { values[place] = column[row] }
        return values.contains(where: \.isNaN) ? .nan : finite(value(&values))
      })
  }
}

extension Operators {
  static let across: [any SignalOperator] = [
    AcrossOperator(
      name: "mean_across", about: "The mean of several series at a bar, such as one rate on several venues.",
      formula: "(x + y + …) / how many they are", example: "mean_across(close, open, spot)",
      value: { values in mean(values) }),
    AcrossOperator(
      name: "median_across", about: "The middle one of several series at a bar.",
      formula: "the middle one in order, or the mean of the middle two", example: "median_across(close, open, spot)",
      value: { values in
        values.sort()
        return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
      }),
    AcrossOperator(
      name: "std_across", about: "How far several series lie apart at a bar: their standard deviation.",
      formula: "ddof 1; exactly 0 where they are equal", example: "std_across(close, open, spot)",
      value: { values in
        let mean = mean(values)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
      }),
  ]

  /// Exactly the value where all are equal.
  private static func mean(_ values: [Double]) -> Double {
    var mean = 0.0
    for (place, value) in values.enumerated() { mean += (value - mean) / Double(place + 1) }
    return mean
  }
}

extension VenueColumn {
  /// Of a call such as `median_across(venues, funding_rate)`; nil for any other.
  init?(call name: String, _ arguments: [Syntax]) {
    guard let statistic = Self.statistic(of: name), (2...3).contains(arguments.count),
      arguments[0].form.name == Self.word, let column = arguments[1].form.name, !column.contains(".")
    else { return nil }
    guard arguments.count == 3 else {
      self.init(statistic, column)
      return
    }
    guard statistic == .mean, let weight = arguments[2].form.name, !weight.contains(".") else { return nil }
    self.init(statistic, column, weight: weight)
  }

  /// Whether a call is of all venues, as it should be written or not.
  static func isMeant(by name: String, _ arguments: [Syntax]) -> Bool {
    statistic(of: name) != nil && arguments.first?.form.name == word
  }

  private static func statistic(of name: String) -> VenueStatistic? {
    guard name.hasSuffix("_across") else { return nil }
    return VenueStatistic(rawValue: String(name.dropLast("_across".count)))
  }
}

extension Syntax.Form {
  fileprivate var name: String? { if case .name(let name) = self { name } else { nil } }
}
