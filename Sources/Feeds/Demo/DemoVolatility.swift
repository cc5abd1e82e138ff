/// How much the price moves: the standard deviation of one bar's return, bar after bar.
///
/// Two mean-reverting logarithms, one that turns over in days and one in hours, times the hour of day, times what is
/// left of the last jump. Their product gives the clustering and the fat tails of five-minute returns.
struct DemoVolatility {
  /// 12 bps a bar in the median, about 50% a year with everything below.
  static let median = 0.0012

  /// By UTC hour: quiet in the small hours, busiest when New York opens.
  private static let season = [
    0.95, 0.90, 0.85, 0.80, 0.75, 0.75, 0.80, 0.90, 1.00, 1.00, 0.95, 0.95,
    1.05, 1.30, 1.45, 1.40, 1.25, 1.15, 1.10, 1.05, 1.00, 0.95, 0.95, 0.95,
  ]
  private static let weekend = 0.7

  private var slow: OrnsteinUhlenbeck
  private var fast: OrnsteinUhlenbeck
  private var aftershock = 0.0

  init(seed: UInt64) {
    slow = OrnsteinUhlenbeck(DemoRandom(seed: seed, .slowVolatility), keep: 0.9992, deviation: 0.30)
    fast = OrnsteinUhlenbeck(DemoRandom(seed: seed, .fastVolatility), keep: 0.97, deviation: 0.25)
  }

  mutating func next(_ bar: Int) -> Double {
    aftershock *= 0.96
    let logarithm = slow.next(bar) + fast.next(bar) + aftershock
    return Self.median * Self.seasonal(bar) * demoExponential(logarithm)
  }

  /// A jump keeps the market nervous for a few hours, without telling where it goes next.
  mutating func shake() { aftershock = 1.2 }

  /// Straight lines between the hours' values, so that no hour begins with a step.
  static func seasonal(_ bar: Int) -> Double {
    let hour = DemoClock.hour(bar)
    let within = Double(bar % DemoClock.barsPerHour) / Double(DemoClock.barsPerHour)
    let level = season[hour] + (season[(hour + 1) % 24] - season[hour]) * within
    return DemoClock.isWeekend(bar) ? level * weekend : level
  }
}
