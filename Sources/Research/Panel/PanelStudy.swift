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
    self.subject = subject
    self.plan = plan
    horizons = try plan.horizons.map { forward throws(Problem) in
      let bars = try forward.horizon(in: subject.grid.count, barsOf: subject.grid.interval)
      return PanelHorizon(subject, forward: forward, bars: bars, plan: plan)
    }
  }
}
