/// A number that wanders about zero: a first-order autoregression with a given standard deviation.
struct OrnsteinUhlenbeck {
  private let random: DemoRandom
  private let keep: Double
  private let push: Double
  private(set) var value: Double = 0

  /// `keep` is the share of the value that is left one bar later: its half-life is ln 2 / (1 − keep) bars, nearly.
  init(_ random: DemoRandom, keep: Double, deviation: Double) {
    self.random = random
    self.keep = keep
    push = deviation * (1 - keep * keep).squareRoot()
  }

  mutating func next(_ bar: Int) -> Double {
    value = keep * value + push * random.normal(bar)
    return value
  }
}
