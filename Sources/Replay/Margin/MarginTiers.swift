import Market

/// Maintenance margin by the size of a position: the larger, the higher the rate on what lies above each floor.
///
/// A venue prints a rate and an amount to deduct for each tier. The amounts follow from the rates, so only the rates are
/// written down: maintenance is then continuous at every floor, equity less maintenance rises or falls with the price all
/// the way, and exactly one price is the liquidation price.
public struct MarginTiers: Hashable, Sendable {
  public struct Tier: Hashable, Sendable {
    /// Least notional, in quote for a linear contract and in coin for an inverse one.
    public let from: Double
    /// Of the notional.
    public let maintenance: Double
    /// What the venue calls the maintenance amount.
    public let deduction: Double
    /// Of the whole notional, what must be there before a position of this tier is opened: one over the most leverage. 0 where
    /// nothing is asked.
    public let initial: Double
  }

  public let tiers: [Tier]

  /// - Parameter rows: floors, increasing from 0, with the rates above them.
  public init(_ rows: [(from: Double, maintenance: Double)]) {
    self.init(rows.map { ($0.from, $0.maintenance, 0) })
  }

  /// - Parameter rows: the same, with the initial margins, which rise as well.
  public init(_ rows: [(from: Double, maintenance: Double, initial: Double)]) {
    precondition(rows.first?.from == 0, "a table begins at nothing")
    precondition(zip(rows, rows.dropFirst()).allSatisfy { $0.from < $1.from }, "floors in order")
    var tiers: [Tier] = []
    for row in rows {
      let before = tiers.last
      let deduction = before.map { $0.deduction + row.from * (row.maintenance - $0.maintenance) } ?? 0
      tiers.append(
        Tier(from: row.from, maintenance: row.maintenance, deduction: deduction, initial: row.initial))
    }
    self.tiers = tiers
  }

  /// One rate whatever the size.
  public static func flat(_ rate: Double) -> MarginTiers { MarginTiers([(0, rate)]) }

  /// The tier that a notional lies in.
  public func tier(of notional: Double) -> Tier { tiers.last { $0.from <= notional } ?? tiers[0] }

  public func maintenance(of notional: Double) -> Double {
    let tier = tier(of: notional)
    return notional * tier.maintenance - tier.deduction
  }

  /// Whether tiers say what must be there to open a position.
  public var asksInitial: Bool { tiers.contains { $0.initial > 0 } }

  /// As much of `wanted` as may be opened.
  ///
  /// - Parameters:
  ///   - purse: equity.
  ///   - leverage: at which it is to be held on a margin of its own; nil where all of the purse stands behind it. A tier that
  ///     asks for more than the margin at that leverage is closed to it.
  func opened(_ wanted: Double, purse: Double, leverage: Double?) -> Double {
    var most = 0.0
    for (index, tier) in tiers.enumerated() where tier.from <= wanted {
      if let leverage, tier.initial * leverage > 1 + 1e-12 { break }
      let end = index + 1 < tiers.count ? tiers[index + 1].from : .infinity
      // Limits are written up to and with.
      let here = min(wanted, end, tier.initial > 0 ? purse / tier.initial : .infinity)
      if here >= tier.from { most = max(most, here) }
    }
    return most
  }

  /// The same with a fee in every rate.
  func raised(by fee: Double) -> MarginTiers {
    MarginTiers(tiers.map { ($0.from, $0.maintenance + fee, $0.initial) })
  }

  /// In one canonical text.
  var text: String {
    tiers.map { "\($0.from):\($0.maintenance)\($0.initial > 0 ? ":\($0.initial)" : "")" }.joined(separator: ",")
  }

  /// The price at which `price(tier)` lies in the very tier it was worked out with.
  ///
  /// - Parameter notional: at a price.
  func consistent(_ price: (Tier) -> Double?, notional: (Double) -> Double) -> Double? {
    for (index, tier) in tiers.enumerated() {
      guard let price = price(tier), price > 0, price.isFinite else { continue }
      let value = notional(price)
      let end = index + 1 < tiers.count ? tiers[index + 1].from : .infinity
      // A price on a floor belongs to both tiers, and a rounding may put it on either side.
      let slack = 1e-12 * value
      if value >= tier.from - slack, value <= end + slack { return price }
    }
    return nil
  }
}

/// A venue's table, with the dates between which it held: one that is applied at another time says nothing of that time.
public struct DatedTiers: Hashable, Sendable {
  public let instrument: String
  public let tiers: MarginTiers
  /// What its maintenance is a share of.
  public let basis: MarginTerms.Basis
  /// The first instant at which it is known to have held; nil where its source has no date.
  public let from: Instant?
  /// The first at which it no longer did; nil where nobody knows.
  public let until: Instant?
  /// Who printed it, in a few words.
  public let source: String

  public init(
    instrument: String, basis: MarginTerms.Basis = .mark, from: Instant?, until: Instant? = nil, source: String,
    _ tiers: MarginTiers
  ) {
    self.instrument = instrument
    self.basis = basis
    self.tiers = tiers
    self.from = from
    self.until = until
    self.source = source
  }

  /// Whether it is of this contract, under whatever symbol: of its venue, coin, currency and form.
  public func isOf(_ other: Instrument, _ contract: Contract) -> Bool {
    guard let own = Instrument(instrument) else { return false }
    return own.venue == other.venue && own.type == other.type && own.contract.base == contract.base
      && own.contract.quote == contract.quote && own.contract.form == contract.form
  }

  /// Of which form the contracts are whose notional its floors count: in quote, or in coin.
  public var form: Contract.Form { Instrument(instrument)?.contract.form ?? .unstated }

  /// What is to be said when it is applied to a window; nil where it held all the time.
  public func caution(_ window: TimeRange) -> String? {
    guard let from else {
      return "Margin tiers of \(instrument) are undated (\(source)): nothing says that they held then."
    }
    guard window.from < from || window.to > until ?? window.to else { return nil }
    let held = "from \(from.minuteText)" + (until.map { " to \($0.minuteText)" } ?? "")
    return "Margin tiers of \(instrument) are those that held \(held) UTC (\(source)), and stand in for the rest."
  }
}
