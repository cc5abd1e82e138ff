import Market
import Research

/// The two venues between which carrying the coin has paid most: long where longs pay least, short where they pay most.
public struct FundingCarry: Sendable {
  public let long: Instrument
  public let short: Instrument
  /// What each leg's longs have paid a day over the last seven, or over as many as settlements pay for.
  public let longPerDay: Double
  public let shortPerDay: Double
  /// How much of those seven days the settlements of each leg pay for.
  public let longCovered: Interval
  public let shortCovered: Interval
  /// Takers' fees of entering and leaving both legs, a fraction of one leg's value.
  public let costs: Double
  public let days: Int

  public var perDay: Double { shortPerDay - longPerDay }
  /// Over the days, after costs.
  public var net: Double { perDay * Double(days) - costs }
  public var netAnnualised: Double { net / Double(days) * 365 }
  /// Until costs are earned; nil where they never are.
  public var breakEvenDays: Double? { perDay > 0 ? costs / perDay : nil }

  init(_ venues: [FundingVenue], days: Int) throws(Unavailable) {
    let paid = venues.compactMap { venue in venue.paidPerDay.map { (venue.instrument, $0, venue.covered) } }
    guard paid.count > 1 else { throw Unavailable("a carry takes two venues that have settled in the last seven days") }
    var best: FundingCarry?
    for long in paid {
      for short in paid where short.0 != long.0 {
        let fees = TradingFees.standard(for: long.0).taker + TradingFees.standard(for: short.0).taker
        let pair = FundingCarry(
          long: long, short: short, costs: 2 * fees, days: days)
        if best.map({ pair.net > $0.net }) ?? true { best = pair }
      }
    }
    guard let best else { throw Unavailable("there is no pair") }
    self = best
  }

  private typealias Leg = (instrument: Instrument, perDay: Double, covered: Interval)

  private init(long: Leg, short: Leg, costs: Double, days: Int) {
    (self.long, longPerDay, longCovered) = long
    (self.short, shortPerDay, shortCovered) = short
    (self.costs, self.days) = (costs, days)
  }
}
