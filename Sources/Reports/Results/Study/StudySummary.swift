import Market
import Research
import Signals
import Statistics

/// A study with what names it, for documents and pages.
public struct StudySummary: Sendable {
  public let study: Study
  public let strategy: String
  public let parameters: [(name: String, value: ParameterValue)]

  public init(study: Study, strategy: String, parameters: [(name: String, value: ParameterValue)]) {
    self.study = study
    self.strategy = strategy
    self.parameters = parameters
  }

  var frame: Frame { study.subject.frame }
  var window: TimeRange { frame.window }

  var isRegime: Bool { study.subject.isRegime }

  var knownBars: Int { study.subject.known.count { $0 } }

  func rejection(_ horizon: HorizonStudy, _ name: String) -> Double? {
    horizon.rejections.first { $0.name == name }?.share
  }

  /// A name for its folder: the strategy and the signal.
  public var id: String {
    let signal = study.subject.name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
    return "\(strategy)-study-\(String(signal).prefix(40))"
  }
}
