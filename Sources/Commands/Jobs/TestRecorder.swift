import Digest
import Market
import Numerics
import Pages
import Research
import Results
import Statistics
import Store

/// Counts what a study tested, before anybody sees what came out.
struct TestRecorder {
  let workspace: Workspace

  /// One hypothesis and what it came to, two-sided.
  private struct Test {
    let frame: Frame
    let signal: String
    /// What was tested, in words that no other test has.
    let expression: String
    /// SHA-256 of what it was judged on.
    let data: String
    let forward: Interval
    let hodrick: Double?
    /// Nil where nothing could be said, and where nobody counted shifts.
    let circular: Double?

    init(
      _ frame: Frame, signal: String, expression: String, data: String, forward: Interval, hodrick: Double?,
      circular: Double? = nil
    ) {
      (self.frame, self.signal, self.expression, self.data) = (frame, signal, expression, data)
      (self.forward, self.hodrick, self.circular) = (forward, hodrick, circular)
    }

    /// The market and the instrument in it.
    var place: String { "\(frame.market) \(frame.instrument)" }

    init(subject: StudySubject, forward: Interval, hodrick: Double?, circular: Double? = nil) {
      self.init(
        subject.frame, signal: subject.name, expression: subject.expression, data: subject.digest, forward: forward,
        hodrick: hodrick, circular: circular)
    }

    /// Of a test that rests on both: where one is not to be had, nothing is said.
    init(subject: StudySubject, forward: Interval, both: (hodrick: Double?, circular: Double?)) {
      let isSaid = both.hodrick != nil && both.circular != nil
      self.init(
        subject: subject, forward: forward, hodrick: isSaid ? both.hodrick : nil,
        circular: isSaid ? both.circular : nil)
    }
  }

  /// The tests of a study, one tally a market. A study of several markets tests each of them, whatever it pools.
  func record(_ document: any StudyDocument) throws -> [TestTally] {
    var tests: [Test] = []
    func add(_ subject: StudySubject, _ forward: Interval, _ estimates: [EstimatorResult]) {
      func p(_ estimator: some ForwardEstimator) -> Double? { estimates.first { $0.name == estimator.name }?.p }
      tests.append(
        Test(
          subject: subject, forward: forward, both: (p(Hodrick1BEstimator()), p(CircularShiftEstimator()))))
    }
    switch document {
    case let summary as StudySummary:
      for horizon in summary.study.horizons {
        add(summary.study.subject, horizon.forward, horizon.unbiased)
        tests += conditioned(summary.study, horizon)
      }
    case let summary as PanelSummary:
      for horizon in summary.study.horizons {
        for (subject, market) in zip(summary.study.subject.markets, horizon.markets) {
          add(subject, horizon.forward, market.unbiased)
        }
      }
    default: break
    }
    return try record(tests)
  }

  /// What is tested inside and outside a condition that was asked for by name: a hypothesis of its own, as it would be were it
  /// written into the signal.
  private func conditioned(_ study: Study, _ horizon: HorizonStudy) -> [Test] {
    guard let given = study.plan.given, let conditioning = horizon.depth?.conditioning else { return [] }
    return conditioning.partitions.filter(\.isGiven).flatMap { partition in
      zip(partition.cells, [true, false]).map { cell, isInside in
        let condition = isInside ? given.expression : "not(\(given.expression))"
        return Test(
          study.subject.frame, signal: "\(study.subject.name) given \(isInside ? "" : "not ")\(given.name)",
          expression: "\(study.subject.expression) given \(condition)",
          data: study.subject.digest(where: given, isInside), forward: horizon.forward,
          hodrick: cell.effect.answer?.p)
      }
    }
  }

  /// The tests of a family, one tally a market.
  ///
  /// - Parameter subjects: what each hypothesis of the family was tested on, in its order.
  func record(_ summary: FamilySummary, _ subjects: [StudySubject]) throws -> [TestTally] {
    try record(
      zip(summary.study.members, subjects).map { member, subject in
        Test(
          subject: subject, forward: member.test.hypothesis.forward,
          both: (member.test.hodrick?.twoSided, member.test.circular?.twoSided))
      })
  }

  /// The tests of a sweep over a signal's parameters: each parameter set is one.
  ///
  /// - Parameter trials: points that could be studied, and what each came to.
  func record(_ measure: StudyMeasure, _ trials: [(point: Int, hodrick: Double?)]) throws -> [TestTally] {
    try record(
      trials.map { trial in
        Test(
          subject: try measure.subject(at: trial.point), forward: measure.forward, hodrick: trial.hodrick)
      })
  }

