import Numerics
import Statistics

/// A driftless walk and what follows each bar of it, which nothing predicts:
///
///     z = draws(seed, stream)[0::2]; g = draws(seed, stream)[1::2]          # CounterRandom.normal
///     price = cumsum(z); flow = cumsum(0.6*z + 0.8*g); next = np.r_[z[1:], nan]
struct WalkSample {
  private(set) var price: [Double] = []
  /// Shares 0.6 of its shocks with the walk.
  private(set) var flow: [Double] = []
  /// Shocks that have nothing to do with it.
  private(set) var noise: [Double] = []
  private(set) var nextReturns: [Double] = []

  init(seed: UInt64, stream: UInt64 = 0, bars: Int) {
    var random = CounterRandom(seed: seed, stream: stream)
    for bar in 0..<bars {
      let (z, g) = (random.normal(), random.normal())
      price.append((price.last ?? 0) + z)
      flow.append((flow.last ?? 0) + 0.6 * z + 0.8 * g)
      noise.append(g)
      if bar > 0 { nextReturns.append(z) }
    }
    nextReturns.append(.nan)
  }

  func bias(_ x: [Double], horizon: Int) -> BiasOfT? {
    SharedShocks(x, nextReturns: nextReturns).biasOfT(horizon: horizon)
  }

  func sample(_ x: [Double], horizon: Int) throws -> ForwardSample {
    try ForwardSample(signal: x, nextReturns: nextReturns, horizon: horizon)
  }
}
