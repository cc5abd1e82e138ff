import Market
import Numerics

/// What a price that is off at no close says of the next return, where trades bounce between bid and ask.
///
/// The close of a bar is off by up to half the spread, and the bar after takes that back. A liquid spot pair or a mark shows the
/// error, so that its distance from the close foretells a return, which no order earns that takes at the next price. Whoever is
/// ahead of its time is told apart by its own move: stamped too early it goes with the return of the bar after, an honest one
/// with that of the bar it stands on.
public struct FairPrice: Sendable {
  /// Of returns with those of the bar before.
  public let bounce: Double
  private let close: [Double]
  private let returns: [Double]

  /// Below it trades do not bounce enough to speak of.
  private static let leastBounce = -0.1
  /// Of a move with the return of its own bar, and how many standard errors it must have.
  private static let errors = 4.0
  /// What a move may say of the bar after, as a liquid price is often ahead by a little.
  private static let mostAhead = 0.05

  /// Nil where the traded bars do not bounce.
  public init?(_ frame: Frame) {
    guard let bounce = TradedBars(frame).bounce, bounce < Self.leastBounce else { return nil }
    let close = frame.values("close")
    self.bounce = max(bounce, -0.5)
    self.close = close
    returns = Self.moves(close)
  }

  /// Nil where the traded bars do not bounce, and where one of the columns beside them is no price that is of its time.
  public init?(_ frame: Frame, reading columns: Set<String>) {
    let others = TradedBars.others(columns, in: frame)
    let close = frame.values("close")
    // Rates and amounts are told from prices before anything is reckoned: a scan asks of thousands.
    let step = max(1, close.count / 64)
    func mayBePrice(_ column: [Double]) -> Bool {
      column.count == close.count
        && stride(from: 0, to: close.count, by: step).allSatisfy { row in
          let ratio = column[row] / close[row]
          return ratio.isNaN || (0.25...4).contains(ratio)
        }
    }
    guard !others.isEmpty, others.allSatisfy({ mayBePrice(frame.values($0)) }) else { return nil }
    self.init(frame)
    guard others.allSatisfy({ isOfItsTime(frame.values($0)) }) else { return nil }
  }

  /// The highest correlation of the error of a close with the return over so many bars.
  ///
  /// Errors of their own at each close have the variance that returns take back: -ρ of that of returns of one bar. What is left
  /// of those grows with the bars, and the errors at both ends do not.
  public static func most(bounce: Double, bars: Int) -> Double {
    let error = -bounce
    let whole = Double(bars) * (1 - 2 * error) + 2 * error
    return whole > 0 ? min(1, (error / whole).squareRoot()) : 1
  }

  /// The same of the mean return after the closes that are off to one side, in deviations of that return.
  public static func mostAfterEvents(bounce: Double, bars: Int) -> Double {
    let most = most(bounce: bounce, bars: bars)
    return most < 1 ? most / (1 - most * most).squareRoot() : .infinity
  }

  func most(bars: Int) -> Double { Self.most(bounce: bounce, bars: bars) }
  func mostAfterEvents(bars: Int) -> Double { Self.mostAfterEvents(bounce: bounce, bars: bars) }

  /// Whether a column is a price that moves with the bar it stands on and, by its own move, says nothing of the bar after.
  func isOfItsTime(_ column: [Double]) -> Bool {
    let ratios = column.indices.map { finite(column[$0] / close[$0]) }
    let known = ratios.count { !$0.isNaN }
    guard known > 0, ratios.count(where: { (0.5...2).contains($0) }) * 100 >= known * 99 else { return false }
    let moves = Self.moves(column)
    guard let own = Association(moves, returns), let next = Association(moves, Array(returns.dropFirst()) + [.nan])
    else { return false }
    let error = 1 / Double(own.count).squareRoot()
    return own.correlation > Self.errors * error && own.correlation > 2 * next.correlation.magnitude
      && next.correlation.magnitude < max(Self.mostAhead, Self.errors * error)
  }

  private static func moves(_ prices: [Double]) -> [Double] {
    prices.indices.map { $0 == 0 ? .nan : finite(prices[$0] / prices[$0 - 1] - 1) }
  }
}
