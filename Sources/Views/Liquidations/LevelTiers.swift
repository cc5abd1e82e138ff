import Market
import Replay

/// The margin tiers that the model of levels closes positions by.
public struct LevelTiers: Sendable {
  /// Floors in dollars, of coin-margined contracts in coin.
  public let tiers: MarginTiers
  /// Who printed them, or that they are assumed.
  public let source: String
  /// What a strategy file calls them; nil where they are no printed table.
  public let name: String?
  /// A venue's table with the time in which it held; nil for others.
  public let dated: DatedTiers?

  /// - Parameter tiers: floors in dollars.
  public init(_ tiers: MarginTiers, source: String) {
    (self.tiers, self.source, name, dated) = (tiers, source, nil, nil)
  }

  public init(_ table: DatedTiers, name: String) {
    (tiers, source, dated) = (table.tiers, table.source, table)
    self.name = name
  }

  private init(_ other: LevelTiers, _ tiers: MarginTiers) {
    self.tiers = tiers
    (source, name, dated) = (other.source, other.name, other.dated)
  }

  /// What is to be said where they are known to have held at another time, or are another contract's.
  func caution(at instant: Instant, on instrument: Instrument, _ contract: Contract) -> String? {
    guard let dated else { return nil }
    let other = dated.isOf(instrument, contract) ? nil : "Margin tiers are those of \(dated.instrument)."
    let all = [other, dated.caution(TimeRange(from: instant, to: instant))].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: " ")
  }

  /// Whether the size of a position changes its rate.
  public var hasSteps: Bool { tiers.tiers.count > 1 }
  /// Whether they say how much leverage a position may have.
  public var limitsLeverage: Bool { hasSteps || tiers.asksInitial }

  /// Most leverage of a tier: by its initial margin, or else by twice the maintenance, which venues ask for at first. A flat
  /// rate says nothing of it.
  func mostLeverage(_ tier: MarginTiers.Tier) -> Double? {
    if tier.initial > 0 { return 1 / tier.initial }
    return hasSteps && tier.maintenance > 0 ? 1 / (2 * tier.maintenance) : nil
  }

  /// What a venue has printed for an instrument; nil where none is known here.
  static func printed(for instrument: Instrument, _ contract: Contract) -> LevelTiers? {
    DatedTiers.printed(for: instrument, contract).map { LevelTiers($0.table, name: $0.name) }
  }

  /// The same with floors in what a contract's notional is counted in: dollars become coins, and coins dollars, at a price.
  func counted(in form: Contract.Form, at price: Double) -> LevelTiers {
    let (own, wanted) = (dated?.form == .inverse, form == .inverse)
    guard own != wanted, hasSteps else { return self }
    let factor = wanted ? 1 / price : price
    return LevelTiers(
      self, MarginTiers(tiers.tiers.map { ($0.from * factor, $0.maintenance, $0.initial) }))
  }

  /// How maintenance is reckoned with them.
  var margin: any VenueMargin {
    dated?.basis == .entry ? EntryMargin(tiers) : MarkMargin(tiers)
  }
}

/// Positions that the model takes for those that are opened: so much of what is added, at one leverage and size.
public struct AssumedPosition: Sendable {
  public let leverage: Double
  /// In dollars, at the entry; nil where it does not matter.
  public let size: Double?
  /// Of what is added.
  public let share: Double
  /// Of its tier at the entry.
  public let maintenance: Double
  /// Price over entry less one, at which a long is closed; nil where no price does.
  public let closesLong: Double?
  public let closesShort: Double?

  /// Whether it is closed where it is entered, within a thousandth: its maintenance takes up its initial margin.
  var isClosedAtOnce: Bool { (closesLong ?? -1) > -0.001 || (closesShort ?? 1) < 0.001 }

  /// Every leverage of the mix at every size, as tiers allow: beyond the most of its tier a position has that.
  ///
  /// - Parameters:
  ///   - form: of the contract. One settled in its coin is closed by other prices than one settled in dollars.
  ///   - price: at which a size in dollars is so many coins.
  static func all(
    _ assumptions: LiquidationLevels.Assumptions, _ tiers: LevelTiers, _ form: Contract.Form, at price: Double
  ) -> [AssumedPosition] {
    let sizes = tiers.hasSteps ? assumptions.sizes : [(dollars: 1, share: 1)]
    return assumptions.mix.flatMap { (wanted, part) -> [AssumedPosition] in
      sizes.map { size -> AssumedPosition in
        let notional = form == .inverse ? size.dollars / price : size.dollars
        let tier = tiers.tiers.tier(of: notional)
        let leverage = tiers.mostLeverage(tier).map { min(wanted, max($0, 1)) } ?? wanted
        func closed(_ side: Double) -> Double? {
          let margin = notional / leverage
          let at =
            form == .inverse
            ? tiers.margin.liquidationPrice(
              InversePosition(side: side, face: size.dollars, entryPrice: price), margin: margin)
            : tiers.margin.liquidationPrice(
              LinearPosition(side: side, quantity: size.dollars / price, entryPrice: price), margin: margin)
          return at.flatMap { $0 > 0 && $0.isFinite ? $0 / price - 1 : nil }
        }
        return AssumedPosition(
          leverage: leverage, size: tiers.hasSteps ? size.dollars : nil, share: part * size.share,
          maintenance: tier.maintenance, closesLong: closed(1), closesShort: closed(-1))
      }
    }
  }
}
