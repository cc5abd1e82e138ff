import Research

// Where each result says that it is beyond what any market has given. Whether it is, Research knows.

extension BeyondReal {
  /// The head of an alarm wherever it is said.
  package static let title = "Beyond real"
}

extension RunSummary {
  private var claim: BeyondReal.Claim { BeyondReal.Claim(run, of: strategy.strategy) }

  package var alarm: String? { BeyondReal.alarm(claim, asking: strategy.strategy.name) }
  /// The same without what to do about it.
  package var beyondReal: String? { BeyondReal.what(claim) }
  var hedgedRemark: String? { BeyondReal.hedgedRemark(claim) }
}

extension CompareSummary {
  /// Of the first run that is beyond real, with how many more are.
  package var alarm: String? { BeyondReal.first(of: named.compactMap { name, run in run.alarm.map { (name, $0) } }) }
}

extension SweepSummary {
  package var alarm: String? {
    sweep.alarm(tally, figures: figures, on: frame, forward: studied?.forward, isSlope: isSlope)
  }
}

extension ValidationSummary { package var alarm: String? { validation.alarm } }
extension ScanSummary { package var alarm: String? { study.alarm } }
extension FamilySummary { package var alarm: String? { study.alarm(title) } }
extension PanelSummary { package var alarm: String? { study.alarm } }
extension RegressionSummary { package var alarm: String? { regression.alarm(asking: strategy) } }
