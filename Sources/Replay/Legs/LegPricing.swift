import Market

/// How the price of a leg becomes an amount of the account's currency.
enum LegPayoff: Sendable {
  /// It is quoted and settled in it.
  case own
  /// A face value N in dollars that is settled in a coin: entered at e it is worth N / e − N / p coins at a price p, which is
  /// coins less a debt of N dollars.
  case inverse
  /// On margin, and settled in another currency: the change of price since it was entered, which is units less a debt of what
  /// they cost then.
  case foreign
  /// Coins that are paid for in another currency, which is bought for them.
  case bought

  /// Whether what was paid is still owed, in the currency that it is settled in: then only what is gained is exchanged.
  var owes: Bool { self == .inverse || self == .foreign }

  /// What a unit that is traded is worth at `price`, where a unit of the currency that it is settled in costs `coin`.
  @inline(__always)
  func worth(ofUnitAt price: Double, coin: Double) -> Double { self == .inverse ? coin / price : coin * price }
}

/// How a leg comes to be worth something in the account, and the leg that says what the currency costs that it is settled in.
struct LegPricing: Sendable {
  let payoff: LegPayoff
  /// Nil of one that is settled in the account's currency, and of one whose currency no leg has a price of.
  let by: Int?

  /// Of each leg of a position, or member of a universe.
  ///
  /// What somebody named for it comes before a spot pair, that before a perpetual, and all before a contract that is settled in
  /// the coin itself, which says what that is worth only where it is quoted in the account's currency. A dated future is away
  /// from its coin by its basis, and is no price of it.
  static func all(_ legs: [PreparedMarket]) -> [LegPricing] {
    guard let account = legs.first?.account else { return [] }
    // Found once for each currency: a universe has hundreds of one.
    var found: [String: Int?] = [:]
    func first(_ currency: String, _ fits: (PreparedMarket) -> Bool) -> Int? {
      legs.firstIndex { $0.contract.base == currency && $0.contract.quote == account && fits($0) }
    }
    func price(of currency: String) -> Int? {
      if let known = found[currency] { return known }
      func linear(_ type: InstrumentType) -> Int? {
        first(currency) { $0.instrument.type == type && $0.contract.form == .linear }
      }
      let place = first(currency, \.isConversion) ?? linear(.spot) ?? linear(.perpetual)
      found[currency] = place
      return place
    }
    return legs.enumerated().map { index, leg in
      let contract = leg.contract
      guard contract.form == .inverse else {
        guard !leg.isConversion, contract.settlement != account else { return LegPricing(payoff: .own, by: nil) }
        return LegPricing(
          payoff: leg.instrument.type == .spot ? .bought : .foreign, by: price(of: contract.settlement))
      }
      if let other = price(of: contract.settlement) { return LegPricing(payoff: .inverse, by: other) }
      func isPrice(_ one: PreparedMarket) -> Bool {
        one.instrument.type == .perpetual && one.contract.form == .inverse
          && one.contract.settlement == one.contract.base
      }
      let isOwn = isPrice(leg) && contract.base == contract.settlement && contract.quote == account
      return LegPricing(payoff: .inverse, by: isOwn ? index : first(contract.settlement, isPrice))
    }
  }
}

// MARK: - What cannot be counted

extension PreparedMarket {
  /// Legs that are settled in another currency than the account's, and cannot be counted.
  func refuseUnpricedLegs(_ rows: Range<Int>) throws(Problem) {
    for (market, pricing) in zip(legs, LegPricing.all(legs)) where pricing.payoff != .own {
      let settled = market.contract.settlement
      guard let place = pricing.by else {
        throw Problem(
          "the leg '\(market.leg)' (\(market.instrument)) is settled in \(Self.said(settled)), the account is in \(Self.said(account)), and nothing says what \(settled.isEmpty ? "that" : settled) is worth in \(Self.said(account))",
          remedy: settled.isEmpty || account.isEmpty
            ? "take instruments whose currency is known, or say it with 'hindcast data contract'"
            : "name a price of it: convert: { \(settled): \(settled)\(account)/spot }; or say the currency of the account: account: \(market.contract.quote)"
        )
      }
      try legs[place].refuseShort(of: settled, for: market, rows)
    }
  }

  /// A price that is said for another leg has to be there as long as that.
  private func refuseShort(of currency: String, for market: PreparedMarket, _ rows: Range<Int>) throws(Problem) {
    guard instrument != market.instrument, present.next(from: rows.lowerBound) < rows.upperBound,
      let last = rows.last(where: { present[$0] })
    else { return }
    let needed = isUniverse ? rows.last { market.present[$0] } ?? last : rows.upperBound - 1
    guard last >= needed else {
      throw Problem(
        "\(currency) of the \(isUniverse ? "member" : "leg") '\(market.leg)' is exchanged at the price of '\(leg)' (\(instrument)), which has no bar after \(grid.close(last).minuteText) UTC",
        remedy: "replay until then with --to, or import the rest")
    }
  }

  static func said(_ currency: String) -> String { currency.isEmpty ? "an unknown currency" : currency }
}
