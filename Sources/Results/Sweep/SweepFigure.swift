import Replay
import Research

/// A figure of a trial by its name in the store: how people call it, its convention, and how its value reads.
public struct SweepFigure: Sendable, Hashable {
  public let name: String
  package let key: FigureKey?
  package let study: StudyFigure?
  package let benchmark: BenchmarkFigure?

  public init(_ name: String) {
    self.name = name
    key = FigureKey(rawValue: name)
    study = StudyFigure(rawValue: name)
    benchmark = BenchmarkFigure(rawValue: name)
  }

  public var title: String { key?.title ?? study?.title ?? benchmark?.title ?? name }
  public var convention: String { key?.convention ?? study?.convention ?? benchmark?.convention ?? "" }

  /// Missing where the figure is not defined.
  public func figure(_ value: Double?) -> Figure {
    guard let value, !value.isNaN else { return .missing }
    if let key { return key.figure(value) }
    if let benchmark { return benchmark.figure(value) }
    switch study {
    case .barsIn, .episodes, .observations: return .count(Int(value))
    case .hitRateIn: return .percent(value, decimals: 1)
    case .p: return .pValue(value)
    case .difference: return .unsignedSlopeBps(value)
    default: return .ratio(value)
    }
  }
}

extension StudyFigure {
  /// What people call it.
  public var title: String {
    switch self {
    case .barsIn: "Bars in"
    case .episodes: "Episodes"
    case .observations: "Observations"
    case .meanIn: "Mean in, bps"
    case .meanAll: "Mean all, bps"
    case .difference: "Difference, bps"
    case .hitRateIn: "Hit rate in"
    case .t: "Hodrick t"
    case .strength: "Hodrick |t|"
    case .p: "Hodrick p"
    }
  }

  /// The convention, in a few words, printed with the number.
  public var convention: String {
    switch self {
    case .barsIn: "bars on which the regime holds and the forward return is known"
    case .episodes: "how often the regime came: the size of the sample; a bar that is not known ends none"
    case .observations: "bars on which signal and forward return are known"
    case .meanIn, .meanAll: "forward return from close to close, simple"
    case .difference: "inside less outside for a regime, return per unit for a signal"
    case .hitRateIn: "share of forward returns above zero in the regime"
    case .t: "Hodrick 1B, under the null; of a number less its bias"
    case .strength: "Hodrick 1B, under the null, whichever way it points; of a number less its bias"
    case .p: "Hodrick 1B, two-sided, normal; of one trial, not of the best of many"
    }
  }
}

extension BenchmarkFigure {
  public var title: String {
    switch self {
    case .alpha: "Alpha a year"
    case .beta: "Beta"
    case .informationRatio: "Information ratio"
    }
  }

  public var convention: String {
    switch self {
    case .alpha: "intercept on the benchmark's daily returns, x 365, simple"
    case .beta: "slope on the benchmark's daily returns"
    case .informationRatio: "mean difference from the benchmark / its deviation, x sqrt(365)"
    }
  }

  func figure(_ value: Double) -> Figure {
    switch self {
    case .alpha: .signedPercent(value)
    case .beta: .ratio(value, decimals: 3)
    case .informationRatio: .ratio(value)
    }
  }
}
