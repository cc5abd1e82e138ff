import Digest
import Market
import Reports
import Research
import Statistics
import Store

/// Counts what a study looked at, before anybody sees what came out.
struct LookRecorder {
  let workspace: Workspace

  /// One hypothesis and what it came to, two-sided.
  private struct Look {
    let subject: StudySubject
    let forward: Interval
    let hodrick: Double?
    let circular: Double?
  }

  /// The looks of a study, one tally a market. A study of several markets looks at each of them, whatever it pools.
  func record(_ document: any StudyDocument) throws -> [LookTally] {
    var looks: [Look] = []
    func add(_ subject: StudySubject, _ forward: Interval, _ estimates: [EstimatorResult]) {
      func p(_ estimator: some ForwardEstimator) -> Double? { estimates.first { $0.name == estimator.name }?.p }
      looks.append(
        Look(
          subject: subject, forward: forward, hodrick: p(Hodrick1BEstimator()), circular: p(CircularShiftEstimator())))
    }
    switch document {
    case let summary as StudySummary:
      for horizon in summary.study.horizons { add(summary.study.subject, horizon.forward, horizon.estimates) }
    case let summary as PanelSummary:
      for horizon in summary.study.horizons {
        for (subject, market) in zip(summary.study.subject.markets, horizon.markets) {
          add(subject, horizon.forward, market.estimates)
        }
      }
    default: break
    }
    return try record(looks)
  }

  /// The looks of a family, one tally a market.
  ///
  /// - Parameter subjects: what each hypothesis of the family was tested on, in its order.
  func record(_ summary: FamilySummary, _ subjects: [StudySubject]) throws -> [LookTally] {
    try record(
      zip(summary.study.members, subjects).map { member, subject in
        Look(
          subject: subject, forward: member.test.hypothesis.forward, hodrick: member.test.hodrick?.twoSided,
          circular: member.test.circular?.twoSided)
      })
  }

  /// The looks of a sweep over a signal's parameters: each parameter set is one.
  ///
  /// - Parameter trials: points that could be studied, and what each came to.
  func record(_ measure: StudyMeasure, _ trials: [(point: Int, hodrick: Double?)]) throws -> [LookTally] {
    try record(
      trials.map { trial in
        Look(
          subject: try measure.subject(at: trial.point), forward: measure.forward, hodrick: trial.hodrick,
          circular: nil)
      })
  }

  private func record(_ looks: [Look]) throws -> [LookTally] {
    let records = looks.map(record)
    let archive = try RunArchive(root: workspace.root)
    let isFirst = try archive.record(records)
    var markets: [String] = []
    for record in records where !markets.contains(record.market) { markets.append(record.market) }
    let tallies = try markets.map { market in
      let all = try archive.looks(market: market)
      let places = Dictionary(all.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
      let own = records.indices.filter { records[$0].market == market }
      return LookTally(
        market: market, all: all.map(\.p), fresh: own.count { isFirst[$0] },
        tested: own.compactMap { index in
          places[records[index].key].map { (looks[index].subject.name, looks[index].forward, $0) }
        })
    }
    try archive.close()
    return tallies
  }

  private func record(_ look: Look) -> LookRecord {
    let frame = look.subject.frame
    let data = look.subject.digest
    // A direction is no part of it: whoever tests for a fall has seen the rise as well.
    let identity = """
      look 1
      market \(frame.market)
      instrument \(frame.instrument)
      bars \(frame.grid.interval) from \(frame.window.from) to \(frame.window.to)
      signal \(look.subject.expression)
      forward \(look.forward)
      data \(data)
      """
    return LookRecord(
      key: SHA256.digest(of: identity).hex, market: frame.market, instrument: frame.instrument.description,
      interval: frame.grid.interval, range: frame.window, signal: look.subject.name,
      expression: look.subject.expression, forward: look.forward, data: data, hodrickP: look.hodrick,
      circularP: look.circular)
  }
}

extension StudySubject {
  /// SHA-256 of what the study reads: the signal and the closes on the bars of the evaluation. Rows that are imported
  /// elsewhere in the dataset leave it alone, as they leave the study.
  var digest: String {
    var hasher = SHA256()
    let rows = frame.evaluation
    switch values {
    case .regime(let holds): hasher.update(rows.map { known[$0] ? (holds[$0] ? 1 : 0) : Double.nan })
    case .signal(let numbers): hasher.update(Array(numbers[rows]))
    }
    hasher.update(Array(frame.values("close")[rows]))
    return hasher.finish().hex
  }
}
