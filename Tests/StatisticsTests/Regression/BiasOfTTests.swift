import Numerics
import Statistics
import Testing

@Suite("What t is on average where a signal that returns move predicts nothing")
struct BiasOfTTests {
  private func bias(_ rho: Double, _ delta: Double, n: Int, h: Int) -> Double {
    BiasOfT(
      SharedShocks.Span(bars: 1, autocorrelation: rho, correlation: delta), observations: n, horizon: h
    ).t
  }

  /// Every sum of the definition by itself:
  ///
  ///     def bias(rho, delta, n, h):
  ///         g = lambda k: sum(rho**abs(k + i - j) for i in range(h) for j in range(h))
  ///         s = lambda k: sum(rho**i for i in range(k))
  ///         A = h*sqrt((1 + rho)/(1 - rho))/sqrt(n*g(0)) + sqrt(1 - rho**2)/sqrt(n*g(0)**3)*sum(
  ///             g(k)*s(min(h, k))*rho**max(0, k - h) for k in range(1, 8000))
  ///         return -delta*A/(1 + (abs(A)/1.547)**2.4)**(1/2.4)
  @Test(
    "is the formula's, summed one by one",
    arguments: [
      (0.98, -0.8, 2000, 1, 0.2633611517220789), (0.98, -0.8, 2000, 12, 0.27127490026106305),
      (0.9, 1.0, 500, 6, -0.310212629051992), (-0.4, 0.5, 300, 3, -0.0525020221206903),
      (0.995, 0.6, 4000, 8, -0.2787327795341482),
    ])
  func formula(rho: Double, delta: Double, n: Int, h: Int, expected: Double) {
    #expect(agree(bias(rho, delta, n: n, h: h), expected, to: 1e-9))
  }

  /// Means of Hodrick's t over 20,000 samples of numpy each, ± 0.007: u = normal(n + 1), v = delta*u + sqrt(1 - delta**2)*normal,
  /// x = lfilter([1], [1, -rho], v) from its own distribution, y sums h of the u after x.
  @Test(
    "is what 20,000 simulated samples have on average",
    arguments: [
      (0.98, -0.8, 500, 1, 0.513), (0.98, -0.8, 500, 12, 0.531), (0.998, -0.8, 1000, 12, 0.918),
      (0.9, 1.0, 300, 6, -0.397),
    ])
  func simulated(rho: Double, delta: Double, n: Int, h: Int, mean: Double) {
    #expect(abs(bias(rho, delta, n: n, h: h) - mean) < 0.02)
  }

  @Test("at one bar it is Stambaugh's with one ρ less, as b and its error go together")
  func oneBar() {
    // -delta*(1 + 2*rho)/sqrt(n*(1 - rho**2)), far from its bound: 2.6/sqrt(1e8*0.36)
    #expect(agree(bias(0.8, 1, n: 100_000_000, h: 1), -0.00043333333333333337, to: 1e-6))
  }

  @Test("of a walk it is that of Dickey and Fuller's distribution, and of a memory of twenty samples too")
  func walk() {
    #expect(bias(1, 1, n: 500, h: 1) == -1.547)
    #expect(bias(1 - 1e-5, -0.5, n: 500, h: 24) == 0.5 * 1.547)
    #expect(abs(bias(1 - 0.0002, 1, n: 500, h: 1) + 1.547) < 0.03, "and nothing jumps on the way there")
  }

  @Test("grows with memory and with what is shared, and falls with the sample", arguments: [1, 12, 96])
  func monotone(h: Int) {
    let memories = [0.5, 0.9, 0.99, 0.999, 0.9999].map { bias($0, 1, n: 2000, h: h) }
    #expect(zip(memories, memories.dropFirst()).allSatisfy { $0 > $1 } && memories.allSatisfy { $0 > -1.547 })
    #expect(bias(0.99, 0.5, n: 2000, h: h) == bias(0.99, 1, n: 2000, h: h) / 2)
    #expect(abs(bias(0.99, 1, n: 8000, h: h)) < abs(bias(0.99, 1, n: 2000, h: h)))
  }

  @Test("is a number at any horizon, longer than the sample too, and at any memory")
  func extremes() {
    for rho in [-0.999_999, -0.5, 0, 0.5, 1 - 1e-12, 1] {
      for h in [1, 2, 3, 500] { #expect(bias(rho, 1, n: 40, h: h).isFinite, "\(rho) over \(h)") }
    }
  }
}

@Suite("What a signal shares with returns")
struct SharedShocksTests {
  let walk = WalkSample(seed: 50, bars: 2000)

  @Test("noise shares nothing, nor does a walk of its own")
  func apart() {
    #expect(SharedShocks(walk.noise, nextReturns: walk.nextReturns).spans.isEmpty)
    let other = WalkSample(seed: 50, stream: 1, bars: 2000)
    #expect(SharedShocks(other.price, nextReturns: walk.nextReturns).spans.isEmpty)
  }

