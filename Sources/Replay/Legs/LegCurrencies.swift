import Market

/// What legs are worth that are settled in another currency than the account's.
///
/// A leg of dollars against coins is worth coins at what one costs less dollars at what one costs, which is linear in those two
/// and not in the contract's price; and so is a leg on margin in another currency, of units against what they cost. Their own
/// price says nothing of the account.
extension LegMachine {
  /// What a unit of the currency costs that a leg is settled in, at the prices of all; nil of a leg that is settled in the
  /// account's.
  @inline(__always)
  func coin(of leg: Int, at prices: [Double]) -> Double? {
    guard let pricing = timeline.coins[leg] else { return nil }
    return prices[pricing] / timeline.units[pricing]
  }

  /// What is held of a leg at the prices of all.
  @inline(__always)
  func value(of leg: Int, at prices: [Double]) -> Double {
    guard let coin = coin(of: leg, at: prices) else { return legs[leg].value(at: prices[leg]) }
    return legs[leg].value(at: prices[leg], coin: coin)
  }

  /// The same at the close of `row`.
  @inline(__always)
  func value(of leg: Int, atCloseOf row: Int) -> Double {
    let price = timeline.prices[leg].marks[row]
    guard timeline.hasCoins, let coin = timeline.coinPrice(of: leg, at: row) else {
      return legs[leg].value(at: price)
    }
    return legs[leg].value(at: price, coin: coin)
  }

  /// What a unit that is traded of a leg is worth in the account: its price, at what the currency of that costs; of face value
  /// what a dollar of it is worth.
  @inline(__always)
  func worth(ofUnit leg: Int, at prices: [Double]) -> Double {
    guard let coin = coin(of: leg, at: prices) else { return prices[leg] }
    return timeline.payoffs[leg].worth(ofUnitAt: prices[leg], coin: coin)
  }

  /// The same at the close of `row`.
  @inline(__always)
  func worth(ofUnit leg: Int, atCloseOf row: Int) -> Double { timeline.worth(ofUnit: leg, at: row) }

  /// What a leg leaves of the account beyond its maintenance.
  func left(of leg: Int, at prices: [Double]) -> Double {
    guard let coin = coin(of: leg, at: prices) else { return legs[leg].exposed * prices[leg] }
    return legs[leg].left(at: prices[leg], coin: coin, terms[leg].costs.maintenance)
  }

  /// What is to be held for an exposure to so many coins, or units, decided at the close of `row`.
  ///
  /// Of face value what is added is entered at that price, and what is left of more keeps its entry.
  func quantity(for base: Double, _ leg: Int, at row: Int) -> Double {
    // Of nothing whatever its price, which one that is not listed yet has none of.
    guard base != 0, timeline.payoffs[leg] == .inverse else { return base }
    let (held, had) = (legs[leg].quantity, legs[leg].base)
    guard had * base > 0 else { return base * timeline.prices[leg].marks[row] }
    guard abs(base) > abs(had) else { return held * (base / had) }
    return held + (base - had) * timeline.prices[leg].marks[row]
  }

  /// What of its base a leg follows once `quantity` of it is held, as far as the close of `row` says: `quantity(for:)` the
  /// other way.
  func base(for quantity: Double, _ leg: Int, at row: Int) -> Double {
    guard quantity != 0, timeline.payoffs[leg] == .inverse else { return quantity }
    let (held, had) = (legs[leg].quantity, legs[leg].base)
    guard held * quantity > 0 else { return quantity / timeline.prices[leg].marks[row] }
    guard abs(quantity) > abs(held) else { return had * (quantity / held) }
    return had + (quantity - held) / timeline.prices[leg].marks[row]
  }

  /// Prices on the straight way from `begin` to `end`, of `moved` and of the legs that their currencies are exchanged at: what
  /// those cost and what a unit is worth go straight, and the price of a contract with them.
  func prices(_ way: Double, from begin: [Double], to end: [Double], of moved: [Int]) -> [Double] {
    var prices = begin
    func move(_ leg: Int) { prices[leg] = begin[leg] + way * (end[leg] - begin[leg]) }
    for leg in moved { move(timeline.coins[leg] ?? leg) }
    for leg in moved {
      guard timeline.coins[leg] != leg, let coin = coin(of: leg, at: prices) else { continue }
      let (first, last) = (worth(ofUnit: leg, at: begin), worth(ofUnit: leg, at: end))
      let unit = first + way * (last - first)
      prices[leg] = timeline.payoffs[leg] == .inverse ? coin / unit : unit / coin
    }
    return prices
  }
}
