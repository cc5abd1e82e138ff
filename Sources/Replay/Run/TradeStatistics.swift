import Market
import Statistics

/// What the closed trades of a run have in common. Amounts are quote currency, after all costs; a trade that earned exactly
/// nothing is neither won nor lost.
public struct TradeStatistics: Hashable, Sendable {
  public let closed: Int
  public let won: Int
  public let lost: Int
  /// What the won trades earned over what the lost ones cost; nil without a lost one.
  public let profitFactor: Double?
  /// The mean won trade over the mean lost one; nil without either.
  public let payoff: Double?
  public let meanWin: Double?
  public let meanLoss: Double?
  public let bestTrade: Double?
  public let worstTrade: Double?
  /// Mean of what a trade earned; nil without one.
  public let expectancy: Double?
  /// Between which the true mean lies with 95%, by Student's t over trades taken as independent; nil for fewer than two.
  public let expectancyInterval: ClosedRange<Double>?
  /// Won, and lost, one after the other.
  public let longestWins: Int
  public let longestLosses: Int
  /// Bars closed with the position, over won and over lost trades.
  public let meanBarsWon: Double?
  public let meanBarsLost: Double?
  /// How far the price went against a trade, and in its favour, as a share of the entry price: means, and the most.
  public let meanAdverse: Double?
  public let worstAdverse: Double?
  public let meanFavourable: Double?
  public let bestFavourable: Double?
  /// Closed trades by what ended them; endings that did not happen are missing.
  public let endings: [Trade.Ending: Int]

  /// - Parameter trades: in order; one that is still open is left out.
  public init(_ trades: [Trade]) {
    let trades = trades.filter { $0.ending != .open }
    let net = trades.map { Money.quote($0.net) }
    let wins = net.filter { $0 > 0 }
    let losses = net.filter { $0 < 0 }
    closed = trades.count
    won = wins.count
    lost = losses.count
    let (earned, cost) = (wins.reduce(0, +), -losses.reduce(0, +))
    profitFactor = cost > 0 ? earned / cost : nil
    meanWin = Self.mean(wins)
    meanLoss = Self.mean(losses)
    payoff = wins.isEmpty || losses.isEmpty ? nil : (earned / Double(wins.count)) / (cost / Double(losses.count))
    bestTrade = net.max()
    worstTrade = net.min()
    expectancy = Self.mean(net)
    expectancyInterval = Self.interval(net)
    longestWins = Self.longest(net) { $0 > 0 }
    longestLosses = Self.longest(net) { $0 < 0 }
    func bars(_ isWanted: (Double) -> Bool) -> Double? {
      Self.mean(zip(trades, net).filter { isWanted($1) }.map { Double($0.0.bars) })
    }
    meanBarsWon = bars { $0 > 0 }
    meanBarsLost = bars { $0 < 0 }
    meanAdverse = Self.mean(trades.map(\.adverse))
    worstAdverse = trades.map(\.adverse).max()
    meanFavourable = Self.mean(trades.map(\.favourable))
    bestFavourable = trades.map(\.favourable).max()
    endings = Dictionary(grouping: trades, by: \.ending).mapValues(\.count)
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  private static func longest(_ values: [Double], where holds: (Double) -> Bool) -> Int {
    var longest = 0
    var running = 0
    for value in values {
      running = holds(value) ? running + 1 : 0
      longest = max(longest, running)
    }
    return longest
  }

  private static func interval(_ values: [Double]) -> ClosedRange<Double>? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
    let reach = StudentT(degreesOfFreedom: Double(values.count - 1)).criticalValue(twoSided: 0.05) * error
    return (mean - reach)...(mean + reach)
  }
}

extension Run {
  public var tradeStatistics: TradeStatistics { TradeStatistics(trades) }
}