  @Test("price keeps all of itself and is returns, in any unit and turned round", arguments: [1, -1, 1000.0, -1e-6])
  func price(unit: Double) throws {
    let shocks = SharedShocks(walk.price.map { unit * $0 + 5 * abs(unit) }, nextReturns: walk.nextReturns)
    #expect(shocks.observations == 1999)
    // 1, 2, 4 … 128 bars: twelve of 256 are more than there are.
    #expect(shocks.spans.map(\.bars) == [1, 2, 4, 8, 16, 32, 64, 128])
    for span in shocks.spans {
      #expect(abs(span.autocorrelation - 1) < 1e-9)
      #expect(abs(span.correlation - (unit < 0 ? -1 : 1)) < 1e-9)
    }
    let bias = try #require(shocks.biasOfT(horizon: 12))
    #expect(abs(bias.t - (unit < 0 ? 1.547 : -1.547)) < 1e-6 && bias.isMaterial)
  }

  @Test("rows that are not known leave the others' pairs as they are")
  func holes() throws {
    let x = walk.price.enumerated().map { (300..<340).contains($0) ? .nan : $1 }
    let next = walk.nextReturns.enumerated().map { (1200..<1207).contains($0) ? .nan : $1 }
    let shocks = SharedShocks(x, nextReturns: next)
    #expect(shocks.observations == 1999 - 47)
    #expect(abs(try #require(shocks.biasOfT(horizon: 1)).t + 1.547) < 1e-6)
    // By hand at one bar, of a signal that is not all returns: pairs of neighbours with the return between them.
    let flow = walk.flow.enumerated().map { (300..<340).contains($0) ? .nan : $1 }
    let rows = (0..<1999).filter { !flow[$0].isNaN && !flow[$0 + 1].isNaN && !next[$0].isNaN }
    let fit = try OLS.fit(
      NamedColumn("later", rows.map { flow[$0 + 1] }),
      x: [NamedColumn("now", rows.map { flow[$0] }), NamedColumn("r", rows.map { next[$0] })])
    let rest = rows.map { flow[$0 + 1] - fit.coefficients[1] * flow[$0] }
    let one = try #require(SharedShocks(flow, nextReturns: next).spans.first)
    #expect(one.bars == 1)
    #expect(agree(one.correlation, Correlation.pearson(rest, rows.map { next[$0] }).coefficient, to: 1e-9))
    // Kendall's bias of the part that is not returns, which stops at one.
    let raised =
      fit.coefficients[1]
      + (1 - one.correlation * one.correlation) * (1 + 3 * fit.coefficients[1]) / Double(1999 - 47)
    #expect(agree(one.autocorrelation, min(1, raised), to: 1e-9))
  }

  @Test("a mean over a fiftieth of the sample follows returns late and is found over longer spans")
  func late() throws {
    let width = 40
    let mean = walk.price.indices.map { row in
      row + 1 < width ? .nan : walk.price[row + 1 - width...row].reduce(0, +) / Double(width)
    }
    let bias = try #require(walk.bias(mean, horizon: 6))
    #expect(bias.bars > 16 && bias.t < -1)
  }

  /// numpy, on the same 100 samples: 66 would be by a correlation's usual error, 4 are by White's.
  @Test("how wild returns are shares nothing with them, whatever the signs of the wildest")
  func wild() {
    let shared = (0..<100).count { draw in
      var random = CounterRandom(seed: 55, stream: UInt64(draw))
      let returns = (0..<1000).map { _ in
        let z = random.normal()
        return z * z * z
      }
      var level = 0.0
      let x = returns.map { value in
        level += (abs(value) - level) / 24
        return level
      }
      return SharedShocks(x, nextReturns: returns.dropFirst() + [.nan]).biasOfT(horizon: 6) != nil
    }
    #expect(shared < 10, "\(shared)")
  }

  @Test("what does not vary, is not known or is hardly there shares nothing, and nothing is asked too much")
  func nothing() {
    let nan = [Double](repeating: .nan, count: 100)
    let ones = [Double](repeating: 1, count: 100)
    let price = Array(walk.price.prefix(100))
    let next = Array(walk.nextReturns.prefix(100))
    let columns: [([Double], [Double])] = [
      ([], []), ([1], [.nan]), ([1, 2, 3], [0.1, -0.1, .nan]), (nan, next), (price, nan), (ones, next), (price, ones),
      (price, ones.map { 0 * $0 }), (price.map { $0 * 1e200 }, next), (price.map { $0 * 1e-200 }, next),
      (Array(price.prefix(11)), Array(next.prefix(11))), (ones.indices.map(Double.init), next),
    ]
    for (x, returns) in columns { #expect(SharedShocks(x, nextReturns: returns).biasOfT(horizon: 1) == nil) }
    #expect(SharedShocks(price, nextReturns: next).biasOfT(horizon: 5000)?.t.isFinite == true)
  }
}
