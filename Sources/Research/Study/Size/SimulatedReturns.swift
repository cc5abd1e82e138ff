import Foundation
import Numerics
import Statistics

/// Series that a simulated market is made of.
enum SimulatedReturns {
  /// Returns of GARCH(1,1) with t shocks of five degrees of freedom, α 0.08, β 0.91.
  static func garch(_ bars: Int, deviation: Double, _ random: inout CounterRandom) -> [Double] {
    let (alpha, beta) = (0.08, 0.91)
    var variance = 1.0
    return (0..<bars).map { _ in
      let value = variance.squareRoot() * student5(&random)
      variance = (1 - alpha - beta) + alpha * value * value + beta * variance
      return deviation * value
    }
  }

  /// Standard normal at every bar, correlation exp(-j/memory) j bars apart.
  static func autoregression(_ bars: Int, memory: Double, _ random: inout CounterRandom) -> [Double] {
    let keep = 1 - 1 / memory
    let spread = (1 - keep * keep).squareRoot()
    var state = random.normal()
    return (0..<bars).map { _ in
      state = keep * state + spread * random.normal()
      return state
    }
  }

  /// Student's t with five degrees of freedom, scaled to unit variance: a normal over the root of a χ²₅, which is two
  /// exponentials and the square of another normal.
  private static func student5(_ random: inout CounterRandom) -> Double {
    let chiSquare = -2 * log(random.uniform() * random.uniform()) + pow(random.normal(), 2)
    return random.normal() * (3 / chiSquare).squareRoot()
  }
}
