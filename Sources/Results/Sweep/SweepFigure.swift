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

extension BenchmarkFigure {
  func figure(_ value: Double) -> Figure {
    switch self {
    case .alpha: .signedPercent(value)
    case .beta: .ratio(value, decimals: 3)
    case .informationRatio: .ratio(value)
    }
  }
}
