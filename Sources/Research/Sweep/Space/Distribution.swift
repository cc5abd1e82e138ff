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
