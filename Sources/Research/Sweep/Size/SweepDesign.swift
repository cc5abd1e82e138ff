import Foundation
import Numerics
import Statistics

/// A sweep whose trials have no skill, or of which one has: how the daily returns of its trials come about.
///
/// 400 days of hours, GARCH with t shocks. Where trials pay costs, their gross edge pays for them, so that each earns
/// nothing on average: worse trials than that would make any test look careful.
package struct SweepDesign: Sendable {
  package enum Trials: Sendable {
    /// Long, short or flat for so many hours at a time; of trial k a share `common[k mod n]` of the times is that of all others.
    case sides(hours: Int, common: [Double])
    /// The same, six hours at a time, and a day earns part of what the day before did.
    case following(Double)
    /// So many trades of a day each. A share of them gains; losses are as much larger as gains are more frequent.
    case trades(Int, gaining: Double)
  }

  package let name: String
  package let trials: Trials
  package let count: Int
  /// Trials that are looked at.
  package let most: Int
  /// Paid when the side changes, as a fraction.
  package let cost: Double

  package static let days = 400
  private static let hours = 24
  private static let deviation = 0.005

  package init(_ name: String, _ trials: Trials, count: Int = 32, most: Int = TrialSample.most, cost: Double = 0) {
    self.name = name
    self.trials = trials
    self.count = count
    self.most = most
    self.cost = cost
  }

  package static let standard: [SweepDesign] = [
    SweepDesign("32 uncorrelated", .sides(hours: 6, common: [0])),
    SweepDesign("correlation .5", .sides(hours: 6, common: [0.7])),
    SweepDesign("correlation .9", .sides(hours: 6, common: [0.95])),
    SweepDesign("mixture", .sides(hours: 6, common: [0, 0.5, 0.9, 0.95])),
    SweepDesign("holding of 24 bars", .sides(hours: 24, common: [0])),
    SweepDesign("autocorrelated days (.21)", .following(0.21)),
    SweepDesign("26 skewed trades", .trades(26, gaining: 0.9)),
    SweepDesign("424 skewed trades", .trades(424, gaining: 0.9)),
    SweepDesign("26 symmetric trades", .trades(26, gaining: 0.5)),
    SweepDesign("with costs of 5 bps", .sides(hours: 6, common: [0.5]), cost: 5e-4),
    SweepDesign("400 trials", .sides(hours: 6, common: [0, 0.5, 0.9, 0.95]), count: 400),
    SweepDesign("256 looked at of 2,000", .sides(hours: 6, common: [0, 0.5]), count: 2000, most: 256),
  ]

  /// Daily returns of every trial.
  ///
  /// - Parameter edge: the t that the first trial's mean has on average; 0 for a sweep without skill.
  package func returns(edge: Double, seed: UInt64, simulation: Int) -> [[Double]] {
    var random = CounterRandom(seed: seed, stream: UInt64(simulation))
    var trials = drawn(&random)
    if edge != 0, let first = trials.first {
      let lift = edge * Moments(first).standardDeviation(ddof: 1) / Double(Self.days).squareRoot()
      trials[0] = first.map { $0 + ($0 == 0 && isRare ? 0 : lift * (isRare ? Self.rareness(first) : 1)) }
    }
    return trials
  }

  /// Whether most days are without a trade: skill then shows on the days that have one.
  private var isRare: Bool { if case .trades = trials { true } else { false } }

  private static func rareness(_ returns: [Double]) -> Double {
    Double(returns.count) / Double(max(1, returns.count { $0 != 0 }))
  }

  private func drawn(_ random: inout CounterRandom) -> [[Double]] {
    switch trials {
    case .trades(let trades, let gaining): return (0..<count).map { _ in Self.trades(trades, gaining, &random) }
    case .sides(let length, let common): return sides(length, common, &random)
    case .following(let rho):
      return sides(6, [0], &random).map { days in
        days.reduce(into: []) { $0.append(rho * ($0.last ?? 0) + (1 - rho * rho).squareRoot() * $1) }
      }
    }
  }

  private func sides(_ length: Int, _ common: [Double], _ random: inout CounterRandom) -> [[Double]] {
    let bars = Self.days * Self.hours
    let market = SimulatedReturns.garch(bars, deviation: Self.deviation, &random)
    let spans = (bars + length - 1) / length
    let shared = (0..<spans).map { _ in Self.side(&random) }
    return (0..<count).map { trial in
      let share = common[trial % common.count]
      var days = [Double](repeating: 0, count: Self.days)
      var changes = [Double](repeating: 0, count: Self.days)
      var last = 0.0
      for span in 0..<spans {
        let own = Self.side(&random)
        let side = random.uniform() < share ? shared[span] : own
        changes[span * length / Self.hours] += abs(side - last)
        last = side
        guard side != 0 else { continue }
        for bar in span * length..<min((span + 1) * length, bars) { days[bar / Self.hours] += side * market[bar] }
      }
      let usual = changes.reduce(0, +) / Double(Self.days)
      for day in days.indices { days[day] -= cost * (changes[day] - usual) }
      return days
    }
  }

  private static func side(_ random: inout CounterRandom) -> Double {
    let drawn = random.uniform()
    return drawn < 0.4 ? 1 : drawn < 0.8 ? -1 : 0
  }

  private static func trades(_ trades: Int, _ gaining: Double, _ random: inout CounterRandom) -> [Double] {
    var days = [Double](repeating: 0, count: Self.days)
    for _ in 0..<trades {
      let day = random.below(Self.days)
      let size = (0.5 + random.uniform()) * deviation
      days[day] += random.uniform() < gaining ? size : -size * gaining / (1 - gaining)
    }
    return days
  }
}
