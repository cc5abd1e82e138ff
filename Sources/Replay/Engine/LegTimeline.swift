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
  /// By leg: of one that is settled in a coin, the leg whose price that is exchanged at.
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
    coins = PreparedMarket.coinLegs(legs)
    hasCoins = coins.contains { $0 != nil }
    prices = legs.map { [memory] in LegPrices($0, in: memory) }
  }

  /// What one unit of exposure to a leg costs at the close of `row`: its price, or that of the coin it is settled in.
  @inline(__always)
  func exposurePrice(_ leg: Int, at row: Int) -> Double {
    guard hasCoins, let coin = coins[leg] else { return prices[leg].marks[row] }
    return prices[coin].marks[row] / units[coin]
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
  func refuseUnfitMembers() throws(Problem) {
    for market in legs where market.contract.form == .inverse || market.instrument.type == .spot {
      let isSpot = market.instrument.type == .spot
      throw Problem(
        isSpot
          ? "\(market.instrument) is a spot pair, which is held without margin or funding"
          : "\(market.instrument) is an inverse contract, whose profit is in \(market.contract.settlement)",
        remedy: isSpot
          ? "take it out of the universe; 'legs:' hold spot beside a perpetual"
          : "take it out of the universe: its members are settled in their quote currency")
    }
    for market in beside
    where market.contract.settlement != contract.settlement || market.contract.quote != contract.quote {
      throw Problem(
        "\(instrument) is settled in \(contract.settlement.isEmpty ? "an unknown currency" : contract.settlement) and \(market.instrument) in \(market.contract.settlement.isEmpty ? "an unknown one" : market.contract.settlement), and there is one account",
        remedy: "list instruments of one currency: universe: [BTCUSDT, ETHUSDT]")
    }
  }

  /// Legs that cannot be one position.
  func refuseUnfitLegs(_ frame: Frame) throws(Problem) {
    try refuseUnfitCoins(frame.evaluation)
    let currency = contract.settlement
    for market in beside
    where market.contract.form != .inverse
      && (market.contract.settlement != currency || market.contract.quote != contract.quote)
    {
      throw Problem(
        "the leg '\(leg)' (\(instrument)) is settled in \(currency.isEmpty ? "an unknown currency" : currency) and '\(market.leg)' (\(market.instrument)) in \(market.contract.settlement.isEmpty ? "an unknown one" : market.contract.settlement), and there is one account",
        remedy: "take an instrument that is quoted and settled in \(contract.quote)")
    }
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
