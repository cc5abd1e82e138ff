import Foundation
import Market
import Numerics
import Signals

/// One parameter of a sweep and the values it takes: listed, or drawn from a distribution.
public struct ParameterAxis: Sendable, Hashable {
  public let name: String
  /// The listed values; empty on a drawn axis. In a space they ascend, so that steps are steps.
  public let values: [ParameterValue]
  /// Where its values come from on a drawn axis; nil on a listed one.
  public let distribution: Distribution?
  /// The axis varies only where this condition over other parameters holds; nil for an axis that always does.
  public let condition: String?
  /// Its value where the condition does not hold: the parameter's default. Nil without a condition.
  public let rest: ParameterValue?
  /// How many of `values` it takes where it varies: all of them, or all but the last when that is only there for rest.
  public let sweptCount: Int

  init(
    name: String, values: [ParameterValue], distribution: Distribution? = nil, condition: String? = nil,
    rest: ParameterValue? = nil
  ) {
    self.name = name
    self.distribution = distribution
    self.condition = condition
    self.rest = rest
    sweptCount = values.count
    if distribution == nil, let rest, !values.contains(rest) {
      self.values = values + [rest]
    } else {
      self.values = values
    }
  }

  /// Whether it takes more than one value.
  public var isSwept: Bool { isDrawn || values.count > 1 }
  public var isDrawn: Bool { distribution != nil }

  /// Where in `values` the value of rest is; nil on a drawn axis and on one without a condition.
  public var restPosition: Int? { rest.flatMap { values.firstIndex(of: $0) } }

  /// What was written: `entry: 0.5 … 3 (11 values)`, `exit: normal(0,1)`.
  public var written: String {
    let swept = values.prefix(sweptCount)
    let what =
      distribution?.description
      ?? (swept.count > 4
        ? "\(swept[0]) … \(swept[swept.count - 1]) (\(swept.count) values)"
        : swept.map(\.description).joined(separator: ", "))
    return "\(name): \(what)\(condition.map { " if \($0)" } ?? "")"
  }
}

extension ParameterAxis {
  /// More values than this on one axis is a slip of the keyboard.
  static let mostValues = 1_000_000

  static let gridForm = "parameter=from:to:step, parameter=from:to:*factor or parameter=a,b,c"

  /// Reads `entry=0.5:3:0.25` (from, to, step; the end belongs to it when a step lands on it), `lookback=6h:4d:*2` (each
  /// twice the one before), or a list `lookback=6h,1d,3d`; any of them may be followed by `if` and a condition.
  ///
  /// Steps are taken in decimal, so the third value of `0.1:0.5:0.1` is 0.3 and not 0.30000000000000004; what a factor
  /// gives is rounded to twelve digits, durations to whole milliseconds.
  ///
  /// - Throws: a `Problem` for what is no grid, a range that never arrives or stands still, a value given twice, and more
  ///   than a million values.
  public init(parsing text: String) throws(Problem) {
    let text = try AxisText(text, flag: "--grid", form: Self.gridForm)
    self.init(name: text.name, values: try Self.values(of: text), condition: text.condition)
  }

  static func values(of text: AxisText) throws(Problem) -> [ParameterValue] {
    let bounds = text.what.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let values =
      bounds.count > 1
      ? try AxisRange(bounds, of: text).values
      : try text.what.split(separator: ",", omittingEmptySubsequences: false).map { word throws(Problem) in
        try value(String(word), of: text)
      }
    if let value = values.firstRepeated {
      throw Problem("\(text.source) has the value \(value) twice", remedy: "write each value once")
    }
    return values
  }

  static func value(_ word: String, of text: AxisText) throws(Problem) -> ParameterValue {
    guard let value = ParameterValue(word) else {
      throw Problem(
        word.isEmpty ? "\(text.source) has an empty value" : "'\(word)' in \(text.source) is not a value",
        remedy: "write a number (1.5, 20%, 5bps), a duration (1d, 12h) or true/false")
    }
    return value
  }
}

/// The values of `from:to:step` or `from:to:*factor`.
struct AxisRange {
  let values: [ParameterValue]

