/// The price of the perpetual: random steps and jumps that no past foretells, and the drift that stress plants.
struct DemoPrice {
  /// Steps a bar is built from: one for each half minute, so that highs and lows come from a path.
  static let steps = 10
  /// A bar's return on average, to make up for jumps, which fall more than they rise, and for what stress takes.
  private static let drift = 0.000006

  private let noise: DemoRandom
  private let jumps: DemoRandom
  private(set) var value = 60_000.0

  init(seed: UInt64) {
    noise = DemoRandom(seed: seed, .price)
    jumps = DemoRandom(seed: seed, .jump)
  }

  /// The jump of a bar, as a return: nothing but about once a month, when price falls by 3 to 7% or, less often, rises
  /// by 2 to 5% within half a minute.
  func jump(_ bar: Int) -> Double {
    guard jumps.word(3 * bar) % UInt64(30 * DemoClock.barsPerDay) == 0 else { return 0 }
    let size = jumps.uniform(3 * bar + 1)
    return jumps.uniform(3 * bar + 2) < 0.65 ? -0.02 - 0.025 * size : 0.015 + 0.015 * size
  }

  /// The path of a bar whose return has this deviation, plus what is planted, plus a jump half-way.
  mutating func path(_ bar: Int, deviation: Double, planted: Double, jump: Double) -> DemoPath {
    let before = value
    let steps = Double(Self.steps)
    let scale = deviation / steps.squareRoot()
    let push = (Self.drift + planted) / steps
    let prices = (0..<Self.steps).map { step in
      value *= 1 + push + scale * noise.normal(bar * Self.steps + step)
      if step == Self.steps / 2 { value *= 1 + jump }
      return value
    }
    return DemoPath(before: before, prices: prices, deviation: deviation)
  }

  /// The path of a bar in which nobody trades.
  func stillPath(deviation: Double) -> DemoPath {
    DemoPath(before: value, prices: [Double](repeating: value, count: Self.steps), deviation: deviation)
  }
}
