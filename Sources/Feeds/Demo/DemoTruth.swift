import Market

/// What is true of a demo market because it was made so.
public struct DemoTruth: Hashable, Sendable {
  /// The condition after whose bars price falls, as it is written in a strategy file.
  public let signal: String
  /// For how long after a bar of the condition price falls.
  public let horizon: Interval
  /// Added to the return of each bar within the horizon, in basis points; once, however many bars of the condition
  /// the horizon reaches back to.
  public let driftBps: Double
  /// Bars in the market.
  public let bars: Int
  /// Bars on which the condition holds.
  public let stressBars: Int
  /// Segments of consecutive bars on which it holds: the effective number of observations.
  public let episodes: Int
  /// Signals that predict nothing.
  public let decoys: [DemoDecoy]

  /// The share of bars on which the condition holds.
  public var share: Double { Double(stressBars) / Double(bars) }

  /// What is planted in the return over one horizon after a bar of the condition, in basis points.
  public var effectBps: Double { driftBps * Double(horizon.count(of: DemoClock.interval) ?? 0) }
}

/// A signal that looks as if it should predict, and by construction does not.
public struct DemoDecoy: Hashable, Sendable {
  public let name: String
  /// As it is written in a strategy file.
  public let expression: String
  /// Why it tempts, and what it really is in this market.
  public let why: String

  /// Decoys that share bars with the planted regime would inherit some of its effect, so funding is looked at while open
  /// interest is low, and the basis while the perpetual is cheap.
  static let all = [
    DemoDecoy(
      name: "funding_alone",
      expression: "zscore(funding_rate, 1d) > 1.5 and zscore(open_interest, 1d) < 0",
      why: "funding is as high as in the planted regime, but a mood of the premium and no leverage is behind it"),
    DemoDecoy(
      name: "taker_flow",
      expression: "zscore(cumulative_delta(1h), 1d) > 2",
      why: "takers buy in the bars in which price rises; the next bar is drawn without looking at them"),
    DemoDecoy(
      name: "oi_divergence",
      expression: "returns(4h) > 0.01 and change(open_interest, 4h) < -0.01",
      why: "open interest has moods of its own, and a rally on falling open interest is a coincidence"),
    DemoDecoy(
      name: "new_york_open",
      expression: "hour() == 14",
      why: "the busiest hour of the day has the widest returns, and no direction"),
    DemoDecoy(
      name: "discount",
      expression: "zscore(basis(), 1d) < -1.5",
      why: "a cheap perpetual comes back to spot because spot comes down to it; price is made first and spot from it"),
  ]
}

extension DemoMarket {
  /// What was planted in this market, and on how many bars.
  ///
  /// - Complexity: makes the market.
  public var truth: DemoTruth {
    let stressed = Bitmap(generated().stressed)
    return DemoTruth(
      signal: DemoStress.expression,
      horizon: DemoClock.interval * DemoStress.horizon,
      driftBps: DemoStress.driftBps,
      bars: stressed.count,
      stressBars: stressed.population,
      episodes: stressed.runs.count,
      decoys: DemoDecoy.all)
  }
}
