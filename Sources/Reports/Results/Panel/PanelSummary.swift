import Market
import Research
import Signals
import Statistics

/// A study of several markets with what names it, for documents and pages.
public struct PanelSummary: Sendable {
  public let study: PanelStudy
  public let strategy: String
  public let parameters: [(name: String, value: ParameterValue)]
  /// Markets that have bars outside the common window, and all of theirs.
  public let cut: [(market: String, window: TimeRange)]
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?

  public init(
    study: PanelStudy, strategy: String, parameters: [(name: String, value: ParameterValue)],
    cut: [(market: String, window: TimeRange)] = []
  ) {
    self.study = study
    self.strategy = strategy
    self.parameters = parameters
    self.cut = cut
  }

  var subject: PanelSubject { study.subject }
  var window: TimeRange { subject.grid.range }
  /// `btc,eth`.
  var market: String { subject.marketNames.joined(separator: ",") }

  func rejection(_ horizon: PanelHorizon, _ name: String) -> Double? {
    horizon.rejections.first { $0.name == name }?.share
  }

  /// Which bars were left out, if any.
  var windowNotes: [String] {
    guard !cut.isEmpty else { return [] }
    let windows = cut.prefix(3).map { "\($0.market) from \($0.window.from.minuteText) to \($0.window.to.minuteText)" }
    let more = cut.count > 3 ? " and \(cut.count - 3) others" : ""
    return ["Only bars that all markets have are used; more have \(windows.joined(separator: ", "))\(more)."]
  }

  static let conventions = [
    "The slope compares each market with itself: an intercept a market. Driscoll-Kraay and Hodrick 1B add up the markets of a stamp before anything is squared; the circular shift moves all markets by one distance.",
    "Forward returns are simple, from the close at which the signal is known.",
  ]
}
