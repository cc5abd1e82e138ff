import Market

/// What a portfolio came to, instrument by instrument and source by source. The parts add up to the whole, to the last digit.
public struct PortfolioAccount: Sendable {
  /// Those that belonged to the universe at some bar and whose weight was not known at any of them.
  public var unknown: [PortfolioMember] { members.filter { $0.weightKnown == 0 && $0.belonged > 0 } }

  /// In order of name.
  public let members: [PortfolioMember]
  public let limits: PortfolioLimits
  public let counts: PortfolioCounts
  /// By replayed row: absolute value of all positions over equity, at closes.
  public let gross: [Double]
  /// By replayed row: the same with their signs.
  public let net: [Double]
  /// By replayed row: instruments that are held.
  public let held: [Int]
  /// By replayed row: instruments that belong to the universe.
  public let belonging: [Int]

  /// All instruments together.
  public var total: LegSums { members.reduce(LegSums()) { $0 + $1.leg.sums } }

  /// Those whose bars end before the window does.
  public var delisted: [PortfolioMember] { members.filter(\.endsEarly) }

  /// Those of them that did not live to its end, give or take what data saved on different days do.
  public var dead: [PortfolioMember] {
    UniverseLives(members.map { ($0.first, $0.last) }).dead.map { members[$0] }
  }

  /// Those whose bars begin after the window does.
  public var listed: [PortfolioMember] { members.filter(\.beginsLate) }

  init(
    _ tape: PreparedMarket, _ decisions: PortfolioDecisions, _ holdings: [LegHolding], _ recorder: LegRecorder,
    _ counts: PortfolioCounts
  ) {
    limits = decisions.limits
    self.counts = counts
    let count = tape.rows.count
    var gross = [Double](repeating: 0, count: count)
    var (net, held, belonging) = (gross, [Int](repeating: 0, count: count), [Int](repeating: 0, count: count))
    var tradesOf = [Int](repeating: 0, count: tape.legs.count)
    var isCounted = [Bool](repeating: false, count: recorder.trades.count + 1)
    var coins = [Double?](repeating: nil, count: tape.legs.count)
    for entry in recorder.entries {
      if let coin = entry.coin { coins[entry.leg] = (coins[entry.leg] ?? 0) + Money.quote(entry.amount) / coin }
      guard !isCounted[entry.trade] else { continue }
      isCounted[entry.trade] = true
      tradesOf[entry.leg] += 1
    }
    var members: [PortfolioMember] = []
    let pricings = tape.pricings
    for (index, market) in tape.legs.enumerated() {
      let leg = LegRun(
        name: decisions.terms[index].name, instrument: market.instrument, terms: decisions.terms[index],
        sums: holdings[index].sums, curve: recorder.curves[index], market: market,
        missing: tape.rows.count { !market.present[$0] }, funding: market.funding, payoff: pricings[index].payoff,
        coinLeg: pricings[index].by.map { tape.legs[$0] }, coins: coins[index])
      let (quantity, exposure) = (leg.quantity, leg.exposure)
      let belongs = decisions.belongs[index]
      var (bars, belonged, weightKnown) = (0, 0, 0)
      for row in 0..<count {
        if belongs[tape.rows.lowerBound + row] {
          belonging[row] += 1
          belonged += 1
          if !decisions.weights[index][tape.rows.lowerBound + row].isNaN { weightKnown += 1 }
        }
        guard quantity[row] != 0 else { continue }
        bars += 1
        held[row] += 1
        let value = exposure[row] * Money.scale / max(recorder.equity[row], 1)
        gross[row] += abs(value)
        net[row] += value
      }
      let first = market.present.next(from: tape.rows.lowerBound)
      let last = tape.rows.last { market.present[$0] }
      let endsEarly = market.expiryRow < tape.rows.upperBound
      let lastHeld = market.expiryRow - 1 - tape.rows.lowerBound
      members.append(
        PortfolioMember(
          leg: leg, first: first < tape.rows.upperBound ? tape.grid.open(first) : nil,
          last: last.map(tape.grid.close), beginsLate: first > tape.rows.lowerBound,
          endsEarly: endsEarly, isExpired: endsEarly && market.expiryRow == market.contractExpiryRow,
          isClosedAtEnd: endsEarly && quantity.indices.contains(lastHeld) && quantity[lastHeld] != 0, bars: bars,
          trades: tradesOf[index], belonged: belonged, weightKnown: weightKnown))
    }
    (self.members, self.gross, self.net, self.held, self.belonging) = (members, gross, net, held, belonging)
  }
}

/// One instrument of a portfolio.
public struct PortfolioMember: Sendable {
  /// What was held of it and what it came to.
  public let leg: LegRun
  /// Its first open and its last close in the window; nil where it has no bar there.
  public let first: Instant?
  public let last: Instant?
  public let beginsLate: Bool
  public let endsEarly: Bool
  /// Whether it ends because it is a dated future whose expiry is known and reached by its bars.
  public let isExpired: Bool
  /// Whether it was held at its last close, and closed there.
  public let isClosedAtEnd: Bool
  /// Bars closed with a position in it.
  public let bars: Int
  public let trades: Int
  /// Bars at which it belonged to the universe, and those of them at which its weight was known.
  public let belonged: Int
  public let weightKnown: Int
}
