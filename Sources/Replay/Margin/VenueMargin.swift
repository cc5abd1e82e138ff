/// How a venue reckons margin and liquidates, where a position is alone in its wallet or in its own margin.
public protocol VenueMargin: Sendable {
  /// In the contract's settlement currency, of a position worth `notional` now and `entryNotional` when it was entered.
  func maintenance(notional: Double, entryNotional: Double) -> Double
  func liquidationPrice(_ position: LinearPosition, margin: Double) -> Double?
  func liquidationPrice(_ position: InversePosition, margin: Double) -> Double?
}

/// Maintenance on the mark, by tiers: Binance, and Bybit's rule of 2026.
public struct MarkMargin: VenueMargin, Hashable {
  public let tiers: MarginTiers

  public init(_ tiers: MarginTiers) { self.tiers = tiers }

  public func maintenance(notional: Double, entryNotional: Double) -> Double { tiers.maintenance(of: notional) }

  public func liquidationPrice(_ position: LinearPosition, margin: Double) -> Double? {
    position.liquidationPrice(wallet: margin, tiers)
  }

  public func liquidationPrice(_ position: InversePosition, margin: Double) -> Double? {
    position.liquidationPrice(wallet: margin, tiers)
  }
}

/// Maintenance on what the position was worth at its entry: Bybit's older rule, and BitMEX.
public struct EntryMargin: VenueMargin, Hashable {
  public let tiers: MarginTiers

  public init(_ tiers: MarginTiers) { self.tiers = tiers }

  public func maintenance(notional: Double, entryNotional: Double) -> Double { tiers.maintenance(of: entryNotional) }

  public func liquidationPrice(_ position: LinearPosition, margin: Double) -> Double? {
    position.liquidationPrice(
      wallet: margin, entryMaintenance: tiers.maintenance(of: position.notional(at: position.entryPrice)))
  }

  public func liquidationPrice(_ position: InversePosition, margin: Double) -> Double? {
    position.liquidationPrice(
      wallet: margin, entryMaintenance: tiers.maintenance(of: position.notional(at: position.entryPrice)))
  }
}

/// OKX: maintenance on the mark, and the taker's fee of the closing order with it.
public struct OKXMargin: VenueMargin, Hashable {
  public let tiers: MarginTiers
  public let taker: Double

  public init(_ tiers: MarginTiers, taker: Double = 0) {
    self.tiers = tiers.raised(by: taker)
    self.taker = taker
  }

  public func maintenance(notional: Double, entryNotional: Double) -> Double { tiers.maintenance(of: notional) }

  public func liquidationPrice(_ position: LinearPosition, margin: Double) -> Double? {
    position.liquidationPrice(wallet: margin, tiers)
  }

  public func liquidationPrice(_ position: InversePosition, margin: Double) -> Double? {
    position.liquidationPrice(wallet: margin, tiers)
  }

  /// Liquidation comes at 1.
  public func ratio(_ position: LinearPosition, margin: Double, mark: Double) -> Double {
    (margin + position.profit(at: mark)) / maintenance(notional: position.notional(at: mark), entryNotional: 0)
  }
}

/// Hyperliquid: half the initial rate at the asset's most leverage.
public struct HyperliquidMargin: VenueMargin, Hashable {
  public let tiers: MarginTiers

  public init(mostLeverage: Double) { tiers = .flat(0.5 / mostLeverage) }

  /// - Parameter rows: floors of notional with the most leverage above them.
  public init(_ rows: [(from: Double, mostLeverage: Double)]) {
    tiers = MarginTiers(rows.map { ($0.from, 0.5 / $0.mostLeverage) })
  }

  public func maintenance(notional: Double, entryNotional: Double) -> Double { tiers.maintenance(of: notional) }

  public func liquidationPrice(_ position: LinearPosition, margin: Double) -> Double? {
    position.liquidationPrice(wallet: margin, tiers)
  }

  /// There are no inverse contracts.
  public func liquidationPrice(_ position: InversePosition, margin: Double) -> Double? { nil }
}

/// Deribit's linear contracts: rates that rise with the size of the position.
public struct DeribitMargin: Hashable, Sendable {
  public let initial: Double
  public let maintenance: Double
  /// Added to both for each coin.
  public let slope: Double

  public init(initial: Double, maintenance: Double, slope: Double) {
    self.initial = initial
    self.maintenance = maintenance
    self.slope = slope
  }

  public func initialMargin(coins: Double, price: Double) -> Double { (initial + slope * coins) * coins * price }
  public func maintenanceMargin(coins: Double, price: Double) -> Double {
    (maintenance + slope * coins) * coins * price
  }
}
