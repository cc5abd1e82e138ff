import Numerics
import Statistics

/// How often a family of hypotheses finds something where there is nothing: six that are asked of one simulated market, of a
/// signal and of a regime, one to many hours ahead.
package struct FamilySizeCheck: Sendable {
  package struct Design: Sendable {
    package let name: String
    package let bars: Int
    /// Bars over which the correlation of the signals falls to 1/e.
    package let memory: Double

    package static let standard = [
      Design(name: "signals of 50 bars", bars: 9600, memory: 50),
      Design(name: "signals of 50 bars, a short sample", bars: 1080, memory: 50),
      Design(name: "signals of 500 bars", bars: 9600, memory: 500),
      Design(name: "signals of 50 bars, five-minute rows", bars: 52_128, memory: 50),
    ]
  }

  package let design: Design
  package let simulations: Int
  /// Shares of families in which each finds at least one hypothesis at 5%.
  package let holm: Double
  package let stepM: Double
  package let ability: Double
  package let realityCheck: Double

  private struct Outcome: Sendable {
    let holm: Bool
    let stepM: Bool
    let ability: Bool
    let realityCheck: Bool
  }

  package init(_ design: Design, simulations: Int, replicates: Int = 500, seed: UInt64) {
    let outcomes = concurrentMap(simulations) { simulation in
      try? Self.outcome(design, simulation: simulation, replicates: replicates, seed: seed)
    }.compactMap(\.self)
    func share(_ found: (Outcome) -> Bool) -> Double { Double(outcomes.count(where: found)) / Double(outcomes.count) }
    self.design = design
    self.simulations = outcomes.count
    holm = share(\.holm)
    stepM = share(\.stepM)
    ability = share(\.ability)
    realityCheck = share(\.realityCheck)
  }

  private static let horizons = [1, 12, 72]
  private static let level = 0.05

  private static func outcome(
    _ design: Design, simulation: Int, replicates: Int, seed: UInt64
  ) throws -> Outcome {
    var random = CounterRandom(seed: seed, stream: UInt64(simulation))
    let next = SimulatedReturns.garch(design.bars, deviation: 1e-3, &random)
    let signal = SimulatedReturns.autoregression(design.bars, memory: design.memory, &random)
    let other = SimulatedReturns.autoregression(design.bars, memory: design.memory / 5, &random)
    let edge = NormalDistribution.quantile(0.9)
    let samples = try horizons.flatMap { horizon in
      [
        try ForwardSample(signal: signal, nextReturns: next, horizon: horizon),
        try ForwardSample(regime: other.map { $0 > edge }, nextReturns: next, horizon: horizon),
      ]
    }
    let p = try samples.map { sample in
      max(try Hodrick1BEstimator().estimate(sample).p ?? 1, (try? CircularShift(sample).p) ?? 1)
    }
    let family = try FamilyStudy.family(
      samples.map { try $0.contributions() }, alternatives: samples.map { _ in .either }, replicates: replicates,
      seed: UInt64(simulation))
    return Outcome(
      holm: Correction.holm.adjusted(p).contains { $0 <= level },
      stepM: try StepM(family, level: level).isRejected.contains(true),
      ability: SuperiorPredictiveAbility(family).consistent <= level,
      realityCheck: RealityCheck(family).p <= level)
  }
}
