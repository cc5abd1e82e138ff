import Numerics
import Statistics

/// A market in which there is nothing to find, and something that looks for it: how simulated returns and a simulated
/// regime or signal come about, independent of one another.
package struct NullDesign: Sendable {
  package enum Returns: String, Sendable, CaseIterable {
    /// Independent normal returns.
    case iid
    /// GARCH(1,1) with t shocks of five degrees of freedom, α 0.08, β 0.91: volatility comes in bursts of a few hours, tails
    /// are fat.
    case garch
  }

  package enum Regressor: Sendable {
    /// On and off by turns of geometric length.
    case switching(share: Double, meanRun: Double)
    /// On while an AR(1) is in its upper `share`: episodes of all lengths that come in flocks.
    case crossing(share: Double, memory: Double)
    /// The AR(1) itself, bars over which its correlation falls to 1/e.
    case autoregressive(memory: Double)
  }

  package let name: String
  package let bars: Int
  package let horizon: Int
  package let returns: Returns
  package let regressor: Regressor
  /// What returns are multiplied by while the regime holds: it may foretell how wild they are without foretelling where
  /// they go.
  package let volatilityInside: Double

  package init(
    _ name: String, bars: Int, horizon: Int, returns: Returns, regressor: Regressor, volatilityInside: Double = 1
  ) {
    self.name = name
    self.bars = bars
    self.horizon = horizon
    self.returns = returns
    self.regressor = regressor
    self.volatilityInside = volatilityInside
  }

  private static let month = 8640
  /// Of a one-bar return.
  static let deviation = 1e-3

  /// One to three months of five-minute bars, one hour ahead, as a study of a new market would have them.
  package static let standard: [NullDesign] = [
    NullDesign(
      "iid, regime", bars: month, horizon: 12, returns: .iid, regressor: .switching(share: 0.05, meanRun: 20)),
    NullDesign("iid, signal", bars: month, horizon: 12, returns: .iid, regressor: .autoregressive(memory: 50)),
    NullDesign(
      "GARCH t5, regime", bars: month, horizon: 12, returns: .garch, regressor: .switching(share: 0.05, meanRun: 20)),
    NullDesign("GARCH t5, signal", bars: month, horizon: 12, returns: .garch, regressor: .autoregressive(memory: 50)),
    NullDesign(
      "persistent, regime", bars: 3 * month, horizon: 12, returns: .garch,
      regressor: .switching(share: 0.1, meanRun: 144)),
    NullDesign(
      "persistent, signal", bars: 3 * month, horizon: 12, returns: .garch, regressor: .autoregressive(memory: 1000)),
    NullDesign(
      "persistent, crossings", bars: 3 * month, horizon: 12, returns: .garch,
      regressor: .crossing(share: 0.05, memory: 500)),
    NullDesign(
      "wilder inside, regime", bars: month, horizon: 12, returns: .garch,
      regressor: .switching(share: 0.05, meanRun: 20), volatilityInside: 2),
  ]

  /// A signal that keeps 0.99 of itself from bar to bar, in windows that hold few horizons which do not overlap.
  package static let lasting: [NullDesign] = [30, 60, 120].map { horizons in
    NullDesign(
      "\(horizons) horizons, signal", bars: 12 * horizons, horizon: 12, returns: .garch,
      regressor: .autoregressive(memory: 100))
  }

  /// What one simulation holds: the regressor on each bar, and the return of the bar after it.
  package struct Draw: Sendable {
    package let values: [Double]
    package let isRegime: Bool
    package let next: [Double]
  }

  /// The sample of one simulation; nil when the regime of that draw never or always holds.
  package func sample(seed: UInt64, simulation: Int, edge: Double = 0) -> ForwardSample? {
    let draw = draw(seed: seed, simulation: simulation, edge: edge)
    return draw.isRegime
      ? try? ForwardSample(regime: draw.values.map { $0 > 0 }, nextReturns: draw.next, horizon: horizon)
      : try? ForwardSample(signal: draw.values, nextReturns: draw.next, horizon: horizon)
  }

  /// - Parameter edge: what the regressor foretells of the next return, as the t that a regression of one-bar returns on it
  ///   has on average; 0 where there is nothing to find.
  package func draw(seed: UInt64, simulation: Int, edge: Double = 0) -> Draw {
    var random = CounterRandom(seed: seed, stream: UInt64(simulation))
    let (values, isRegime) = regressorValues(&random)
    // The regressor on bar t is followed by the return of bar t + 1, which is drawn next to it.
    var next = returnValues(&random)
    if volatilityInside != 1 {
      for row in next.indices where values[row] > 0 { next[row] *= volatilityInside }
    }
    let squares = values.spread.squares
    if edge != 0, squares > 0 {
      let slope = edge * Self.deviation / squares.squareRoot()
      for row in next.indices { next[row] += slope * values[row] }
    }
    return Draw(values: values, isRegime: isRegime, next: next)
  }

  private func regressorValues(_ random: inout CounterRandom) -> (values: [Double], isRegime: Bool) {
    switch regressor {
    case .switching(let share, let meanRun):
      var holds = random.uniform() < share
      let values = (0..<bars).map { _ -> Double in
        if random.uniform() < (holds ? 1 / meanRun : share / (1 - share) / meanRun) { holds.toggle() }
        return holds ? 1 : 0
      }
      return (values, true)
    case .crossing(let share, let memory):
      let edge = NormalDistribution.quantile(1 - share)
      return (SimulatedReturns.autoregression(bars, memory: memory, &random).map { $0 > edge ? 1 : 0 }, true)
    case .autoregressive(let memory):
      return (SimulatedReturns.autoregression(bars, memory: memory, &random), false)
    }
  }

  private func returnValues(_ random: inout CounterRandom) -> [Double] {
    let deviation = Self.deviation
    switch returns {
    case .iid: return (0..<bars).map { _ in deviation * random.normal() }
    case .garch: return SimulatedReturns.garch(bars, deviation: deviation, &random)
    }
  }
}
