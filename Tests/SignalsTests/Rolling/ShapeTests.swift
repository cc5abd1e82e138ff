import Signals
import Testing

/// Series and rows as in `RollingTests`; pandas 3.1.1, numpy and scipy 1.17.1, with
/// s = pd.Series([((k*k*7919+31*k)%1000)/100-3 for k in range(40)]), t = pd.Series([((k*k*31+17*k+5)%997)/50 for k in range(40)])
/// and r = s.rolling(7).
@Suite("Rolling shape, order and pairs")
struct ShapeTests {
  static let golden: [RollingTests.Golden] = [
    // r.var()
    .init(
      name: "var", rolling: { Rolling.variance($0, window: 7) },
      values: [13.635161904761903, 10.640266666666665, 5.988533333333333, 10.970628571428568]),
    // r.skew()
    .init(
      name: "skew", rolling: { Rolling.skew($0, window: 7) },
      values: [0.12471767333332959, 0.3421479320902008, 0.24087887978065875, 0.6808492689129229]),
    // r.kurt()
    .init(
      name: "kurtosis", rolling: { Rolling.kurtosis($0, window: 7) },
      values: [-1.9185542246372196, -2.068301263868217, -1.6006091162740363, -1.18738882404486]),
    // r.quantile(.9)
    .init(
      name: "quantile", rolling: { Rolling.quantile($0, window: 7, share: 0.9) },
      values: [5.768, 5.768, 4.324, 5.324000000000001]),
    // s.rolling(6).quantile(.25)
    .init(
      name: "quantile of an even number", rolling: { Rolling.quantile($0, window: 6, share: 0.25) },
      values: [-0.06499999999999984, -0.46499999999999997, -0.41500000000000004, -1.415]),
    // r.apply(lambda w: 6 - np.where(w == w.min())[0][-1], raw=True), and of w.max()
    .init(name: "argmin", rolling: { Rolling.argmin($0, window: 7) }, values: [6, 2, 2, 0]),
    .init(name: "argmax", rolling: { Rolling.argmax($0, window: 7) }, values: [5, 6, 3, 4]),
    // r.apply(lambda w: np.average(w, weights=np.arange(1, 8)), raw=True)
    .init(
      name: "wma", rolling: { Rolling.wma($0, window: 7) },
      values: [1.4214285714285715, 0.87, 0.7499999999999999, -0.3499999999999999]),
    // r.apply(lambda w: (w[-1] - np.median(w)) / scipy.stats.median_abs_deviation(w, scale='normal'), raw=True)
    .init(
      name: "robust_zscore", rolling: { Rolling.robustZScore($0, window: 7) },
      values: [-0.1741814190066804, -0.33436244026814316, 0, -1.053890234681378]),
    // the same of s.rolling(6)
    .init(
      name: "robust_zscore of an even number", rolling: { Rolling.robustZScore($0, window: 6) },
      values: [-0.6793248021688134, -0.3635921309650753, 0.07543635364035121, -1.1063572880914148]),
    // r.apply(lambda w: np.clip(w[-1], *np.quantile(w, [.1, .9])), raw=True)
    .init(
      name: "winsorize", rolling: { Rolling.winsorized($0, window: 7, share: 0.1) },
      values: [-0.2999999999999998, -0.52, 0.48, -2.128]),
    // l = scipy.stats.linregress(s[j-6:j+1], t[j-6:j+1]); t[j] - l.intercept - l.slope*s[j]
    .init(
      name: "residual", rolling: { Rolling.residual(RollingTests.y, on: $0, window: 7) },
      values: [-2.3025394987189975, 2.0100718564160576, 3.9012129848154236, 4.840349886623677]),
  ]

  @Test("agree with pandas, numpy and scipy", arguments: golden)
  func outside(golden: RollingTests.Golden) {
    let result = golden.rolling(RollingTests.x)
    #expect(close([6, 7, 19, 39].map { result[$0] }, golden.values, within: 1e-11))
  }

  @Test("have no value before the first full window, and none while it holds a missing one", arguments: golden)
  func missing(golden: RollingTests.Golden) {
    var x = RollingTests.x
    x[12] = .nan
    let window = golden.name.contains("even") ? 6 : 7
    let result = golden.rolling(x)
    let unknown: [Int] = result.indices.filter { result[$0].isNaN }
    #expect(unknown == Array(0..<(window - 1)) + Array(12..<(12 + window)))
  }

  @Test("are what they are of a constant, to the last bit, and nothing where there is no spread")
  func constant() {
    for value in [0.1, 64_123.7, 1e-9] {
      let x = [Double](repeating: value, count: 30)
      for phase in 0..<7 {
        #expect(Rolling.variance(x, window: 7, phase: phase)[29] == 0)
        #expect(Rolling.wma(x, window: 7, phase: phase)[29] == value)
        #expect(Rolling.decay(x, halfLife: 2, phase: phase)[29] == value)
        #expect(Rolling.wilder(x, window: 3, phase: phase)[29] == value)
        #expect(Rolling.skew(x, window: 7, phase: phase)[29].isNaN)
        #expect(Rolling.kurtosis(x, window: 7, phase: phase)[29].isNaN)
        #expect(Rolling.residual(x, on: x, window: 7, phase: phase)[29].isNaN)
        #expect(Rolling.halfLife(x, window: 7, phase: phase)[29].isNaN)
        #expect(Rolling.argmax(x, window: 7, phase: phase)[29] == 0)
        #expect(Rolling.argmin(x, window: 7, phase: phase)[29] == 0)
      }
      #expect(Rolling.robustZScore(x, window: 7)[29].isNaN)
      #expect(Rolling.quantile(x, window: 7, share: 0.3)[29] == value)
      #expect(Rolling.winsorized(x, window: 7, share: 0.1)[29] == value)
    }
  }

