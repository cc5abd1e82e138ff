import Statistics
import Testing

@Suite("Hodrick 1B")
struct Hodrick1BTests {
  let sample = Generated()

  @Test("agrees with the double loop for two regressors and an intercept")
  func twoRegressors() throws {
    // h = 6; Z = [1, x1, x2]; T = np.arange(h-1, n-1); e = r[T] - r[T].mean()
    // w = [e[i]*Z[t-h+1:t+1].sum(0) for i, t in enumerate(T)]; V = B@(w.T@w)@B, B = inv(Z[ok].T@Z[ok])
    let y = NamedColumn("y", ForwardReturns.sums(of: sample.nextReturns, horizon: 6))
    let x = [sample.x1, sample.x2]
    let fit = try OLS.fit(y, x: x)
    let inference = try Hodrick1B.inference(for: fit, x: x, nextReturns: sample.nextReturns, horizon: 6)
    let b = [6.0623319064510685e-05, -0.0014296660286359601, 0.0001773467628696281]
    let se = [0.0006953968723073854, 0.0010969043865211503, 0.0009437355220259008]
    #expect(agree(inference.terms.map(\.coefficient), b, to: 1e-9))
    #expect(agree(inference.terms.map(\.standardError), se, to: 1e-11))
    #expect(inference.used.kind == "hodrick_1b")
    #expect(inference.note == nil)
  }

  @Test("a horizon of one bar is HC0 with residuals under the null")
  func oneBar() throws {
    let y = NamedColumn("y", ForwardReturns.sums(of: sample.nextReturns, horizon: 1))
    let fit = try OLS.fit(y, x: [sample.x1])
    let known = fit.usedRows
    let mean = known.reduce(0) { $0 + y.values[$1] } / Double(known.count)
    let xMean = known.reduce(0) { $0 + sample.x1.values[$1] } / Double(known.count)
    var meat = 0.0
    var squares = 0.0
    for row in known {
      let x = sample.x1.values[row] - xMean
      meat += x * x * (y.values[row] - mean) * (y.values[row] - mean)
      squares += x * x
    }
    let inference = try Hodrick1B.inference(for: fit, x: [sample.x1], nextReturns: sample.nextReturns, horizon: 1)
    #expect(agree(inference["x1"]?.standardError ?? .nan, meat.squareRoot() / squares, to: 1e-11))
  }

  /// A price that is missing on some bars, a regressor that is missing on others and ends a horizon before it.
  private struct Holed {
    static let horizon = 6
    let x: [Double]
    /// Return over the horizon, and to the next bar there is.
    var y = [Double](repeating: .nan, count: 2000)
    var next = [Double](repeating: .nan, count: 2000)
    /// For each one-bar return, the bars at whose closes it begins and ends.
    var steps: [(from: Int, to: Int)] = []

    init(_ sample: Generated) {
      var price = [0.0]
      for value in sample.nextReturns.dropLast() { price.append(price[price.count - 1] + (value.isNaN ? 0 : value)) }
      for bar in [100, 300, 301, 302, 303, 304, 305, 306, 307, 900, 902] { price[bar] = .nan }
      for bar in stride(from: 50, to: 1900, by: 101) { price[bar] = .nan }
      x = sample.x1.values.enumerated().map { $0 % 100 == 77 || $0 >= 2000 - Self.horizon ? .nan : $1 }
      let bars = price.indices.filter { !price[$0].isNaN }
      for (bar, after) in zip(bars, bars.dropFirst()) {
        next[bar] = price[after] - price[bar]
        steps.append((bar, after))
      }
      for bar in bars where bar + Self.horizon < 2000 { y[bar] = price[bar + Self.horizon] - price[bar] }
    }
  }

