import Statistics

/// How often estimators and verdict find something in simulated markets in which there is nothing to find.
///
/// Everything a study does to its one sample is done to each simulation: the battery, the calibration by moving labels,
/// the verdict's estimators, the verdict.
package struct SizeCheck: Sendable {
  package struct Share: Sendable {
    package let name: String
    /// Simulations that got a p, or a verdict other than `cannotSay`.
    package let judged: Int
    package let rejected: Int

    package var share: Double { judged > 0 ? Double(rejected) / Double(judged) : .nan }
    package var standardError: Double { (share * (1 - share) / Double(max(1, judged))).squareRoot() }
  }

  package let design: NullDesign
  /// In order of the battery.
  package let estimators: [Share]
  /// A find is `predicts`.
  package let verdict: Share
  /// The same where the regressor foretells the next return with a t of `edge`: the power of the verdict.
  package let power: Share
  /// The share of verdicts that are `unclear`.
  package let unclear: Double

  /// The band the verdict must keep to at 5%.
  package static let band = 0.03...0.07
  /// Of the simulations that power is measured on.
  package static let edge = 3.0

  /// Simulation s draws from stream s of `seed`, whatever the number of threads.
  package init(_ design: NullDesign, simulations: Int, moves: Int = 200, seed: UInt64) {
    let battery = ForwardBattery.standard
    let outcomes = concurrentMap(simulations) { Self.judge(design, simulation: $0, moves: moves, seed: seed) }
    self.design = design
    estimators = battery.enumerated().map { index, estimator in
      Share(estimator.name, ps: outcomes.compactMap { $0?.ps[index] })
    }
    let findings = outcomes.compactMap { $0?.finding }.filter { $0 != .cannotSay }
    verdict = Share("verdict", findings)
    power = Share(
      "power",
      concurrentMap(max(1, simulations / 4)) {
        Self.judge(design, simulation: $0, moves: moves, seed: seed, edge: Self.edge)
      }.compactMap { $0?.finding })
    unclear = Double(findings.count { $0 == .unclear }) / Double(max(1, findings.count))
  }

  private static func judge(
    _ design: NullDesign, simulation: Int, moves: Int, seed: UInt64, edge: Double = 0
  ) -> (ps: [Double?], finding: Verdict.Finding)? {
    guard let sample = design.sample(seed: seed, simulation: simulation, edge: edge) else { return nil }
    let battery = ForwardBattery.standard(seed: UInt64(simulation))
    let estimates = sample.estimates(battery)
    // Whether the others hold their size is of no consequence to the verdict, and most of the work.
    let candidates = battery.filter { ForwardBattery.trusted.contains($0.name) }
    let rejections =
      moves > 0
      ? (try? NullRejection.estimate(sample, battery: candidates, replicates: moves, seed: UInt64(simulation))) ?? []
      : []
    let verdict = Verdict(
      estimates, rejections: rejections, episodes: RegimeContrast(sample)?.episodes, detectable: nil)
    return (estimates.map(\.p), verdict.finding)
  }
}

extension SizeCheck.Share {
  init(_ name: String, ps: [Double]) {
    self.init(name: name, judged: ps.count, rejected: ps.count { $0 < VerdictEstimators.level })
  }

  /// Of verdicts: a find is `predicts`.
  init(_ name: String, _ findings: [Verdict.Finding]) {
    let judged = findings.filter { $0 != .cannotSay }
    self.init(name: name, judged: judged.count, rejected: judged.count { $0 == .predicts })
  }
}
