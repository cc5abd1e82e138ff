import Market

/// What happens when to a position of several legs: the stretches between settlements of any of them and midnights.
///
/// The same cut that `Segment` makes for one instrument, of all their settlements together, each with the leg it falls on.
final class LegTimeline: Sendable {
  /// Which settlement of which leg: of a thousand instruments each by itself is kept once.
  struct LegSettlement: Sendable {
    let leg: Int32
    let place: Int32
  }

  /// In order of time; of one instant in order of legs.
  let settlements: [LegSettlement]
  let stretches: [Segment]
  /// By row: the stretch it belongs to.
  let stretchOfRow: [Int32]
  /// By leg: the prices that every bar is asked for.
  let prices: [LegPrices]
  /// By leg: whether it is bought outright, and how many coins a unit is.
  let isSpot: [Bool]
  let units: [Double]
  /// By leg: how it comes to be worth something in the account; the next two are its parts.
  let pricings: [LegPricing]
  /// By leg: how its price becomes an amount of the account's currency, and of one that is settled in another the leg whose
  /// price that is exchanged at.
  let payoffs: [LegPayoff]
  let coins: [Int?]
  let hasCoins: Bool
  /// Prices of legs with holes, filled.
  private let memory = FixedMemory()
  /// Whose prices the others are.
  private let legs: [PreparedMarket]

  init(_ legs: [PreparedMarket]) {
    self.legs = legs
    let grid = legs[0].grid
    let instants = legs.map { $0.settlements.map(\.instant) }
    settlements = instants.enumerated().flatMap { leg, instants in
      instants.indices.map { LegSettlement(leg: Int32(leg), place: Int32($0)) }
    }.sorted { one, other in
      let (a, b) = (instants[Int(one.leg)][Int(one.place)], instants[Int(other.leg)][Int(other.place)])
      return (a, one.leg, one.place) < (b, other.leg, other.place)
    }
    let first = Array(legs[0].marks.values)
    stretches = Segment.all(
      grid, settlements: settlements.map { instants[Int($0.leg)][Int($0.place)] }, marks: first, highs: first,
      lows: first)
    stretchOfRow = stretches.placesOfRows
    isSpot = legs.map { $0.instrument.type == .spot }
    units = legs.map(\.contract.coinsPerUnit)
    pricings = LegPricing.all(legs)
    payoffs = pricings.map(\.payoff)
    coins = pricings.map(\.by)
    hasCoins = coins.contains { $0 != nil }
    prices = legs.map { [memory] in LegPrices($0, in: memory) }
  }

  /// What one unit of exposure to a leg costs at the close of `row`: its price, in the account's currency; of face value a coin's.
  @inline(__always)
  func exposurePrice(_ leg: Int, at row: Int) -> Double {
    guard hasCoins, let coin = coinPrice(of: leg, at: row) else { return prices[leg].marks[row] }
    return payoffs[leg] == .inverse ? coin : coin * prices[leg].marks[row]
  }

  /// What the currency costs that a leg is settled in, at the close of `row`; nil of one that is settled in the account's.
  @inline(__always)
  func coinPrice(of leg: Int, at row: Int) -> Double? { coins[leg].map { prices[$0].marks[row] / units[$0] } }

  /// What a unit that is traded of a leg is worth at the close of `row`.
  @inline(__always)
  func worth(ofUnit leg: Int, at row: Int) -> Double {
    let price = prices[leg].marks[row]
    guard hasCoins, let coin = coinPrice(of: leg, at: row) else { return price }
    return payoffs[leg].worth(ofUnitAt: price, coin: coin)
  }
}

/// Prices of a leg at every row, behind pointers: what every bar is asked for must not cost a copy of anything.
struct LegPrices: Sendable {
  /// What it is marked at.
  let marks: FixedColumn<Double>
  /// How far prices went; where it has no bar, what it is marked at.
  private let traded: PriceRanges

  @inline(__always)
  func low(_ row: Int) -> Double { traded.low(row) }
  @inline(__always)
  func high(_ row: Int) -> Double { traded.high(row) }

  fileprivate init(_ market: PreparedMarket, in memory: FixedMemory) {
    let (marks, ranges) = (market.marks.values, market.view.ranges)
    self.marks = marks
    guard marks.indices.contains(where: { !market.present[$0] }) else {
      traded = ranges
      return
    }
    let bars = marks.indices.map { row in
      market.present[row]
        ? PriceRange(low: ranges.low(row), high: ranges.high(row)) : PriceRange(low: marks[row], high: marks[row])
    }
    traded = PriceRanges(memory.column(bars))
  }
}

extension PreparedMarket {
  /// Instruments that one purse cannot hold as a universe.
  func refuseUnfitMembers(_ rows: Range<Int>) throws(Problem) {
    for market in legs where market.instrument.type == .spot {
      throw Problem(
        "\(market.instrument) is a spot pair, which is held without margin or funding",
        remedy: "take it out of the universe; 'legs:' hold spot beside a perpetual")
    }
    for (market, pricing) in zip(legs, LegPricing.all(legs)) where pricing.payoff != .own && pricing.by == nil {
      let settled = market.contract.settlement
      throw Problem(
        "\(market.instrument) is settled in \(Self.said(settled)), the account is in \(Self.said(account)), and no member says what \(settled.isEmpty ? "that" : settled) is worth in \(Self.said(account))",
        remedy: market.contract.form == .inverse
          ? "list instruments of one kind: those that are settled in coins hold by themselves an account in what they are quoted in (\(market.contract.quote)); or list the perpetual of \(settled) in \(Self.said(account)) beside it"
          : "list instruments of one currency: universe: [BTCUSDT, ETHUSDT]")
    }
    try refuseOtherQuotes()
    try refuseUnpricedLegs(rows)
  }

  /// Of instruments that are settled in the account's currency, those whose prices are in another than the first's.
  private func refuseOtherQuotes() throws(Problem) {
    let own = legs.filter { $0.contract.form != .inverse && !$0.isConversion && $0.contract.settlement == account }
    for market in own where market.contract.quote != own[0].contract.quote {
      throw Problem(
        "\(own[0].instrument) is quoted in \(Self.said(own[0].contract.quote)) and \(market.instrument) in \(Self.said(market.contract.quote)), and both are settled in \(Self.said(account))",
        remedy: "take instruments that are quoted alike")
    }
  }

  /// Legs that cannot be one position.
  func refuseUnfitLegs(_ frame: Frame) throws(Problem) {
    try refuseOtherQuotes()
    try refuseUnpricedLegs(frame.evaluation)
    for market in legs
    where market.roll.map({ _ in legs.first { $0.leg == market.leg }?.instrument == market.instrument }) ?? true {
      let rows = frame.evaluation
      // What a leg rolls through is one leg.
      let present =
        market.roll.map { _ in Self.everywhere(legs.filter { $0.leg == market.leg }, \.present) } ?? market.present
      let printed = rows.count { present[$0] }
      guard printed * 2 < rows.count else { continue }
      let first = present.next(from: rows.lowerBound)
      let last = rows.last { present[$0] } ?? first
      let name = market.roll == nil ? "\(market.instrument)" : "dated futures"
      throw Problem(
        "the leg '\(market.leg)' (\(name)) has bars for \(printed) of the \(rows.count) of the window, from \(grid.open(first).minuteText) to \(grid.close(last).minuteText) UTC",
        remedy: "take the part where every leg has bars with --from and --to, or import the rest")
    }
  }
}