  @Test("at holes a one-bar return weighs the rows whose forward returns it is in, and no other")
  func rearranged() throws {
    let holed = Holed(sample)
    let rows = holed.x.indices.filter { !holed.x[$0].isNaN && !holed.y[$0].isNaN }
    let mean = rows.reduce(0) { $0 + holed.x[$1] } / Double(rows.count)
    let weights = holed.steps.map { step in
      rows.filter { $0 <= step.from && step.to <= $0 + Holed.horizon }.reduce(0) { $0 + holed.x[$1] - mean }
    }
    // The rearrangement itself: Σ e·W is Σ (x - x̄)·y.
    let forwards = rows.reduce(0) { $0 + (holed.x[$1] - mean) * holed.y[$1] }
    let rearranged = zip(holed.steps, weights).reduce(0) { $0 + holed.next[$1.0.from] * $1.1 }
    #expect(agree(rearranged, forwards, to: 1e-12))
    let squares = rows.reduce(0) { $0 + (holed.x[$1] - mean) * (holed.x[$1] - mean) }

    // Returns in no forward return of the sample are no part of the mean that is taken off.
    let used = holed.steps.indices.filter { index in
      rows.contains { $0 <= holed.steps[index].from && holed.steps[index].from < $0 + Holed.horizon }
    }
    let shock = used.reduce(0) { $0 + holed.next[holed.steps[$1].from] } / Double(used.count)
    let meat = used.reduce(0) { sum, index in
      let product = (holed.next[holed.steps[index].from] - shock) * weights[index]
      return sum + product * product
    }
    let found = try Hodrick1BEstimator().estimate(
      ForwardSample(signal: holed.x, y: holed.y, nextReturns: holed.next, horizon: Holed.horizon))
    #expect(agree(found.estimate, forwards / squares, to: 1e-10))
    #expect(agree(found.standardError ?? .nan, meat.squareRoot() / squares, to: 1e-10))
    #expect(found.method?.correction == EstimatorMethod.Correction.none && found.note == nil)
  }

  /// Expected: numpy 2, p the prices and x the regressor of `Holed`, `Y = np.r_[p[6:], [nan]*6] - p`,
  /// `ok = ~isnan(x) & ~isnan(Y)`, `d = where(ok, x - x[ok].mean(), 0)`, `W = convolve(d, ones(6))[:2000]`,
  /// `n = convolve(ok, ones(6))[:2000]`; e the step from each bar there is to the next, on the bar it begins at;
  /// `m = ~isnan(e) & (n > 0)`, `sqrt((((e - e[m].mean())*W)[m]**2).sum())/(d**2).sum()`.
  @Test("agrees with numpy where prices and regressor have holes")
  func holed() throws {
    let holed = Holed(sample)
    let found = try Hodrick1BEstimator().estimate(
      ForwardSample(signal: holed.x, y: holed.y, nextReturns: holed.next, horizon: Holed.horizon))
    #expect(agree(found.estimate, -0.0014222839787389465, to: 1e-9))
    #expect(agree(found.standardError ?? .nan, 0.0011140287244163541, to: 1e-9))
  }

  @Test("a regression, a panel and one cell of all rows have the error of a signal at holes too")
  func everywhere() throws {
    let holed = Holed(sample)
    let own = try ForwardSample(signal: holed.x, y: holed.y, nextReturns: holed.next, horizon: Holed.horizon)
    let error = try Hodrick1BEstimator().estimate(own).standardError ?? .nan
    let x = NamedColumn("x1", holed.x)
    let fit = try OLS.fit(NamedColumn("y", holed.y), x: [x])
    let present = holed.next.indices.map { !holed.next[$0].isNaN || $0 == 1999 }
    let inference = try Hodrick1B.inference(
      for: fit, x: [x], present: present, nextReturns: holed.next, horizon: Holed.horizon)
    #expect(agree(inference["x1"]?.standardError ?? .nan, error, to: 1e-10))
    #expect(inference.note == nil)
    let member = PanelMember(market: "a", x: holed.x, y: holed.y, nextReturns: holed.next)
    let panel = try PanelSample([member], horizon: Holed.horizon).estimates()
    #expect(agree(panel.first { $0.name == "Hodrick 1B" }?.standardError ?? .nan, error, to: 1e-10))
    let cells = CellSlopes(own, cells: [Int16](repeating: 0, count: 2000), count: 1)
    #expect(agree(cells.slopes[0]?.standardError ?? .nan, error, to: 1e-9))
  }

  @Test("a horizon under one bar and returns of another length are refused")
  func horizon() throws {
    let y = NamedColumn("y", sample.nextReturns)
    let fit = try OLS.fit(y, x: [sample.x1])
    #expect(throws: StatisticsError.self) {
      try Hodrick1B.inference(for: fit, x: [sample.x1], nextReturns: sample.nextReturns, horizon: 0)
    }
    #expect(throws: StatisticsError.differentLengths(column: "next returns", have: 2, expected: 2000)) {
      try Hodrick1B.inference(for: fit, x: [sample.x1], nextReturns: [1, 2], horizon: 1)
    }
  }
}
