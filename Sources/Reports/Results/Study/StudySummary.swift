import Market
import Research
import Signals
import Statistics

/// A study with what names it, for documents and pages.
public struct StudySummary: Sendable {
  public let study: Study
  public let strategy: String
  public let parameters: [(name: String, value: ParameterValue)]
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?

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
}
