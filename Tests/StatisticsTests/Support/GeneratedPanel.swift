import Statistics
import TestSupport

/// Six markets on sixty stamps that Python makes the same; `lcg` as in `Generated`:
///
///     g = lcg(11); x = np.zeros((6, 60)); p = np.zeros((6, 60))
///     for i in range(6):
///         a = [next(g) for _ in range(60)]; e = [next(g) for _ in range(60)]
///         for t in range(60):
///             x[i,t] = (0.8*x[i,t-1] if t else 0) + a[t]
///             p[i,t] = (p[i,t-1] if t else 100)*(1 + 0.04*e[t] + (0.01*x[i,t-1] if t else 0))
struct GeneratedPanel {
  let names = ["a", "b", "c", "d", "e", "f"]
  private(set) var x: [[Double]] = []
  private(set) var prices: [[Double]] = []

  init() {
    var random = KnuthRandom(seed: 11)
    func draw() -> [Double] { (0..<60).map { _ in random.centred() } }
    for _ in names {
      let a = draw()
      let e = draw()
      var signal: [Double] = []
      var price: [Double] = []
      for t in 0..<60 {
        let carried = t > 0 ? 0.01 * signal[t - 1] : 0
        price.append((t > 0 ? price[t - 1] : 100) * (1 + 0.04 * e[t] + carried))
        signal.append((t > 0 ? 0.8 * signal[t - 1] : 0) + a[t])
      }
      x.append(signal)
      prices.append(price)
    }
  }

  /// `p[t + bars]/p[t] - 1`.
  func returns(_ market: Int, bars: Int) -> [Double] {
    let price = prices[market]
    return price.indices.map { $0 + bars < price.count ? price[$0 + bars] / price[$0] - 1 : .nan }
  }

  func members(horizon: Int, change: (Int, [Double]) -> [Double] = { $1 }) -> [PanelMember] {
    names.indices.map { market in
      PanelMember(
        market: names[market], x: change(market, x[market]), y: returns(market, bars: horizon),
        nextReturns: returns(market, bars: 1))
    }
  }
}