  init(_ parts: [String], of text: AxisText) throws(Problem) {
    guard parts.count == 3 else {
      throw Problem(
        "\(text.source) has \(parts.count) parts", remedy: "a range is from:to:step, such as 0.5:3:0.25")
    }
    let isGeometric = parts[2].hasPrefix("*")
    let from = try ParameterAxis.value(parts[0], of: text)
    let to = try ParameterAxis.value(parts[1], of: text)
    let step = try ParameterAxis.value(isGeometric ? String(parts[2].dropFirst()) : parts[2], of: text)
    switch (from, to, step) {
    case (.duration(let a), .duration(let b), .number(let factor)) where isGeometric:
      values = try Self.powers(a.scalar, b.scalar, factor, text).map {
        .duration(Interval(milliseconds: Int64($0.rounded())))
      }
    case (.number(let a), .number(let b), .number(let factor)) where isGeometric:
      values = try Self.powers(a, b, factor, text).map { .number(Self.twelveDigits($0)) }
    case (.duration(let a), .duration(let b), .duration(let c)) where !isGeometric:
      let steps = try Self.steps(a.scalar, b.scalar, c.scalar, text)
      values = (0...steps).map { .duration(Interval(milliseconds: a.milliseconds + Int64($0) * c.milliseconds)) }
    case (.number(let a), .number(let b), .number(let c)) where !isGeometric:
      let steps = try Self.steps(a, b, c, text)
      guard let scale = Self.decimalScale(a, c) else {
        values = (0...steps).map { .number(a + Double($0) * c) }
        return
      }
      let (first, each) = ((a * scale).rounded(), (c * scale).rounded())
      values = (0...steps).map { .number((first + Double($0) * each) / scale) }
    default:
      throw Problem(
        "\(text.source) mixes \(from.noun), \(to.noun) and \(isGeometric ? "a factor of " : "")\(step.noun)",
        remedy: "numbers go in numbers and durations in durations; a factor is a number, as in 6h:4d:*2")
    }
  }

  private static func steps(_ from: Double, _ to: Double, _ step: Double, _ text: AxisText) throws(Problem) -> Int {
    guard step != 0 else { throw Problem("\(text.source) has a step of zero", remedy: "give a step above zero") }
    guard step > 0, to >= from else {
      throw Problem(
        "\(text.source) never arrives", remedy: "the step must be above zero and the end not below the start")
    }
    return try counted((to - from) / step, text)
  }

  private static func powers(_ from: Double, _ to: Double, _ factor: Double, _ text: AxisText) throws(Problem)
    -> [Double]
  {
    guard factor > 1, from > 0, to >= from else {
      throw Problem(
        "\(text.source) never arrives",
        remedy: "the factor must be above one, the start above zero and the end not below the start")
    }
    let count = try counted(log(to / from) / log(factor), text)
    return (0...count).map { from * pow(factor, Double($0)) }
  }

  /// Whole steps; one that misses the end by a rounding error counts.
  private static func counted(_ steps: Double, _ text: AxisText) throws(Problem) -> Int {
    let steps = (steps * (1 + 1e-12) + 1e-9).rounded(.down)
    guard steps < Double(ParameterAxis.mostValues) else {
      throw Problem(
        "\(text.source) has \(Int64(min(steps, 1e18)) + 1) values on one axis", remedy: "take a larger step")
    }
    return Int(steps)
  }

  private static func twelveDigits(_ value: Double) -> Double { Double(String(format: "%.12g", value)) ?? value }

  /// The power of ten that makes both whole, if one up to a trillion does.
  private static func decimalScale(_ a: Double, _ b: Double) -> Double? {
    var scale = 1.0
    for _ in 0...12 {
      let whole = [a, b].allSatisfy { abs($0 * scale - ($0 * scale).rounded()) <= 1e-9 * max(1, abs($0 * scale)) }
      if whole, abs(a * scale) < 1e15, abs(b * scale) < 1e15, (b * scale).rounded() > 0 { return scale }
      scale *= 10
    }
    return nil
  }
}

extension Interval {
  /// Its milliseconds, for arithmetic.
  fileprivate var scalar: Double { Double(milliseconds) }
}

/// What the command line says of one axis, taken apart: `name=what`, or `name=what if condition`.
struct AxisText {
  let name: String
  let what: String
  let condition: String?
  /// The flag it came with, for messages: `--grid 'entry=1,2'`.
  let source: String

  /// - Parameters:
  ///   - flag: `--grid` or `--random`.
  ///   - form: what can be written there, for the message.
  init(_ text: String, flag: String, form: String) throws(Problem) {
    source = "\(flag) '\(text)'"
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !Self.trimmed(halves[0]).isEmpty, !Self.trimmed(halves[1]).isEmpty else {
      throw Problem("\(source) is not understood", remedy: "write \(form)")
    }
    name = Self.trimmed(halves[0])
    let right = halves[1]
    if let word = Self.conditionWord(in: right) {
      what = Self.trimmed(right[..<word.lowerBound])
      condition = Self.trimmed(right[word.upperBound...])
      guard condition?.isEmpty == false, !what.isEmpty else {
        throw Problem("\(source) has nothing on one side of 'if'", remedy: "write \(form) if condition")
      }
    } else {
      what = Self.trimmed(right)
      condition = nil
    }
  }

  /// The first `if` that stands as a word of its own; the language's `if(` is an operator and stays in the condition.
  private static func conditionWord(in text: Substring) -> Range<Substring.Index>? {
    var from = text.startIndex
    while let space = text[from...].firstIndex(of: " ") {
      let word = text[text.index(after: space)...]
      if word.hasPrefix("if") {
        let end = word.index(word.startIndex, offsetBy: 2)
        if end == word.endIndex || word[end] == " " { return space..<end }
      }
      from = text.index(after: space)
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
