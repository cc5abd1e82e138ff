/// Profit and margin of linear contracts, as functions of a position and a price: nothing here remembers anything.
public struct LinearPosition: Hashable, Sendable {
  /// +1 long, −1 short.
  public let side: Double
  /// In base, unsigned.
  public let quantity: Double
  public let entryPrice: Double

  public init(side: Double, quantity: Double, entryPrice: Double) {
    self.side = side
    self.quantity = quantity
    self.entryPrice = entryPrice
  }

  public func notional(at price: Double) -> Double { quantity * price }

  /// In quote.
  public func profit(at price: Double) -> Double { side * quantity * (price - entryPrice) }

  /// Where equity is the maintenance margin; nil where no price above zero is.
  ///
  /// - Parameters:
  ///   - wallet: the wallet's balance in cross margin, the position's own margin in isolated.
  ///   - others: maintenance less unrealised profit of the positions that share the wallet, at their marks.
  public func liquidationPrice(wallet: Double, others: Double = 0, _ tiers: MarginTiers) -> Double? {
    tiers.consistent { tier in
      let weight = quantity * tier.maintenance - side * quantity
      return weight == 0 ? nil : (wallet - others + tier.deduction - side * quantity * entryPrice) / weight
    } notional: {
      notional(at: $0)
    }
  }

  /// The same where maintenance is reckoned on what the position was worth when it was entered, whatever it is worth now.
  public func liquidationPrice(wallet: Double, entryMaintenance: Double) -> Double? {
    let price = entryPrice - side * (wallet - entryMaintenance) / quantity
    return price > 0 ? price : nil
  }

  /// Where the margin is gone.
  public func bankruptcyPrice(wallet: Double) -> Double { entryPrice - side * wallet / quantity }
}

/// Profit and margin of inverse contracts: a face value in quote, profit and margin in coin.
public struct InversePosition: Hashable, Sendable {
  /// +1 long, −1 short.
  public let side: Double
  /// In quote, unsigned: contracts times what one is worth.
  public let face: Double
  public let entryPrice: Double

  public init(side: Double, face: Double, entryPrice: Double) {
    self.side = side
    self.face = face
    self.entryPrice = entryPrice
  }

  /// In coin, more of it the lower the price.
  public func notional(at price: Double) -> Double { face / price }

  /// In coin.
  public func profit(at price: Double) -> Double { side * face * (1 / entryPrice - 1 / price) }

  /// What a settlement pays, in coin: negative is paid.
  public func funding(rate: Double, mark: Double) -> Double { -side * face / mark * rate }

  /// Where equity is the maintenance margin; nil where no price is: a short with as much coin as it owes is never short of
  /// it.
  public func liquidationPrice(wallet: Double, _ tiers: MarginTiers) -> Double? {
    tiers.consistent { tier in
      let coins = wallet + tier.deduction + side * face / entryPrice
      return coins * side > 0 ? face * (tier.maintenance + side) / coins : nil
    } notional: {
      notional(at: $0)
    }
  }

  /// The same where maintenance is reckoned on what the position was worth when it was entered.
  public func liquidationPrice(wallet: Double, entryMaintenance: Double) -> Double? {
    let inverse = 1 / entryPrice + side * (wallet - entryMaintenance) / face
    return inverse > 0 ? 1 / inverse : nil
  }

  /// Where the margin is gone.
  ///
  /// - Parameter fee: of the closing order, on its value, which some venues hold back.
  public func bankruptcyPrice(wallet: Double, fee: Double = 0) -> Double {
    (side + fee) * face / (wallet + side * face / entryPrice)
  }
}
