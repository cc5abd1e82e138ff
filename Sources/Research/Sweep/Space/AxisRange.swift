import Foundation
import Market
import Signals

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
