import Foundation
import Market
import Research

/// What open interest and liquidations let one guess about leverage: a **model**, since nobody publishes it.
///
/// The mean entry of all that is open follows open interest by the hour: what is added enters at the hour's close, what
/// leaves leaves at the mean: of contracts of coins the mean of prices, of contracts of dollars that of coins in a dollar. A
/// position closed by force at a price had the initial margin 1/L = 1 - price / entry · (1 - m)
/// as a long, price / entry · (1 + m) - 1 as a short, with m the maintenance rate; settled in its coin, entry / price · (1 + m)
/// - 1 and 1 - entry / price · (1 - m). Entries are taken for the mean one, prices for the hour's low and high. L is one over
/// the mean of those margins, weighed by what was liquidated.
public struct LeverageEstimate: Sendable {
  public let instrument: Instrument
  /// What the open interest is called in the language of signals.
  public let interest: String
  /// Whose open interest it is.
  public let holder: Instrument
  public let hours: Int
  /// Mean entry of what is open.
  public let entry: Double
  public let price: Double
  /// Of what was liquidated in the hours: one over its mean initial margin; nil where nothing was, below the mean entry.
  public let longs: Double?
  public let shorts: Double?
  /// Traded in a day over open interest, where both are of the instrument.
  public let turnover1d: Double?
  /// Liquidated in seven days over open interest: lower bounds, as the feeds are.
  public let liquidated7d: Double?
  /// Why one of the two is not said where its series count contracts, a clause.
  public let unsized: String?
  /// That of the first tier of the table that the model of liquidation levels reads.
  public let maintenance: Double
  /// Whose.
  public let maintenanceSource: String

  public var distance: Double { price / entry - 1 }

  public static let lookBack = Interval.days(90)
  private static let highest = 125.0

  /// - Throws: `Unavailable` where price and open interest are not known together at the moment.
  init(_ moment: MarketMoment, of instrument: Instrument, interest: InterestExpression) throws {
    let holder = interest.holder
    let contract = moment.contract(of: instrument)
    let tiers = LevelTiers.printed(for: instrument, contract) ?? LiquidationLevels.Assumptions.flat
    let maintenance = tiers.tiers.tiers[0].maintenance
    let kinds = moment.series.filter { $0.descriptor.instrument == instrument }
    let forced = kinds.first { $0.descriptor.kind == .liquidations }?.descriptor.columns.map(\.name) ?? []
    let suffix = forced.contains("long_liquidations") ? "" : "_value"
    let names = forced.isEmpty ? [] : ["long_liquidations\(suffix)", "short_liquidations\(suffix)"]
    // A plain name may stand for another instrument's: whose it is says whether the two belong together.
    let own = holder == instrument
    let view = try ViewFrame(
      moment, of: instrument, interval: .hour, history: Self.lookBack, [interest.text] + names + (own ? ["volume"] : [])
    )
    let (low, high, close) = (try view.numbers("low"), try view.numbers("high"), try view.numbers("close"))
    let open = try view.numbers(interest.text).map { $0 * interest.perValue }
    let liquidated = try names.map(view.numbers)
    var (entry, before) = (Double.nan, Double.nan)
    var margins = [(sum: 0.0, weight: 0.0), (sum: 0.0, weight: 0.0)]
    for row in close.indices where close[row] > 0 {
      if entry > 0 {
        let estimates =
          contract.form == .inverse
          ? [entry / low[row] * (1 + maintenance) - 1, 1 - entry / high[row] * (1 - maintenance)]
          : [1 - low[row] / entry * (1 - maintenance), high[row] / entry * (1 + maintenance) - 1]
        for side in liquidated.indices {
          let amount = liquidated[side][row]
          guard amount > 0, estimates[side] > 1 / Self.highest else { continue }
          margins[side].sum += amount * estimates[side]
          margins[side].weight += amount
        }
      }
      guard open[row] > 0 else { continue }
      if !(before > 0) {
        entry = close[row]
      } else if open[row] > before {
        let added = open[row] - before
        entry =
          interest.unit == .dollars
          ? open[row] / (before / entry + added / close[row]) : (entry * before + close[row] * added) / open[row]
      }
      before = open[row]
    }
    guard entry > 0, let price = close.last(where: { $0 > 0 }) else {
      throw Unavailable("open interest and price are not known by the hour")
    }
    let known = close.indices.last { close[$0] > 0 && open[$0] > 0 }
    guard let known, moment.asOf.since(view.closes[known]) < .hours(2) else {
      let last = known.map { view.closes[$0].minuteText + " UTC" } ?? "no hour"
      throw Unavailable("price of \(instrument) and open interest of \(holder) were last known together at \(last)")
    }
    self.instrument = instrument
    self.interest = interest.text
    self.holder = holder
    self.maintenance = maintenance
    maintenanceSource = tiers.source
    (self.entry, self.price) = (entry, price)
    hours = close.count
    func leverage(_ side: (sum: Double, weight: Double)) -> Double? { side.weight > 0 ? side.weight / side.sum : nil }
    (longs, shorts) = (leverage(margins[0]), leverage(margins[1]))
    // A sum is known where each of its hours is.
    func sum(_ values: [Double], _ count: Int) -> Double? {
      let hours = values.suffix(count)
      return hours.count < count || hours.contains(where: \.isNaN) ? nil : hours.reduce(0, +)
    }
    let coins = interest.unit == .dollars ? before / price : before
    /// Of the open interest, in coins or in dollars, whichever the amounts of a column are of.
    func share(_ amount: Double, _ column: String) -> Double? {
      switch CountedAmount(view.frame.columns[column]?.unit, of: contract) {
      case .base(let size): amount * size / coins
      case .quote(let size): amount * size / (coins * price)
      case nil: nil
      }
    }
    turnover1d = own ? sum(try view.numbers("volume"), 24).flatMap { share($0, "volume") } : nil
    let both = liquidated.compactMap { sum($0, 168) }
    liquidated7d = both.count == 2 && own ? share(both[0] + both[1], names[0]) : nil
    unsized =
      own && (["volume"] + names).contains { view.frame.columns[$0]?.unit == .contracts }
      ? moment.unsized(instrument, [.klines, .liquidations]) : nil
  }
}