  @Test("of fading means are weighted means of their memory")
  func fading() {
    // np.average(s[j-23:j+1], weights=.5**(np.arange(23,-1,-1)/2)) for j in (23, 24, 39)
    let decay = Rolling.decay(RollingTests.x, halfLife: 2)
    #expect(close([23, 24, 39].map { decay[$0] }, [3.058484322097715, 1.541804322067608, -0.6677063249220978]))
    #expect(allUnknown(decay.prefix(23)))
    // s[j-23:j+1].ewm(alpha=1/3, adjust=True).mean().iloc[-1]
    let wilder = Rolling.wilder(RollingTests.x, window: 3)
    #expect(close([23, 24, 39].map { wilder[$0] }, [3.2667276029488357, 1.4711691612707212, -0.8698868985364782]))
    #expect(allUnknown(wilder.prefix(23)))
  }

  @Test("half-lives are those of the fitted autoregression")
  func halfLife() {
    var sum = 0.0
    let walk = RollingTests.x.map { value in
      sum += value
      return sum
    }
    // l = linregress(w[j-7:j], w[j-6:j+1]) with w = s.cumsum(); -ln 2 / ln l.slope if 0 < l.slope < 1
    let result = Rolling.halfLife(walk, window: 7)
    let golden = [1.0629816075069707, 0.2059284123023661, .nan, 12.13175033464215, 0.6853709888417662]
    #expect(close([7, 9, 10, 12, 39].map { result[$0] }, golden, within: 1e-9))
    #expect(allUnknown(result.prefix(7)))
  }

  @Test("no half-life is that of a slope that is 1 or 0 but for rounding")
  func roundedHalfLife() {
    for (level, step) in [(0.0, 0.1), (64_123.7, 0.1), (1e-3, 1e-7), (-3, 0.7)] {
      let ramp = (0..<200).map { level + step * Double($0) }
      for window in [2, 7, 60, 150] {
        for phase in 0..<5 { #expect(allUnknown(Rolling.halfLife(ramp, window: window, phase: phase))) }
      }
    }
    // Each value is followed by one of either side alike.
    let signs = [1.0, 1, -1, -1]
    let unrelated = (0..<200).map { 7.3 + 0.1 * signs[$0 % 4] }
    for phase in 0..<4 { #expect(allUnknown(Rolling.halfLife(unrelated, window: 8, phase: phase))) }
    // One that takes a year of minutes is one.
    var distance = 1.0
    let slow = (0..<200).map { _ in
      distance *= 1 - 0.6931471805599453 / 525_600
      return 100 + distance
    }
    #expect(abs(Rolling.halfLife(slow, window: 60)[199] / 525_600 - 1) < 0.01)
  }

  @Test("match a plain loop for every window, length and phase", arguments: 2...9)
  func exhaustive(window: Int) {
    let x = RollingTests.x
    for phase in 0..<window {
      let wma = Rolling.wma(x, window: window, phase: phase)
      let largest = Rolling.argmax(x, window: window, phase: phase)
      for row in x.indices.dropFirst(window - 1) {
        let values = Array(x[(row - window + 1)...row])
        let weighted = zip(values, 1...window).reduce(0) { $0 + $1.0 * Double($1.1) }
        #expect(abs(wma[row] - weighted / Double(window * (window + 1) / 2)) < 1e-12)
        let most = values.lastIndex(of: values.max() ?? 0) ?? 0
        #expect(largest[row] == Double(window - 1 - most))
      }
    }
    let robust = Rolling.robustZScore(x, window: window)
    for row in x.indices.dropFirst(window - 1) {
      let values = x[(row - window + 1)...row].sorted()
      func middle(_ sorted: [Double]) -> Double { (sorted[(window - 1) / 2] + sorted[window / 2]) / 2 }
      let spread = middle(values.map { abs($0 - middle(values)) }.sorted()) * 1.482602218505602
      #expect(spread == 0 ? robust[row].isNaN : abs(robust[row] - (x[row] - middle(values)) / spread) < 1e-12)
    }
  }

  @Test("keep their digits far from zero")
  func farFromZero() {
    let near = RollingTests.x.map { ($0 * 64).rounded() / 64 }
    let far = near.map { $0 + 1_048_576 }
    for (a, b) in zip(Rolling.skew(near, window: 7), Rolling.skew(far, window: 7)) where !a.isNaN {
      #expect(abs(a - b) < 1e-8)
    }
    for (a, b) in zip(Rolling.variance(near, window: 7), Rolling.variance(far, window: 7)) where !a.isNaN {
      #expect(abs(a - b) < 1e-8)
    }
  }
}
