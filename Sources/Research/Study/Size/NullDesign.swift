import Foundation
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

  /// The sample of one simulation; nil when the regime of that draw never or always holds.
  package func sample(seed: UInt64, simulation: Int) -> ForwardSample? {
    var random = CounterRandom(seed: seed, stream: UInt64(simulation))
    let (values, isRegime) = regressorValues(&random)
    // The regressor on bar t is followed by the return of bar t + 1, which is drawn next to it.
    var next = returnValues(&random)
    if volatilityInside != 1 {
      for row in next.indices where values[row] > 0 { next[row] *= volatilityInside }
    }
    return isRegime
      ? try? ForwardSample(regime: values.map { $0 > 0 }, nextReturns: next, horizon: horizon)
      : try? ForwardSample(signal: values, nextReturns: next, horizon: horizon)
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
      return (autoregression(memory, &random).map { $0 > edge ? 1 : 0 }, true)
    case .autoregressive(let memory):
      return (autoregression(memory, &random), false)
    }
  }

  /// Standard normal at every bar, correlation exp(-j/memory) j bars apart.
  private func autoregression(_ memory: Double, _ random: inout CounterRandom) -> [Double] {
    let keep = 1 - 1 / memory
    let spread = (1 - keep * keep).squareRoot()
    var state = random.normal()
    return (0..<bars).map { _ in
      state = keep * state + spread * random.normal()
      return state
    }
  }

  private func returnValues(_ random: inout CounterRandom) -> [Double] {
    let deviation = 1e-3
    switch returns {
    case .iid: return (0..<bars).map { _ in deviation * random.normal() }
    case .garch:
      let (alpha, beta) = (0.08, 0.91)
      var variance = 1.0
      return (0..<bars).map { _ in
        let shock = Self.student5(&random)
        let value = variance.squareRoot() * shock
        variance = (1 - alpha - beta) + alpha * value * value + beta * variance
        return deviation * value
      }
    }
  }

  /// Student's t with five degrees of freedom, scaled to unit variance: a normal over the root of a χ²₅, which is two
  /// exponentials and the square of another normal.
  private static func student5(_ random: inout CounterRandom) -> Double {
    let chiSquare = -2 * log(random.uniform() * random.uniform()) + pow(random.normal(), 2)
    return random.normal() * (3 / chiSquare).squareRoot()
  }
}
