import Market
import Replay

/// The margin tiers that the model of levels closes positions by.
public struct LevelTiers: Sendable {
  /// Floors in dollars.
  public let tiers: MarginTiers
  /// Who printed them, or that they are assumed.
  public let source: String
  /// A venue's table with the time in which it held; nil for others.
  private let dated: DatedTiers?

  public init(_ tiers: MarginTiers, source: String) {
    (self.tiers, self.source, dated) = (tiers, source, nil)
  }

  public init(_ table: DatedTiers) { (tiers, source, dated) = (table.tiers, table.source, table) }

  /// What is to be said where they are known to have held at another time.
  func caution(at instant: Instant) -> String? { dated?.caution(TimeRange(from: instant, to: instant)) }

  /// Whether the size of a position changes its rate.
  public var hasSteps: Bool { tiers.tiers.count > 1 }

  /// Most leverage of a tier: venues ask for twice the maintenance at first. A flat rate says nothing of it.
  func mostLeverage(_ tier: MarginTiers.Tier) -> Double? {
    hasSteps && tier.maintenance > 0 ? 1 / (2 * tier.maintenance) : nil
  }

  /// What a venue has printed for an instrument; nil where none is known here.
  static func printed(for instrument: Instrument, _ contract: Contract) -> LevelTiers? {
    guard instrument.type == .perpetual, contract.form == .linear else { return nil }
    switch (instrument.venue, contract.base) {
    case ("binance", "BTC"):
      return DatedTiers.named["binance-btc-2021"].map { LevelTiers($0) }
    case ("hyperliquid", "BTC"), ("hyperliquid", "ETH"):
      return LevelTiers(
        HyperliquidMargin(mostLeverage: 50).tiers, source: "Hyperliquid: half the initial rate at 50 times, undated")
    case ("hyperliquid", "SOL"), ("hyperliquid", "DOGE"):
      return LevelTiers(
        HyperliquidMargin(mostLeverage: 20).tiers, source: "Hyperliquid: half the initial rate at 20 times, undated")
    default: return nil
    }
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
  static func all(_ assumptions: LiquidationLevels.Assumptions, _ tiers: LevelTiers) -> [AssumedPosition] {
    let sizes = tiers.hasSteps ? assumptions.sizes : [(dollars: 1, share: 1)]
    return assumptions.mix.flatMap { (wanted, part) -> [AssumedPosition] in
      sizes.map { size -> AssumedPosition in
        let tier = tiers.tiers.tier(of: size.dollars)
        let leverage = tiers.mostLeverage(tier).map { min(wanted, max($0, 1)) } ?? wanted
        func closed(_ side: Double) -> Double? {
          let position = LinearPosition(side: side, quantity: size.dollars, entryPrice: 1)
          return position.liquidationPrice(wallet: size.dollars / leverage, tiers.tiers).map { $0 - 1 }
        }
        return AssumedPosition(
          leverage: leverage, size: tiers.hasSteps ? size.dollars : nil, share: part * size.share,
          maintenance: tier.maintenance, closesLong: leverage > 1 ? closed(1) : nil,
          closesShort: leverage > 1 ? closed(-1) : nil)
      }
    }
  }
}
