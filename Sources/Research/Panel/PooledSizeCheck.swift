import Numerics
import Statistics

/// A few markets that share half of what moves them, and a regime or signal of each that they share in part, with nothing to
/// find: what a study of several markets pools.
package struct PooledNullDesign: Sendable {
  package let name: String
  package let markets: Int
  /// Regressors of one market and returns of which half are its own; its `volatilityInside` is of the whole return.
  package let market: NullDesign

  package init(_ name: String, markets: Int, of market: NullDesign) {
    (self.name, self.markets, self.market) = (name, markets, market)
  }

  /// Ten days of five-minute bars, one hour ahead; the signals also over thirty and sixty horizons that do not overlap.
  package static let standard: [PooledNullDesign] = {
    let regime = NullDesign.Regressor.switching(share: 0.1, meanRun: 24)
    let lasting = NullDesign.Regressor.autoregressive(memory: 100)
    func design(_ name: String, markets: Int = 3, bars: Int = 2880, _ kind: NullDesign.Regressor, wild: Double = 1)
      -> PooledNullDesign
    {
      PooledNullDesign(
        name, markets: markets,
        of: NullDesign(name, bars: bars, horizon: 12, returns: .garch, regressor: kind, volatilityInside: wild))
    }
    return [
      design("regime", regime), design("wilder inside", regime, wild: 2),
      design("wilder inside, eight markets", markets: 8, regime, wild: 2), design("signal", lasting),
      design("signal, 60 horizons", bars: 720, lasting), design("signal, 30 horizons", bars: 360, lasting),
    ]
  }()

  private var isRegime: Bool { if case .autoregressive = market.regressor { false } else { true } }

  /// Simulation s draws what markets share from stream s · 1024 and market m from stream s · 1024 + m.
  ///
  /// - Parameter edge: the t on average of a regression of one-bar returns that took markets for independent; 0 for nothing.
  package func sample(seed: UInt64, simulation: Int, edge: Double = 0) -> PanelSample? {
    let calm = NullDesign(
      market.name, bars: market.bars, horizon: market.horizon, returns: market.returns, regressor: market.regressor)
    let draws = (0...markets).map { calm.draw(seed: seed, simulation: simulation * 1024 + $0) }
    let half = 0.5.squareRoot()
    let columns = draws.dropFirst().map { own -> (x: [Double], next: [Double]) in
      let x = zip(own.values, draws[0].values).map { isRegime ? max($0, $1) : half * ($0 + $1) }
      let next = zip(zip(own.next, draws[0].next), x).map { returns, x in
        half * (returns.0 + returns.1) * (isRegime && x > 0 ? market.volatilityInside : 1)
      }
      return (x, next)
    }
    let squares = columns.reduce(0) { $0 + $1.x.spread.squares }
    let slope = squares > 0 ? edge * NullDesign.deviation / squares.squareRoot() : 0
    let members = columns.enumerated().map { index, column in
      let next = zip(column.next, column.x).map { $0 + slope * $1 }
      return PanelMember(
        market: "m\(index)", x: column.x, y: ForwardReturns.sums(of: next, horizon: market.horizon), nextReturns: next)
    }
    return try? PanelSample(members, horizon: market.horizon)
  }
}

/// How often the estimators and the verdict of a study of several markets find something where there is nothing to find.
package struct PooledSizeCheck: Sendable {
  package let design: PooledNullDesign
  /// In order of `PanelSample.estimates`.
  package let estimators: [SizeCheck.Share]
  package let verdict: SizeCheck.Share
  /// The verdict where the regressors foretell the next returns with a t of `SizeCheck.edge`.
  package let power: SizeCheck.Share

  /// Without a calibration, which can only leave Hodrick 1B out, and then there is no verdict; it is most of the work.
  package init(_ design: PooledNullDesign, simulations: Int, seed: UInt64) {
    self.design = design
    let outcomes = concurrentMap(simulations) { Self.judge(design, simulation: $0, seed: seed) }.compactMap(\.self)
    let names = outcomes.first?.estimates.map(\.name) ?? []
    estimators = names.enumerated().map { index, name in
      SizeCheck.Share(name, ps: outcomes.compactMap { $0.estimates[index].p })
    }
    verdict = SizeCheck.Share("verdict", outcomes.map(\.finding))
    power = SizeCheck.Share(
      "power",
      concurrentMap(max(1, simulations / 2)) {
        Self.judge(design, simulation: $0, seed: seed, edge: SizeCheck.edge)
      }.compactMap { $0?.finding })
  }

  private static func judge(
    _ design: PooledNullDesign, simulation: Int, seed: UInt64, edge: Double = 0
  ) -> (estimates: [EstimatorResult], finding: Verdict.Finding)? {
    guard let sample = design.sample(seed: seed, simulation: simulation, edge: edge) else { return nil }
    let estimates = sample.estimates()
    // Regimes of these designs come in dozens of episodes.
    let verdict = Verdict(estimates, rejections: [], candidates: .panel, episodes: nil, detectable: nil)
    return (estimates, verdict.finding)
  }
}
