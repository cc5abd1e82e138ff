import Market

/// Legs that are settled in a coin, and what that is exchanged at.
///
/// The purse is in the currency of the first leg. A contract of a face value N that was entered at e is worth N / e − N / p coins
/// at a price p, and a coin is worth what it trades at in the purse's currency: so a leg of it is N / e coins less a debt of N
/// dollars, which is linear in the coin's price and in that of a dollar, coin / p. Its own price says nothing of the purse where
/// a dollar is another in each.
extension PreparedMarket {
  /// By leg: the leg whose price its settlement coin is exchanged at. Nil of a leg that is settled in the purse's currency, and of
  /// one whose coin no leg has a price of.
  ///
  /// A spot pair comes before a perpetual, and both before the contract's own price, which is in the purse's currency only where
  /// that is what it is quoted in. A dated future is away from its coin by its basis, and is no price of it.
  static func coinLegs(_ legs: [PreparedMarket]) -> [Int?] {
    guard let purse = legs.first?.contract.settlement else { return [] }
    return legs.map { leg in
      guard leg.contract.form == .inverse else { return nil }
      func first(_ type: InstrumentType, _ form: Contract.Form) -> Int? {
        legs.firstIndex { other in
          let isOwn = form == .linear || other.instrument == leg.instrument
          return other.instrument.type == type && other.contract.form == form && isOwn
            && other.contract.base == leg.contract.settlement && other.contract.quote == purse
        }
      }
      return first(.spot, .linear) ?? first(.perpetual, .linear) ?? first(.perpetual, .inverse)
    }
  }

  /// Legs that are settled in a coin and cannot be counted.
  func refuseUnfitCoins(_ rows: Range<Int>) throws(Problem) {
    let purse = contract.settlement
    guard contract.form != .inverse else {
      throw Problem(
        "the first leg '\(leg)' (\(instrument)) is an inverse contract, whose profit is in \(contract.settlement), and the account is in what the first leg is settled in",
        remedy:
          "name a leg before it that is settled in what it is quoted in, such as the coin's spot pair, with ratio: 0 if nothing of it is to be held; an inverse contract alone needs no 'legs:'"
      )
    }
    for (market, coin) in zip(legs, Self.coinLegs(legs)) where market.contract.form == .inverse {
      let settled = market.contract.settlement
      guard market.roll == nil else {
        throw Problem(
          "the leg '\(market.leg)' rolls through inverse contracts (\(market.instrument)), and how many of the next are as many coins is not modelled",
          remedy: "take one dated future until it expires, or futures that are settled in \(purse)")
      }
      guard let coin else {
        throw Problem(
          "the leg '\(market.leg)' (\(market.instrument)) is settled in \(settled), the account is in \(purse), and no leg says what \(settled) is worth in \(purse)",
          remedy:
            "add its spot pair as a leg, with ratio: 0 if nothing of it is to be held: coin: { instrument: \(settled)\(purse)/spot, ratio: 0 }"
        )
      }
      let source = legs[coin]
      guard source.present.next(from: rows.lowerBound) < rows.upperBound,
        let last = rows.last(where: { source.present[$0] })
      else { continue }
      guard last + 1 == rows.upperBound else {
        throw Problem(
          "\(settled) of the leg '\(market.leg)' is exchanged at the price of the leg '\(source.leg)' (\(source.instrument)), which has no bar after \(source.grid.close(last).minuteText) UTC",
          remedy: "replay until then with --to, or import the rest")
      }
    }
  }
}

extension LegMachine {
  /// What a coin costs that a leg is settled in, where `price` is that of each leg; nil of a leg that is settled in none.
  @inline(__always)
  func coin(of leg: Int, _ price: (Int) -> Double) -> Double? {
    timeline.coins[leg].map { price($0) / timeline.units[$0] }
  }

  /// What is held of a leg at the prices of all.
  @inline(__always)
  func value(of leg: Int, at prices: [Double]) -> Double {
    guard let coin = coin(of: leg, { prices[$0] }) else { return legs[leg].value(at: prices[leg]) }
    return legs[leg].value(at: prices[leg], coin: coin)
  }

  /// The same at the close of `row`.
  @inline(__always)
  func value(of leg: Int, atCloseOf row: Int) -> Double {
    let price = timeline.prices[leg].marks[row]
    guard legs[leg].isInverse, let coin = coin(of: leg, { timeline.prices[$0].marks[row] }) else {
      return legs[leg].value(at: price)
    }
    return legs[leg].value(at: price, coin: coin)
  }

  /// What a unit that is traded of a leg is worth: its price, or what a dollar of face value is worth in the purse.
  @inline(__always)
  func worth(ofUnit leg: Int, at prices: [Double]) -> Double {
    coin(of: leg) { prices[$0] }.map { $0 / prices[leg] } ?? prices[leg]
  }

  /// What a leg leaves of the purse beyond its maintenance.
  func left(of leg: Int, at prices: [Double]) -> Double {
    guard let coin = coin(of: leg, { prices[$0] }) else { return legs[leg].exposed * prices[leg] }
    return legs[leg].left(at: prices[leg], coin: coin, terms[leg].costs.maintenance)
  }

  /// The face value that is so many coins, at the close of `row`: what is added is entered at that price, and what is left of
  /// more keeps its entry.
  func face(of coins: Double, _ leg: Int, at row: Int) -> Double {
    let (held, had) = (legs[leg].quantity, legs[leg].base)
    guard had * coins > 0 else { return coins * timeline.prices[leg].marks[row] }
    guard abs(coins) > abs(had) else { return held * (coins / had) }
    return held + (coins - had) * timeline.prices[leg].marks[row]
  }

  /// Prices on the straight way from `begin` to `end`, of `moved` and of the legs that their coins are exchanged at: coins and
  /// what a dollar is worth go straight, and the price of a contract with them.
  func prices(_ way: Double, from begin: [Double], to end: [Double], of moved: [Int]) -> [Double] {
    var prices = begin
    func move(_ leg: Int) { prices[leg] = begin[leg] + way * (end[leg] - begin[leg]) }
    for leg in moved { move(timeline.coins[leg] ?? leg) }
    for leg in moved {
      guard timeline.coins[leg] != leg, let coin = coin(of: leg, { prices[$0] }) else { continue }
      let (first, last) = (worth(ofUnit: leg, at: begin), worth(ofUnit: leg, at: end))
      prices[leg] = coin / (first + way * (last - first))
    }
    return prices
  }
}
