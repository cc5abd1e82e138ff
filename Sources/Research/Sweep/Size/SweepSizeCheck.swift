import Numerics
import Replay
import Statistics

/// How often a sweep's verdict and the figures beside it find skill: where there is none, and where one trial has some.
///
/// Everything that is done to the trials of a sweep is done to those of each simulation.
package struct SweepSizeCheck: Sendable {
  /// Shares of simulations in which each finds something at 5%.
  package struct Shares: Sendable {
    package let simulations: Int
    /// Simulations with a verdict other than `cannotSay`; the shares are of these.
    package let judged: Int
    package let deflated: Double
    package let ability: Double
    package let stepM: Double
    package let verdict: Double

    package var standardError: Double { (verdict * (1 - verdict) / Double(max(1, judged))).squareRoot() }
  }

  package let design: SweepDesign
  package let null: Shares
  /// With a first trial whose mean is that many standard errors above zero.
  package let skilled: Shares

  package static let edge = 4.0
  /// Judged simulations below which a share says nothing.
  package static let least = 50

  package init(_ design: SweepDesign, simulations: Int, seed: UInt64) {
    self.design = design
    null = Self.shares(design, simulations: simulations, edge: 0, seed: seed)
    skilled = Self.shares(design, simulations: simulations, edge: Self.edge, seed: seed &+ 1)
  }

  private struct Outcome: Sendable {
    let finding: SweepVerdict.Finding
    let deflated: Bool
    let ability: Bool
    let stepM: Bool
  }

  private static func shares(_ design: SweepDesign, simulations: Int, edge: Double, seed: UInt64) -> Shares {
    let outcomes = concurrentMap(simulations) { outcome(design, simulation: $0, edge: edge, seed: seed) }
    let judged = outcomes.filter { $0.finding != .cannotSay }
    func share(_ found: (Outcome) -> Bool) -> Double { Double(judged.count(where: found)) / Double(judged.count) }
    return Shares(
      simulations: simulations, judged: judged.count, deflated: share(\.deflated), ability: share(\.ability),
      stepM: share(\.stepM), verdict: share { $0.finding == .betterThanChance })
  }

  private static func outcome(_ design: SweepDesign, simulation: Int, edge: Double, seed: UInt64) -> Outcome {
    let returns = design.returns(edge: edge, seed: seed, simulation: simulation)
    let figures = returns.map(Self.figures)
    var field = SharpeField()
    for trial in figures { field.add(sharpeDaily: trial?.sharpeDaily ?? .nan) }
    let best = figures.indices.max {
      (figures[$0]?.sharpeDaily ?? -.infinity) < (figures[$1]?.sharpeDaily ?? -.infinity)
    }
    let points = TrialSample.choice(from: returns.indices, best: best, most: design.most)
    let selectionBias = SelectionBias(
      rank: .sharpeAnnual, best: best.flatMap { point in figures[point].map { (point, $0) } }, field: field, everRun: 0,
      sample: TrialSample(points: points, returns: points.map { returns[$0] }, of: returns.count),
      space: SelectionSpace(axes: [], top: [], parameters: { _ in [:] }, neighbours: { _ in [] }, value: { _ in nil }),
      seed: UInt64(simulation))
    return Outcome(
      finding: SweepVerdict(selectionBias).finding,
      deflated: selectionBias.deflated.answer.map { $0.probability >= SweepVerdict.leastProbability } ?? false,
      ability: selectionBias.joint.answer.map { $0.ability.consistent <= SweepVerdict.level } ?? false,
      stepM: selectionBias.joint.answer?.bestP.map { $0 <= SweepVerdict.level } ?? false)
  }

  /// A run of which only the days are known.
  private static func figures(_ daily: [Double]) -> Figures? {
    let moments = Moments(daily)
    let deviation = moments.standardDeviation(ddof: 1)
    let sharpe = deviation > 0 ? moments.mean / deviation : .nan
    var values = Dictionary(uniqueKeysWithValues: FigureKey.allCases.map { ($0, 0.0) })
    values[.days] = Double(daily.count)
    values[.trades] = 1
    values[.sharpeDaily] = sharpe
    values[.sharpeAnnual] = sharpe * Annual.root
    values[.skewDaily] = deviation > 0 ? moments.skewness : .nan
    values[.kurtosisDaily] = deviation > 0 ? moments.kurtosis : .nan
    return Figures(initialEquity: 1, values: values)
  }
}
