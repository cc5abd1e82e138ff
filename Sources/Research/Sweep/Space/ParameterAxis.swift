import Market
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
