import Market
import Signals

extension Distribution {
  static let forms = "normal(mean,deviation), uniform(a,b), loguniform(a,b), integer(a,b) or choice(a,b,c)"
  static let randomForm = "parameter=\(forms)"

  /// Reads `normal(0,1)`, `uniform(6h,3d)` and the like.
  ///
  /// - Parameters:
  ///   - standard: the parameter's default, which says what kind of value is wanted.
  ///   - bar: durations are drawn in whole bars of this length.
  /// - Throws: a `Problem` for what is no distribution, bounds that hold nothing, and values of another kind.
  init(_ text: AxisText, for standard: ParameterValue, bar: Interval) throws(Problem) {
    let (name, arguments) = try Self.call(text)
    let parsed = try arguments.map { word throws(Problem) in try ParameterAxis.value(word, of: text) }
    if name == "choice" {
      self = .choice(try Self.choices(parsed, text, for: standard, bar: bar))
      return
    }
    guard parsed.count == 2 else {
      throw Problem("\(text.source) has \(parsed.count) arguments", remedy: "write \(Self.forms)")
    }
    switch (name, parsed[0], parsed[1], standard) {
    case ("normal", .number(let mean), .number(let deviation), .number):
      guard deviation > 0 else { throw Self.empty(text, "the deviation must be above zero") }
      self = .normal(mean: mean, deviation: deviation)
    case ("uniform", .number(let a), .number(let b), .number):
      guard a < b, (b - a).isFinite else { throw Self.empty(text, "the second bound must be above the first") }
      self = .uniform(a, b)
    case ("loguniform", .number(let a), .number(let b), .number):
      guard a > 0, a < b, (b / a).isFinite else {
        throw Self.empty(text, "both bounds must be above zero, the second above the first")
      }
      self = .logUniform(a, b)
    case ("integer", .number(let a), .number(let b), .number), ("integer", .number(let a), .number(let b), .duration):
      let counts = try Self.whole(a, b, text)
      guard case .duration = standard else {
        self = .integer(counts.lowerBound, counts.upperBound)
        return
      }
      guard counts.lowerBound >= 1, counts.lowerBound < counts.upperBound else {
        throw Self.empty(text, "counts of bars begin at 1, and the second bound must be above the first")
      }
      self = .bars(counts.lowerBound, counts.upperBound, logarithmic: false, bar: bar)
    case ("uniform", .duration(let a), .duration(let b), .duration),
      ("loguniform", .duration(let a), .duration(let b), .duration):
      let first = max(1, (a.milliseconds + bar.milliseconds - 1) / bar.milliseconds)
      let last = b.milliseconds / bar.milliseconds
      guard first < last, last <= 1 << 40 else {
        throw Self.empty(text, "between the bounds there must be two whole numbers of bars of \(bar) or more")
      }
      self = .bars(Int(first), Int(last), logarithmic: name == "loguniform", bar: bar)
    default:
      throw Problem(
        "\(text.source) does not give \(standard.noun), which is what '\(text.name)' is (\(standard))",
        remedy: Self.advice(for: standard))
    }
  }

  private static func advice(for standard: ParameterValue) -> String {
    switch standard {
    case .number: "numbers come from normal, uniform, loguniform and integer with numbers as arguments"
    case .duration: "durations come from uniform(6h,3d) or loguniform(6h,3d), counts of bars from integer(72,864)"
    case .flag: "true and false come from choice(true,false)"
    }
  }

  /// A value of the kind that a distribution in canonical text gives: that of its first argument.
  static func kind(of text: AxisText) throws(Problem) -> ParameterValue {
    let first = try call(text).arguments.first ?? ""
    return try ParameterAxis.value(first, of: text)
  }

  private static func call(_ text: AxisText) throws(Problem) -> (name: String, arguments: [String]) {
    guard let open = text.what.firstIndex(of: "("), text.what.hasSuffix(")") else {
      throw Problem("\(text.source) names no distribution", remedy: "write \(forms)")
    }
    let name = String(text.what[..<open])
    let known = ["normal", "uniform", "loguniform", "integer", "choice"]
    guard known.contains(name) else {
      throw Problem(
        "unknown distribution '\(name)' in \(text.source)",
        remedy: suggestion(for: name, in: known, called: "distributions"))
    }
    let inner = text.what[text.what.index(after: open)...].dropLast()
    return (
      name,
      inner.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    )
  }

  private static func choices(
    _ values: [ParameterValue], _ text: AxisText, for standard: ParameterValue, bar: Interval
  ) throws(Problem) -> [ParameterValue] {
    var seen: Set<ParameterValue> = []
    return try values.map { value throws(Problem) in
      guard let value = value.taking(kindOf: standard, bar: bar) else {
        throw Problem(
          "'\(value)' in \(text.source) is \(value.noun) and '\(text.name)' is \(standard.noun)",
          remedy: "give it \(standard.noun)")
      }
      guard seen.insert(value).inserted else {
        throw Problem("\(text.source) has the value \(value) twice", remedy: "each is drawn as often as the others")
      }
      return value
    }
  }

  private static func whole(_ a: Double, _ b: Double, _ text: AxisText) throws(Problem) -> ClosedRange<Int> {
    guard a == a.rounded(), b == b.rounded(), a.magnitude < 0x1p53, b.magnitude < 0x1p53 else {
      throw empty(text, "both bounds must be whole numbers")
    }
    guard a <= b else { throw empty(text, "the second bound must not be below the first") }
    return Int(a)...Int(b)
  }

  private static func empty(_ text: AxisText, _ remedy: String) -> Problem {
    Problem("\(text.source) has nothing to draw from", remedy: remedy)
  }
}

extension ParameterValue {
  /// The value as one of the same kind as `standard`, a count of bars as the duration it stands for; nil for another kind.
  func taking(kindOf standard: ParameterValue, bar: Interval) -> ParameterValue? {
    switch (standard, self) {
    case (.number, .number), (.duration, .duration), (.flag, .flag): self
    case (.duration, .number(let bars)) where bars >= 1 && bars == bars.rounded() && bars < 1e9:
      .duration(bar * Int(bars))
    default: nil
    }
  }
}
