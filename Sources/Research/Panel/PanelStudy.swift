import Market
import Statistics

/// Does it predict on several markets at once: pooled over time with an intercept a market, across markets where there are
/// enough, and each market by itself.
public struct PanelStudy: Sendable {
  public let subject: PanelSubject
  public let plan: StudyPlan
  public let horizons: [PanelHorizon]

  /// - Throws: a `Problem` for a horizon that is no whole number of bars or longer than the data.
  public init(_ subject: PanelSubject, _ plan: StudyPlan) throws(Problem) {
    var horizons: [PanelHorizon] = []
    for forward in plan.horizons {
      guard let bars = forward.count(of: subject.grid.interval), bars > 0 else {
        throw Problem(
          "the horizon \(forward) is not a whole number of \(subject.grid.interval) bars", remedy: "take a multiple")
      }
      guard bars < subject.grid.count else {
        throw Problem(
          "the horizon \(forward) is \(bars) bars and the window has \(subject.grid.count)",
          remedy: "shorten it or widen --from and --to")
      }
      horizons.append(PanelHorizon(subject, forward: forward, bars: bars, plan: plan))
    }
    self.subject = subject
    self.plan = plan
    self.horizons = horizons
  }
}