  /// The tests of a scan, one tally a market that names the strongest.
  func record(_ outcome: ScanJob.Outcome) throws -> [TestTally] {
    let study = outcome.summary.study
    let shown = Set(study.clusters.prefix(10).compactMap(\.best))
    let tests = study.members.map { member in
      let scanned = study.scanned[member.market][member.signal]
      // Ranks answer another question than values do, and so are another test; a regime has no ranks.
      let isRanked = study.plan.score == .rank && !scanned.isRegime
      return Test(
        outcome.frames[member.market], signal: study.name(member),
        expression: scanned.expression + (isRanked ? " by rank" : ""),
        data: outcome.digests[member.market][member.signal], forward: member.test.forward,
        hodrick: member.test.twoSidedP)
    }
    return try record(tests) { shown.contains($0) }
  }

  /// - Parameter isShown: whether a test, by its place, is among the results of the tally.
  private func record(_ tests: [Test], isShown: (Int) -> Bool = { _ in true }) throws -> [TestTally] {
    // One sample an instrument of a market, however many tests.
    var samples: [String: [DataSample]] = [:]
    var keys: [String: String] = [:]
    for test in tests where keys[test.place] == nil {
      let sample = DataSample(test.frame)
      keys[test.place] = sample.key
      samples[test.frame.market, default: []].append(sample)
    }
    let made = tests.map { test in record(test, sample: keys[test.place]) }
    let records = made.map(\.record)
    Interruption.keeps()
    let archive = try RunArchive(root: workspace.root)
    let counted = try archive.record(
      records, samples: samples.values.joined(),
      earlierKeys: Dictionary(made.map { ($0.record.key, $0.earlierKey) }, uniquingKeysWith: { first, _ in first }))
    let tallies = try tests.map(\.frame.market).uniqued.map { market in
      let all = try archive.tests(at: samples[market] ?? [], of: market)
      let places = Dictionary(all.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
      let own = records.indices.filter { records[$0].market == market }
      return TestTally(
        market: market, all: all.map(\.p), fresh: own.count { counted[$0].isFirst },
        tested: own.filter(isShown).compactMap { index in
          places[counted[index].key].map { place in
            (tests[index].signal, tests[index].forward, place, all[place].circularP != nil)
          }
        })
    }
    try archive.close()
    return tallies
  }

  /// A test as it is kept, and the key under which 0.1.0 kept it.
  private func record(_ test: Test, sample: String?) -> (record: TestRecord, earlierKey: String) {
    let frame = test.frame
    // A direction is no part of it: whoever tests for a fall has seen the rise as well. Nor is the dataset's name: a copy
    // is no clean slate.
    let asked = """
      instrument \(frame.instrument)
      bars \(frame.grid.interval) from \(frame.window.from) to \(frame.window.to)
      signal \(test.expression)
      forward \(test.forward)
      data \(test.data)
      """
    let record = TestRecord(
      key: SHA256.digest(of: "look 2\n\(asked)").hex, market: frame.market, instrument: frame.instrument.description,
      interval: frame.grid.interval, range: frame.window, signal: test.signal,
      expression: test.expression, forward: test.forward, data: test.data, hodrickP: test.hodrick,
      circularP: test.circular, sample: sample)
    return (record, SHA256.digest(of: "look 1\nmarket \(frame.market)\n\(asked)").hex)
  }
}

extension StudySubject {
  /// SHA-256 of what the study reads: the signal and the closes on the bars of the evaluation. Rows that are imported
  /// elsewhere in the dataset leave it alone, as they leave the study.
  var digest: String { digest(beside: []) }

  /// The same with the bars of it on which a condition holds, or does not.
  func digest(where condition: StudySubject, _ isInside: Bool) -> String {
    guard let holds = condition.holds else { return digest }
    return digest(
      beside: frame.evaluation.map { condition.known[$0] ? (holds[$0] == isInside ? 1 : 0) : Double.nan })
  }

  private func digest(beside more: [Double]) -> String {
    var hasher = SHA256()
    let rows = frame.evaluation
    switch values {
    case .regime(let holds): hasher.update(rows.map { known[$0] ? (holds[$0] ? 1 : 0) : Double.nan })
    case .signal(let numbers): hasher.update(Array(numbers[rows]))
    }
    hasher.update(Array(frame.values("close")[rows]))
    if !more.isEmpty { hasher.update(more) }
    return hasher.finish().hex
  }
}
