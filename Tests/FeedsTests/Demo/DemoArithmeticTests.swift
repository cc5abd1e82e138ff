import Feeds
import Testing

@Suite("The demo market's own arithmetic")
struct DemoArithmeticTests {
  @Test(
    "the exponential agrees with the true one to thirteen digits",
    arguments: [
      // python3: [(x, math.exp(x)) for x in (…)]
      (0.0, 1.0), (1.0, 2.718281828459045), (-1.0, 0.36787944117144233), (0.3, 1.3498588075760032),
      (2.5, 12.182493960703473), (-4.0, 0.01831563888873418), (8.0, 2980.9579870417283),
    ])
  func exponential(x: Double, expected: Double) {
    #expect(abs(demoExponential(x) / expected - 1) < 1e-13)
  }

  @Test("the exponential stops growing where it would no longer be accurate")
  func bounded() {
    #expect(demoExponential(1000) == demoExponential(8))
    #expect(demoExponential(-1000) == demoExponential(-8))
  }

  @Test("normal variates have mean 0, variance 1, no skew and the kurtosis of twelve uniforms")
  func normal() {
    let random = DemoRandom(seed: 3, .price)
    let count = 100_000
    var sums = [0.0, 0.0, 0.0, 0.0]
    for position in 0..<count {
      let value = random.normal(position)
      var power = 1.0
      for moment in sums.indices {
        power *= value
        sums[moment] += power
      }
    }
    let moments = sums.map { $0 / Double(count) }
    // Standard errors: 0.003, 0.004, 0.012 and 0.028; the fourth moment is 3 − 1.2/12 = 2.9.
    #expect(abs(moments[0]) < 0.012)
    #expect(abs(moments[1] - 1) < 0.016)
    #expect(abs(moments[2]) < 0.05)
    #expect(abs(moments[3] - 2.9) < 0.11)
  }

  @Test("streams and neighbouring positions do not know each other")
  func independence() {
    let prices = DemoRandom(seed: 3, .price)
    let volumes = DemoRandom(seed: 3, .volume)
    let count = 20_000
    var across = 0.0
    var along = 0.0
    for position in 0..<count {
      across += prices.normal(position) * volumes.normal(position)
      along += prices.normal(position) * prices.normal(position + 1)
    }
    // Correlations; standard error 0.007.
    #expect(abs(across / Double(count)) < 0.03)
    #expect(abs(along / Double(count)) < 0.03)
  }
}
