import Foundation
import Market
import Signals
import Statistics

/// What a drawn parameter is drawn from.
public enum Distribution: Sendable, Hashable {
  case normal(mean: Double, deviation: Double)
  case uniform(Double, Double)
  /// Uniform in the logarithm: as many draws between 1 and 10 as between 10 and 100.
  case logUniform(Double, Double)
  /// Whole numbers, both ends included, each equally likely.
  case integer(Int, Int)
  case choice([ParameterValue])
  /// Durations in whole bars, both ends included: equally likely, or with `logarithmic` as `logUniform` rounded to the
  /// nearest bar.
  case bars(Int, Int, logarithmic: Bool, bar: Interval)

  /// The value at probability `u`, strictly between 0 and 1: its quantile, so that strata of `u` are strata of values.
  public func value(_ u: Double) -> ParameterValue {
    switch self {
    case .choice(let values): values[Self.index(u, below: values.count)]
    case .bars(_, _, _, let bar): .duration(bar * Int(scalar(u) / Double(bar.milliseconds)))
    default: .number(scalar(u))
    }
  }

  /// The same as `ParameterValue.scalar`.
  func scalar(_ u: Double) -> Double {
    switch self {
    case .normal(let mean, let deviation): mean + deviation * NormalDistribution.quantile(u)
    case .uniform(let a, let b): min(max(a + u * (b - a), a), b)
    case .logUniform(let a, let b): min(max(a * exp(u * log(b / a)), a), b)
    case .integer(let a, let b): Double(a + Self.index(u, below: b - a + 1))
    case .choice(let values): values[Self.index(u, below: values.count)].scalar
    case .bars(let a, let b, let logarithmic, let bar):
      Double(bar.milliseconds)
        * (logarithmic
          ? min(max((Double(a) * exp(u * log(Double(b) / Double(a)))).rounded(), Double(a)), Double(b))
          : Double(a + Self.index(u, below: b - a + 1)))
    }
  }

  private static func index(_ u: Double, below count: Int) -> Int { min(Int(u * Double(count)), count - 1) }

  /// How many values it can give; nil for a continuum.
  var valueCount: Int? {
    switch self {
    case .normal, .uniform, .logUniform: nil
    case .integer(let a, let b), .bars(let a, let b, _, _): b - a + 1
    case .choice(let values): values.count
    }
  }

  /// The ends of what it gives, the numbers for a picture's axis; a normal's are three deviations off.
  public var span: ClosedRange<Double> {
    switch self {
    case .normal(let mean, let deviation): (mean - 3 * deviation)...(mean + 3 * deviation)
    case .uniform(let a, let b), .logUniform(let a, let b): a...b
    case .integer(let a, let b): Double(a)...Double(b)
    case .choice(let values): 0...Double(values.count)
    case .bars(let a, let b, _, let bar):
      Double(a) * Double(bar.milliseconds)...Double(b) * Double(bar.milliseconds)
    }
  }
}

extension Distribution: CustomStringConvertible {
  /// As it is written on the command line.
  public var description: String {
    func call(_ name: String, _ values: ParameterValue...) -> String {
      "\(name)(\(values.map(\.description).joined(separator: ",")))"
    }
    return switch self {
    case .normal(let mean, let deviation): call("normal", .number(mean), .number(deviation))
    case .uniform(let a, let b): call("uniform", .number(a), .number(b))
    case .logUniform(let a, let b): call("loguniform", .number(a), .number(b))
    case .integer(let a, let b): call("integer", .number(Double(a)), .number(Double(b)))
    case .choice(let values): "choice(\(values.map(\.description).joined(separator: ",")))"
    case .bars(let a, let b, let logarithmic, let bar):
      call(logarithmic ? "loguniform" : "uniform", .duration(bar * a), .duration(bar * b))
    }
  }
}

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
